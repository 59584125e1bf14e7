"""Asking agencies for their submissions, reminding them, and taking a request back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Agency
from heed.platform.partnerships.queries import agency_now, list_agencies
from heed.platform.ui.wording import day
from heed.platform.ui.wording import words as listed
from heed.reviews.events.submissions import (
    SubmissionAsked,
    SubmissionChased,
    SubmissionDayMoved,
    SubmissionNotAskedAnyMore,
)
from heed.reviews.models import Submission, SubmissionChase
from heed.reviews.operations.clocks import end_clock, start_clock
from heed.reviews.policies.stages import check_not_held
from heed.reviews.policies.submissions import check_is_asked
from heed.reviews.queries import find_review
from heed.reviews.queries.submissions import RETURN, find_submission, submission_rules
from heed.reviews.rules.days import coming_day, words_of
from heed.reviews.types.submissions import SubmissionKind, SubmissionState


@transaction.atomic
def ask_for_submissions(
    actor: Actor,
    *,
    review_ref: str,
    kind: str,
    agencies: Sequence[str],
    questions: Sequence[str],
    words: str,
    due_on: date | None,
    at: datetime,
) -> list[Submission]:
    """Ask each of these agencies for its submission by the day, with the sections of its kind and these questions. An
    agency that ended is asked through what came after it; one that is asked for the same already is not asked twice.
    """
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    check_not_held(actor, review, "submissions")
    chosen = submission_rules().kinds.get(kind)
    if chosen is None:
        raise Invalid("Choose what to ask for.", fields={"kind": "Choose what to ask for"})
    due = coming_day(due_on, today=timezone.localdate(at), field="due_on", what="the day it is to come by")
    put = [each.strip() for each in questions if each.strip()]
    made = []
    for named, agency in _asked(actor, agencies, chosen):
        rows = Submission.objects.visible_to(actor).filter(review=review, agency=agency, kind=kind)
        if rows.exclude(state=SubmissionState.WITHDRAWN).exists():
            continue
        [reference] = take_references(partnership_id=actor.partnership_id, name="SUB", how_many=1)
        row = Submission.objects.create(
            partnership_id=actor.partnership_id,
            scope=scope_for_new_rows(actor.partnership_id, review.public_id),
            reference=reference,
            review=review,
            agency=agency,
            asked_as=named.name,
            kind=kind,
            sections=[{"key": each.key, "title": each.title, "ask": each.ask} for each in chosen.sections],
            questions=put,
            words=words.strip(),
            asked_at=at,
            asked_by_id=actor.person_id,
            due_on=due,
        )
        start_clock(review, RETURN, starts_on=timezone.localdate(at), agency_id=agency.pk, about=reference)
        _record(actor, SubmissionAsked(reference=reference, agency=agency.public_id, kind=kind), row, at)
        made.append(row)
    if not made:
        raise NotNow("Each of these agencies is asked for this already. Remind it, or give it another day.")
    return made


def _asked(actor: Actor, refs: Sequence[str], kind: SubmissionKind) -> list[tuple[Agency, Agency]]:
    """Each agency as it was named, and whoever answers for it now; refused where this kind is not theirs to give."""
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    if not refs or set(refs) - set(known):
        raise Invalid("Choose at least one agency.", fields={"agencies": "Choose at least one agency"})
    found = []
    for ref in dict.fromkeys(refs):
        now = agency_now(known[ref])
        if now is None:
            raise NotNow(
                f"{known[ref]} has ended, and nothing is said to have come after it. Say what did first."
            )
        found.append((known[ref], now))
    if kind.only and (others := [str(now) for _, now in found if now.kind not in kind.only]):
        wrong = f"{kind.name}: not asked of {listed(others)}, which is no health body"
        raise Invalid(f"{wrong}.", fields={"agencies": wrong})
    return found


@transaction.atomic
def chase_submission(actor: Actor, *, ref: str, whom: str, words: str, at: datetime) -> SubmissionChase:
    """Write down that the agency was reminded, and who there was told."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_submission(actor, ref)
    check_is_asked(row)
    told = words_of(whom, field="whom", needed="Enter who was told", most=300)
    made = SubmissionChase.objects.create(
        submission=row, chased_at=at, chased_by_id=actor.person_id, whom=told, words=words.strip()
    )
    _record(actor, SubmissionChased(reference=row.reference), row, at)
    return made


@transaction.atomic
def move_submission_day(
    actor: Actor, *, ref: str, due_on: date | None, reason: str, version: int, at: datetime
) -> Submission:
    """Give the agency another day. The earlier one stays in the history, with the reason for this one."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_submission(actor, ref)
    check_is_asked(row)
    due = coming_day(due_on, today=timezone.localdate(at), field="due_on", what="the day it is to come by")
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    taken = take_version(
        row,
        version=version,
        among=Submission.objects.visible_to(actor),
        differences=lambda now: [Difference("due_on", "To come by", day(now.due_on), day(due), free=False)],
        by=last_changed_by("submission", ref),
        due_on=due,
    )
    if taken:
        keep_revision(
            partnership_id=row.partnership_id,
            subject_kind="submission",
            subject_ref=ref,
            field="due_on",
            words=f"{day(row.due_on)}; moved because: {why}",
            by=actor.name,
            at=at,
        )
        _record(actor, SubmissionDayMoved(reference=row.reference), row, at)
    return find_submission(actor, ref)


@transaction.atomic
def withdraw_submission(actor: Actor, *, ref: str, reason: str, at: datetime) -> Submission:
    """Ask no more: the wrong agency was asked, or it knew nobody. The request stays, with the reason."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_submission(actor, ref)
    check_is_asked(row)
    why = words_of(reason, field="reason", needed="Enter the reason", most=300)
    waiting = Submission.objects.visible_to(actor).filter(pk=row.pk, state=SubmissionState.ASKED)
    taken = waiting.update(
        state=SubmissionState.WITHDRAWN,
        withdrawn_why=why,
        withdrawn_at=at,
        withdrawn_by_id=actor.person_id,
        version=F("version") + 1,
    )
    if not taken:
        check_is_asked(find_submission(actor, ref))
    end_clock(
        row.review,
        RETURN,
        ended_on=timezone.localdate(at),
        words="It is not asked any more",
        agency_id=row.agency_id,
        about=row.reference,
    )
    _record(actor, SubmissionNotAskedAnyMore(reference=row.reference), row, at)
    return find_submission(actor, ref)


def _record(actor: Actor, happened: object, row: Submission, at: datetime) -> None:
    record(actor, happened, subject_kind="submission", subject_ref=row.public_id, at=at)
