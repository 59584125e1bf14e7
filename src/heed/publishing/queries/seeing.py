"""Who sees what is being prepared, and who prepares it."""

from __future__ import annotations

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed


def publishes(actor: Actor | None) -> bool:
    """Whether the actor prepares and publishes."""
    return actor is not None and actor.may(Permission.PUBLISH)


def sees_publications(actor: Actor | None) -> bool:
    """Whether the actor sees what is being prepared: whoever publishes, and whoever reads the drafts of reports."""
    return actor is not None and (actor.may(Permission.PUBLISH) or actor.may(Permission.READ_DRAFTS))


def check_publishes(actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor prepares and publishes."""
    check_may(actor, Permission.PUBLISH)


def check_sees(actor: Actor) -> None:
    """Raise `NotAllowed` unless the actor sees what is being prepared."""
    if not sees_publications(actor):
        raise NotAllowed("Your role reads what is published, not what is being prepared.")
