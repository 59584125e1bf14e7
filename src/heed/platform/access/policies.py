"""May this actor, at all? Whether the thing is in the right state is for each app's own policies."""

from __future__ import annotations

from heed.platform.access.roles import PERMISSIONS, ROLES, Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed


def check_may(actor: Actor, permission: Permission) -> None:
    """Raise `NotAllowed` with the roles that could, unless one of the actor's roles grants it."""
    if not actor.may(permission):
        who = [definition.name for definition in ROLES.values() if permission in definition.may]
        raise NotAllowed(f"Your role cannot {PERMISSIONS[permission]}. Those who can: {', '.join(who)}.")


def reads_register(actor: Actor | None) -> bool:
    """Whether the register's pages are offered to this actor."""
    return actor is not None and actor.may(Permission.READ_REGISTER)
