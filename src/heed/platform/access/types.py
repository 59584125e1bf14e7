"""The actor: who asks, for whom, with which roles. Every query and operation takes one, first."""

from __future__ import annotations

from dataclasses import dataclass

from heed.platform.access.roles import ROLES, Permission, Role, permissions_of


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one membership. Made for each request, so that a withdrawn role ends at once."""

    person_id: int
    person_ref: str
    name: str
    membership_id: int
    partnership_id: int
    partnership_name: str
    agency_id: int
    agency_name: str
    agency_ref: str
    roles: frozenset[Role]

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def role_name(self) -> str:
        """Its roles as one reads them, in the order of the table of roles."""
        return ", ".join(definition.name for role, definition in ROLES.items() if role in self.roles)
