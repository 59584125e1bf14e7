"""Answering the first question: is any child unsafe now, who acted, when? What was said before stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.events import SafetyAnswered
from heed.reviews.models import AsksSafety, FirstQuestion, Submission
from heed.reviews.policies.safety import check_answers_safety
from heed.reviews.queries.reviews import find_review
from heed.reviews.queries.safety import CHRONOLOGY, find_question, first_answer
from heed.reviews.rules.cases import safety_mark, safety_problems
from heed.reviews.types import SAFETY


@transaction.atomic
def answer_safety(
    actor: Actor,
    *,
    ref: str,
    safety: str,
    who_acted: str,
    acted_when: str,
    at: datetime,
    seen: str | None = None,
) -> AsksSafety:
    """Answer the first question of whatever came in, or answer it anew: a "no" may become a "yes", with who acted and
    when. Its agency may, and the team. The earlier answer is kept as a revision of the review.

    `seen` marks the answer that the person saw: of two who answer, the second is told what the first said, so that no
    "yes" is written over unseen.
    """
    row: Any = find_question(actor, ref)
    check_answers_safety(actor, row.agency)
    _refuse(safety, who_acted, acted_when)
    rows = type(row).objects.visible_to(actor).filter(pk=row.pk)
    row = hold(rows.select_related("review", "agency")).get()
    if seen is not None and seen != _mark(row):
        raise NotNow(_answered(row))
    said = {"safety": safety, "who_acted": who_acted.strip()[:300], "acted_when": acted_when.strip()[:120]}
    if _mark(row) == safety_mark(*said.values()):
        return row  # type: ignore[no-any-return]
    before = ", ".join(filter(None, [SAFETY.get(row.safety, ""), row.who_acted, row.acted_when]))
    rows.update(**said, version=F("version") + 1)
    if before:
        keep_revision(
            partnership_id=row.partnership_id,
            subject_kind="review",
            subject_ref=row.review.public_id,
            field="safety",
            words=f"{row.asked_of}: {before}",
            by=actor.name,
            at=at,
        )
    happened = SafetyAnswered(answer=safety)
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    return find_question(actor, ref)


@transaction.atomic
def answer_first_question(
    actor: Actor,
    *,
    review_ref: str,
    agency_ref: str,
    about: str,
    safety: str,
    who_acted: str,
    acted_when: str,
    at: datetime,
) -> FirstQuestion:
    """Answer the first question for an agency before it gives anything: `about` is the reference of its submission, or
    "chronology". Asked once of each; another answer later is `answer_safety`."""
    review = find_review(actor, review_ref)
    agency = next((x for x in list_agencies(actor.partnership_id) if x.public_id == agency_ref), None)
    if agency is None:
        raise NotVisible
    check_answers_safety(actor, agency)
    asked = Submission.objects.visible_to(actor).filter(review=review, agency=agency, reference=about)
    if about != CHRONOLOGY and not asked.exists():
        raise NotVisible
    _refuse(safety, who_acted, acted_when)
    if first_answer(actor, review, agency_id=agency.pk, about=about) is not None:
        raise NotNow("This was answered meanwhile. Say beside it if it is not so any more.")
    try:
        with transaction.atomic():
            row: FirstQuestion = FirstQuestion.objects.create(
                partnership_id=actor.partnership_id,
                scope=scope_for_new_rows(actor.partnership_id, review.public_id),
                review=review,
                agency=agency,
                about=about,
                safety=safety,
                who_acted=who_acted.strip()[:300],
                acted_when=acted_when.strip()[:120],
                said_by_id=actor.person_id,
                said_on=timezone.localdate(at),
            )
    except IntegrityError as first:
        raise NotNow("This was answered meanwhile. Say beside it if it is not so any more.") from first
    happened = SafetyAnswered(answer=safety)
    record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)
    return row


def _refuse(safety: str, who_acted: str, acted_when: str) -> None:
    if problems := safety_problems(safety, who_acted, acted_when):
        raise Invalid("The question is still open.", fields=problems)


def _mark(row: AsksSafety) -> str:
    return safety_mark(row.safety, row.who_acted, row.acted_when)


def _answered(row: AsksSafety) -> str:
    who = f" Who acted: {row.who_acted}, {row.acted_when}." if row.who_acted else ""
    said = f"“{SAFETY[row.safety]}”." if row.safety else "nothing yet."
    return f"This was answered meanwhile: {said}{who} Load the page again; if that is not so any more, say so there."
