"""A rapid review: the council notifies, agencies say what they know, one meeting, the decision, the Panel's reply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.operations import take_references
from heed.platform.partnerships.models import Agency
from heed.reviews.events import (
    AgenciesAsked,
    AgencyAnswered,
    IncidentKnown,
    LetterTaken,
    PanelReplied,
    RapidReviewClosed,
    RapidReviewMet,
    RapidReviewNotified,
    RapidReviewSent,
)
from heed.reviews.models import AgencyAsked, RapidReview, Review
from heed.reviews.operations.clocks import end_clock, start_clock
from heed.reviews.queries.cases import asked_of, rapid_of, referrals_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.cases import safety_problems
from heed.reviews.types import UNDECIDED, Outcome

_KIND = "rapid review"
_CLOCKS = ("serious_incident_notification", "rapid_review", "agency_information")


@transaction.atomic
def know_of_incident(actor: Actor, *, ref: str, aware_on: date, at: datetime) -> RapidReview:
    """The council knows of a serious incident: from then on the clock runs until it has notified the Panel."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, ref)
    row = _begin(actor, review, aware_on, at)
    _record(actor, IncidentKnown(), ref, at)
    return row


@transaction.atomic
def notify_rapid_review(
    actor: Actor,
    *,
    ref: str,
    notified_on: date,
    their_reference: str,
    at: datetime,
    aware_on: date | None = None,
) -> RapidReview:
    """The council has notified the Panel of a case that was referred: the clock that ran since it knew of the incident
    stops, and the rapid review's starts. `aware_on` is given where nobody had kept before when it knew."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, ref)
    row = rapid_of(actor, review)
    if row is not None and (row.notified_on or row.closed_on):
        raise NotNow("This case has its rapid review already.")
    knew = row.aware_on if row else aware_on
    if knew is None:
        raise Invalid(
            "The days do not fit.", fields={"aware_on": "Enter when the council knew of the incident"}
        )
    problems = {}
    if notified_on < knew:
        problems["notified_on"] = "Enter the day it knew of it, or a later one"
    if notified_on > timezone.localdate(at):
        problems["notified_on"] = "That day is still to come. Enter today or a day before"
    if problems:
        raise Invalid("The days do not fit.", fields=problems)
    if row is None:
        row = _begin(actor, review, knew, at)
    mine = RapidReview.objects.visible_to(actor).filter(pk=row.pk, notified_on__isnull=True)
    theirs = their_reference.strip()[:40]
    if not mine.update(notified_on=notified_on, their_reference=theirs, version=F("version") + 1):
        raise NotNow("This case has its rapid review already.")
    end_clock(review, "serious_incident_notification", ended_on=notified_on, words="The Panel was notified")
    start_clock(review, "rapid_review", starts_on=notified_on)
    _record(actor, RapidReviewNotified(), ref, at)
    return _again(actor, review)


def _begin(actor: Actor, review: Review, aware_on: date, at: datetime) -> RapidReview:
    """The row, with a reference of its own; a case that has its review already keeps its kind and reference."""
    if rapid_of(actor, review) is not None:
        raise NotNow("This case has its rapid review already.")
    if not referrals_of(actor, review):
        raise NotNow("Put the case forward first; then the rapid review stands with it.")
    if review.incident_earliest and aware_on < review.incident_earliest:
        wrong = "The council cannot have known of it before it happened"
        raise Invalid("The days do not fit.", fields={"aware_on": wrong})
    if aware_on > timezone.localdate(at):
        wrong = "That day is still to come. Enter today or a day before"
        raise Invalid("The days do not fit.", fields={"aware_on": wrong})
    [reference] = take_references(
        partnership_id=review.partnership_id, name=f"RR-{aware_on.year}", how_many=1, width=3
    )
    row: RapidReview = RapidReview.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        aware_on=aware_on,
        reference=reference,
    )
    if review.decision != Outcome.REVIEW:
        Review.objects.visible_to(actor).filter(pk=review.pk).update(
            kind=_KIND, reference=reference, version=F("version") + 1
        )
    start_clock(review, "serious_incident_notification", starts_on=aware_on)
    return row


def _again(actor: Actor, review: Review) -> RapidReview:
    found = rapid_of(actor, review)
    assert found is not None
    return found


@transaction.atomic
def ask_agencies(actor: Actor, *, ref: str, agencies: Sequence[str], at: datetime) -> list[AgencyAsked]:
    """Ask agencies (public ids) what they know; each has a clock of its own. One that was asked stays as it is."""
    check_may(actor, Permission.RUN_REVIEWS)
    review, _ = _open(actor, ref)
    known = {each.agency_id for each in asked_of(actor, review)}
    rows = list(Agency.objects.filter(partnerships=actor.partnership_id, public_id__in=agencies))
    if len(rows) != len(set(agencies)):
        raise NotVisible
    new = [each for each in rows if each.pk not in known]
    if not new:
        raise Invalid(
            "Choose at least one agency.", fields={"agencies": "Choose an agency that was not asked yet"}
        )
    today = timezone.localdate(at)
    scope = scope_for_new_rows(review.partnership_id, ref)
    made = []
    for agency in new:
        made.append(
            AgencyAsked.objects.create(
                partnership_id=review.partnership_id,
                scope=scope,
                review=review,
                agency=agency,
                asked_on=today,
                asked_by_id=actor.person_id,
            )
        )
        start_clock(review, "agency_information", starts_on=today, agency_id=agency.pk)
    _record(actor, AgenciesAsked(how_many=len(made)), ref, at)
    return made


@transaction.atomic
def answer_for_rapid_review(
    actor: Actor, *, ref: str, safety: str, who_acted: str, acted_when: str, answer: str, at: datetime
) -> AgencyAsked:
    """Say for one's own agency what it knows, and first whether any child is unsafe now. The answer stays as given."""
    check_may(actor, Permission.ANSWER_FOR_AGENCY)
    review = find_review(actor, ref)
    row = next((each for each in asked_of(actor, review) if each.agency_id == actor.agency_id), None)
    if row is None:
        raise NotAllowed(f"{actor.agency_name} was not asked for this rapid review.")
    problems = safety_problems(safety, who_acted, acted_when)
    if not answer.strip():
        problems["answer"] = "Say what your agency knows, or that it knows nothing of the family"
    if problems:
        raise Invalid("The answer was not given yet.", fields=problems)
    claimed = AgencyAsked.objects.visible_to(actor).filter(pk=row.pk, answered_at__isnull=True)
    if not claimed.update(
        safety=safety,
        who_acted=who_acted.strip()[:300],
        acted_when=acted_when.strip()[:120],
        answer=answer.strip(),
        answered_at=at,
        answered_by=actor.person_id,
        version=F("version") + 1,
    ):
        raise NotNow(f"{actor.agency_name} has answered already.")
    end_clock(
        review,
        "agency_information",
        ended_on=timezone.localdate(at),
        words=f"{actor.agency_name} answered",
        agency_id=actor.agency_id,
    )
    _record(actor, AgencyAnswered(agency=actor.agency_name), ref, at)
    return next(each for each in asked_of(actor, review) if each.pk == row.pk)


@transaction.atomic
def keep_rapid_meeting(actor: Actor, *, ref: str, met_on: date, words: str, at: datetime) -> RapidReview:
    """The one meeting of a rapid review, and what it found."""
    review, row = _running(actor, ref)
    problems = _day_problem("met_on", met_on, row.notified_on or row.aware_on, at)
    if not words.strip():
        problems["words"] = "Write down what the meeting found"
    return _step(
        actor,
        review,
        problems,
        RapidReviewMet(),
        at,
        {"met_on__isnull": True},
        met_on=met_on,
        met_words=words.strip(),
    )


@transaction.atomic
def note_rapid_sent(actor: Actor, *, ref: str, sent_on: date, at: datetime) -> RapidReview:
    """The rapid review, with its decision, was sent to the Panel."""
    review, row = _running(actor, ref)
    if row.notified_on is None:
        raise NotNow("Keep first when the council notified the Panel.")
    if row.met_on is None or review.decision in UNDECIDED:
        raise NotNow("It is sent after its meeting, with what was decided. The decision does not stand yet.")
    problems = _day_problem("sent_on", sent_on, row.met_on, at)
    found = _step(actor, review, problems, RapidReviewSent(), at, {"sent_on__isnull": True}, sent_on=sent_on)
    end_clock(review, "rapid_review", ended_on=sent_on, words="It was sent to the Panel")
    return found


@transaction.atomic
def keep_panel_reply(
    actor: Actor, *, ref: str, replied_on: date, reply_by: str, agrees: bool, words: str, at: datetime
) -> RapidReview:
    """What the Panel replied, which of its reviewers, and whether it agrees with what was decided here."""
    review, row = _running(actor, ref)
    if row.sent_on is None:
        raise NotNow("The rapid review was not sent to the Panel yet.")
    problems = _day_problem("replied_on", replied_on, row.sent_on, at)
    if not reply_by.strip():
        problems["reply_by"] = "Enter which reviewer of the Panel replied"
    if not agrees and not words.strip():
        problems["words"] = "Write down what the Panel disagrees with"
    return _step(
        actor,
        review,
        problems,
        PanelReplied(agrees=agrees),
        at,
        {"replied_on__isnull": True},
        replied_on=replied_on,
        reply_by=reply_by.strip()[:160],
        reply_agrees=agrees,
        reply_words=words.strip(),
    )


@transaction.atomic
def close_rapid_review(actor: Actor, *, ref: str, closed_on: date, why: str, at: datetime) -> RapidReview:
    """The notification was found not to meet the criteria: the rapid review is closed, with the reasons, and its
    clocks with it. What becomes of the case is decided like any other."""
    review, row = _running(actor, ref)
    if row.sent_on is not None:
        raise NotNow("It was sent to the Panel. What was found stands in its decision.")
    problems = _day_problem("closed_on", closed_on, row.notified_on or row.aware_on, at)
    if not why.strip():
        problems["why"] = "Give the reasons; they stay with the case"
    free = {"closed_on__isnull": True}
    found = _step(
        actor, review, problems, RapidReviewClosed(), at, free, closed_on=closed_on, closed_why=why.strip()
    )
    words = "Closed: the criteria were not met"
    every = review.clocks.for_everyone(because="all clocks of a closed rapid review stop")
    for clock in every.filter(ended_on__isnull=True, key__in=_CLOCKS):
        end_clock(review, clock.key, ended_on=closed_on, words=words, agency_id=clock.agency_id)
    return found


@transaction.atomic
def note_letter_taken(actor: Actor, *, ref: str, at: datetime) -> None:
    """Somebody took the letter to the Panel away as a file."""
    check_may(actor, Permission.RUN_REVIEWS)
    find_review(actor, ref)
    record_read(actor, LetterTaken(), subject_kind="review", subject_ref=ref, at=at)


def _open(actor: Actor, ref: str) -> tuple[Review, RapidReview]:
    review = find_review(actor, ref)
    row = rapid_of(actor, review)
    if row is None:
        raise NotVisible
    if row.closed_on is not None:
        raise NotNow("This rapid review is closed.")
    return review, row


def _running(actor: Actor, ref: str) -> tuple[Review, RapidReview]:
    check_may(actor, Permission.RUN_REVIEWS)
    return _open(actor, ref)


def _day_problem(field: str, day: date, first: date, at: datetime) -> dict[str, str]:
    if first <= day <= timezone.localdate(at):
        return {}
    return {field: f"Enter a day from {first:%-d %B %Y} to today"}


def _step(
    actor: Actor,
    review: Review,
    problems: dict[str, str],
    happened: object,
    at: datetime,
    free: dict[str, bool],
    **changes: Any,
) -> RapidReview:
    """Write down one step, once."""
    if problems:
        raise Invalid("It was not written down yet.", fields=problems)
    claimed = RapidReview.objects.visible_to(actor).filter(
        review=review, **{"closed_on__isnull": True, **free}
    )
    if not claimed.update(**changes, version=F("version") + 1):
        raise NotNow("Somebody else has written this down already.")
    _record(actor, happened, review.public_id, at)
    return _again(actor, review)


def _record(actor: Actor, happened: object, ref: str, at: datetime) -> None:
    record(actor, happened, subject_kind="review", subject_ref=ref, at=at)
