"""The actor: who asks, for whom, with which roles. Every query and operation takes one, first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from heed.platform.access.roles import ROLES, Permission, Role, permissions_of


@dataclass(slots=True)
class Seen:
    """What was found out about an actor within one request; thrown away with it, or when access is changed."""

    scope_ids: list[int] | None = None
    read: dict[tuple[str, int], Any] = field(default_factory=dict)
    """What several parts of one page show, by what it is and of which record."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one membership, or as deputy for another's. Made for each request, so that a withdrawn
    role ends at once. A deputy is still themselves: `person_ref` is theirs, and so is what they are excluded from;
    agency and roles are those of the membership they stand in for."""

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
    on_behalf_of: str = ""
    """The name of the person whom a deputy stands in for; "" for everybody else."""
    on_behalf_ref: str = ""
    deputy_id: int | None = None
    seen: Seen | None = field(default=None, compare=False, repr=False)
    """Only a web request has one; a job or a command asks the database each time."""

    def looking_once(self) -> Actor:
        """The same actor, of whom the database is asked once what they may see, for a query made of many."""
        return self if self.seen else replace(self, seen=Seen())

    def once(self, what: str, key: int, read: Callable[[], Any]) -> Any:
        """What this page read before, or else reads now. For what is shown only: an operation asks the database."""
        if self.seen is None:
            return read()
        if (what, key) not in self.seen.read:
            self.seen.read[what, key] = read()
        return self.seen.read[what, key]

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def role_name(self) -> str:
        """Its roles as one reads them, in the order of the table of roles."""
        return ", ".join(definition.name for role, definition in ROLES.items() if role in self.roles)
