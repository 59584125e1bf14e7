"""Who may keep and decide what."""

from __future__ import annotations

from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed


def governs(actor: Actor | None) -> bool:
    """Whether the pages of information governance are offered to this actor."""
    return actor is not None and actor.may(Permission.GOVERN_INFORMATION)


def check_second_person(actor: Actor, *, first_id: int, what: str) -> None:
    """Raise `NotAllowed` where the person who decides is the one who began."""
    if actor.person_id == first_id:
        raise NotAllowed(f"You {what} yourself, so somebody else decides it. Two people are needed.")
