"""Who may write reports and sign what is said in them."""

from __future__ import annotations

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotNow
from heed.reports.models import Statement


def writes(actor: Actor) -> bool:
    """Whether the actor composes reports and writes in them."""
    return actor.may(Permission.RUN_REVIEWS) and actor.may(Permission.READ_DRAFTS)


def check_can_write(actor: Actor) -> None:
    check_may(actor, Permission.READ_DRAFTS)
    check_may(actor, Permission.RUN_REVIEWS)


def is_theirs(actor: Actor, statement: Statement) -> bool:
    """Whether a statement is made in the actor's own name."""
    return bool(statement.by_name) and statement.by_name.strip().casefold() == actor.name.casefold()


def check_can_sign(actor: Actor, statement: Statement) -> None:
    """Raise unless it is the actor who speaks, nobody has signed it, and it says something of a day."""
    check_may(actor, Permission.READ_DRAFTS)
    if not is_theirs(actor, statement) or actor.on_behalf_ref:
        raise NotAllowed("Only whoever speaks in a statement signs it, and nobody for them.")
    if statement.signed_at is not None:
        raise NotNow("This statement is signed already.")
    if not statement.text.strip() or statement.as_at is None:
        raise NotNow("A statement is signed when it has words and a day.")
