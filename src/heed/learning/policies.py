"""Who may ask, answer and sign, as things stand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from heed.learning.queries.requests import asking_rules
from heed.learning.types import RequestState
from heed.platform.access.policies import check_may
from heed.platform.access.queries import bodies_of
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.ui.wording import count, day

if TYPE_CHECKING:
    from heed.learning.models import AnswerRequest, Finding, Response


_ACCEPTED = ("accepted", "published", "withheld", "closed")


def asks_agencies(actor: Actor | None) -> bool:
    """Whether asking agencies for their answers is offered to this actor."""
    return actor is not None and actor.may(Permission.ASK_AGENCIES)


def answers_for_agency(actor: Actor | None) -> bool:
    """Whether what is asked of an agency is this actor's to answer."""
    return actor is not None and actor.may(Permission.ANSWER_FOR_AGENCY)


def check_mends(row: Finding) -> None:
    """Raise unless this was written here, and its review's report is not accepted yet."""
    if row.written_by_id is None:
        raise NotNow("These words were printed in a document. They stay as they are.")
    if row.review.guidance and row.review.state in _ACCEPTED:
        raise NotNow("The report is accepted. What it found stays as it is.")


def can_mend(row: Finding) -> bool:
    """Whether `check_mends` would let somebody."""
    try:
        check_mends(row)
    except NotNow:
        return False
    return True


def check_answers(actor: Actor, request: AnswerRequest, permission: Permission) -> None:
    """Raise unless this actor writes or signs answers, and for the agency that was asked, and it waits for one."""
    check_may(actor, permission)
    if actor.agency_id != request.agency_id:
        raise NotAllowed(
            f"This was asked of {request.agency.name}. You act for {actor.agency_name}, so it is not yours to answer."
        )
    if request.state == RequestState.WITHDRAWN:
        raise NotNow(f"This is not asked any more: {request.settled_why}")


def check_is_open(request: AnswerRequest) -> None:
    """Raise unless the request still waits for its answer."""
    if request.state == RequestState.ANSWERED:
        raise NotNow(f"{request.agency.name} has answered this already.")
    if request.state == RequestState.WITHDRAWN:
        raise NotNow("This is not asked any more.")


def check_judges(
    actor: Actor, response: Response, *, at: datetime, bodies: frozenset[int] | None = None
) -> None:
    """Raise unless this actor may judge answers and is employed elsewhere than whoever gave this one. `bodies` is
    what `bodies_of` says, for those who ask about many answers."""
    check_may(actor, Permission.JUDGE_ANSWERS)
    if response.agency_id is None:
        raise NotNow(
            "It is not said which agency gave this answer. Say which one first, so that another judges it."
        )
    own = bodies_of(actor, at=at) if bodies is None else bodies
    if response.agency_id in own or response.signed_by_id == actor.person_id:
        raise NotAllowed(
            f"{response.agency} gave this answer, and you act for it. Somebody employed elsewhere judges it."
        )


def judges(actor: Actor, response: Response, *, at: datetime, bodies: frozenset[int]) -> bool:
    """Whether judging this answer is offered to this actor; also where it is first to be said whose answer it is."""
    try:
        check_judges(actor, response, at=at, bodies=bodies)
    except NotAllowed:
        return False
    except NotNow:
        return True
    return True


def check_day(due_on: date | None, *, at: datetime) -> date:
    """The day by which to answer, or `Invalid`: one that is still to come, and not absurdly far."""
    today, most = timezone.localdate(at), asking_rules().most_days
    if due_on is None:
        wrong = "Enter the day by which to answer"
    elif due_on < today:
        wrong = f"Enter a day that is still to come: {day(due_on)} has passed"
    elif due_on > today + timedelta(days=most):
        wrong = f"Enter a day within {count(most, 'day')}"
    else:
        return due_on
    raise Invalid(f"{wrong}.", fields={"due_on": wrong})
