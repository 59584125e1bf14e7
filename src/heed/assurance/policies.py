"""Who asks, who replies, and who says what is made of a reply."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from heed.assurance.types import Kind, State
from heed.platform.access.policies import check_may
from heed.platform.access.queries import bodies_of
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.ui.wording import day

if TYPE_CHECKING:
    from heed.assurance.models import Assurance

_MOST_DAYS = 730


def keeps(actor: Actor | None) -> bool:
    """Whether asking for assurance is offered to this actor."""
    return actor is not None and actor.may(Permission.SEEK_ASSURANCE)


def challenges(actor: Actor | None) -> bool:
    """Whether challenging an agency is offered to this actor."""
    return actor is not None and actor.may(Permission.CHALLENGE)


def check_asks(actor: Actor, kind: str) -> None:
    """Raise unless this actor may ask in this way."""
    check_may(actor, Permission.CHALLENGE if kind == Kind.CHALLENGE else Permission.SEEK_ASSURANCE)


def check_replies(actor: Actor, row: Assurance) -> None:
    """Raise unless this actor signs for the agency that was asked, and it waits for a reply."""
    check_may(actor, Permission.SIGN_ANSWERS)
    if actor.agency_id != row.agency_id:
        raise NotAllowed(f"This was asked of {row.agency}. You act for {actor.agency_name}.")
    if row.state != State.OPEN:
        raise NotNow("It waits for no reply: it was answered, or is not asked any more.")


def check_views(actor: Actor, row: Assurance, *, at: datetime) -> None:
    """Raise unless there is a reply, this actor may say what is made of it, and is employed elsewhere."""
    check_asks(actor, row.kind)
    if row.agency_id in bodies_of(actor, at=at):
        raise NotAllowed(
            f"You act for {row.agency}, which replied, or are employed by it. Somebody employed elsewhere says so."
        )
    if row.state not in (State.REPLIED, State.CLOSED):
        raise NotNow("There is no reply to look at.")


def may_view(actor: Actor, row: Assurance, *, at: datetime) -> bool:
    """Whether saying what is made of it is offered to this actor."""
    try:
        check_views(actor, row, at=at)
    except (NotAllowed, NotNow):
        return False
    return row.state == State.REPLIED


def may_reply(actor: Actor, row: Assurance) -> bool:
    """Whether replying is offered to this actor."""
    try:
        check_replies(actor, row)
    except (NotAllowed, NotNow):
        return False
    return True


def reads_restricted(actor: Actor, row: Assurance) -> bool:
    """Whether what is about single people is shown: to those who ask, and to who signs for the agency itself."""
    own = actor.agency_id == row.agency_id and actor.may(Permission.SIGN_ANSWERS)
    return own or actor.may(Permission.SEEK_ASSURANCE)


def checked_day(due_on: date | None, *, at: datetime) -> date:
    """The day by which to answer, or `Invalid`: one that is still to come, and not absurdly far."""
    today = timezone.localdate(at)
    if due_on is None:
        wrong = "Enter the day by which to answer"
    elif due_on < today:
        wrong = f"Enter a day that is still to come: {day(due_on)} has passed"
    elif due_on > today + timedelta(days=_MOST_DAYS):
        wrong = "Enter a day within two years"
    else:
        return due_on
    raise Invalid(f"{wrong}.", fields={"due_on": wrong})
