"""Who may ask, write, look over and sign off submissions, as things stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.roles import ROLES, Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed, NotNow
from heed.platform.partnerships.queries import memberships_in_force
from heed.reviews.models import Submission
from heed.reviews.queries.submissions import (
    has_excluded_author,
    is_own,
    last_version,
    submission_rules,
)
from heed.reviews.rules.submissions import signing_role
from heed.reviews.types.submissions import SubmissionState


def can(check: Callable[[], None]) -> bool:
    """Whether a check would let the actor, for what a page offers."""
    try:
        check()
    except (NotAllowed, NotNow):
        return False
    return True


def runs_reviews(actor: Actor | None) -> bool:
    """Whether running a review is offered to this actor."""
    return actor is not None and actor.may(Permission.RUN_REVIEWS)


def check_is_asked(row: Submission) -> None:
    """Raise unless the submission still waits for its agency."""
    if row.state == SubmissionState.WITHDRAWN:
        raise NotNow(f"This is not asked any more: {row.withdrawn_why}")
    if row.state != SubmissionState.ASKED:
        raise NotNow(
            f"{row.agency} has handed this in already. It can be sent back to them for another version."
        )


def check_reads(actor: Actor, row: Submission) -> None:
    """What an agency wrote is read by those who gather or judge it, and by the agency's own people."""
    own = is_own(actor, row.agency) and (
        actor.may(Permission.ANSWER_FOR_AGENCY) or actor.may(Permission.SIGN_SUBMISSIONS)
    )
    if not own and not actor.may(Permission.READ_SUBMISSIONS):
        raise NotAllowed(
            f"What {row.agency} wrote is read by its own people, the review's panel and those who gather it."
        )


def check_writes(actor: Actor, row: Submission) -> None:
    """By the people of the agency that was asked, while it waits for them."""
    check_may(actor, Permission.ANSWER_FOR_AGENCY)
    if not is_own(actor, row.agency):
        raise NotAllowed(f"This is asked of {row.agency}. You act for {actor.agency_name}.")
    check_is_asked(row)


def check_looks_over(actor: Actor, row: Submission, *, at: datetime) -> None:
    """By somebody who neither acts for nor is employed by the agency, once something was handed in."""
    check_may(actor, Permission.CHECK_SUBMISSIONS)
    own = memberships_in_force(timezone.localdate(at)).filter(person_id=actor.person_id).order_by()
    bodies = {each for pair in own.values_list("agency_id", "employer_id") for each in pair}
    version = last_version(row)
    if row.agency_id in bodies or (version and version.author_person_id == actor.person_id):
        raise NotAllowed(f"You act for {row.agency} or are employed there. Somebody else looks this over.")
    if row.state != SubmissionState.RECEIVED:
        raise NotNow("There is nothing to look over: it was not handed in whole, or was looked over already.")


def check_signs_off(actor: Actor, row: Submission) -> None:
    """For the agency, in the role that its kind requires, and not by the author; once it was looked over."""
    check_may(actor, Permission.SIGN_SUBMISSIONS)
    if not is_own(actor, row.agency):
        raise NotAllowed(f"{row.agency} signs this off. You act for {actor.agency_name}.")
    role = Role(signing_role(submission_rules(), row.agency.kind))
    if role not in actor.roles:
        raise NotAllowed(
            f"For {row.agency}, the {ROLES[role].name} signs off. You are there as {actor.role_name}."
        )
    version = last_version(row)
    if version and version.author_person_id == actor.person_id:
        raise NotAllowed("You wrote it. Somebody else of your agency signs it off.")
    if row.state != SubmissionState.ASSURED:
        raise NotNow("It is signed off after somebody of another agency has looked it over, and only once.")
    check_author_stands(row)


def check_author_stands(row: Submission) -> None:
    """Raise where the author has been excluded from the case since: another version by somebody else is needed."""
    if has_excluded_author(row):
        raise NotNow(
            "Its author is excluded from this case now. It goes no further until it is sent back and somebody else "
            "has written it."
        )
