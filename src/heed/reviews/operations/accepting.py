"""What those who accept a report have said makes of it, and of the review."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F
from django.utils import timezone

from heed.platform.approvals.queries import last_agreed_on
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.ui.wording import day
from heed.reviews.models import ParticipantQuestion, ReportDraft
from heed.reviews.operations.clocks import end_clock, start_clock
from heed.reviews.operations.stages import end_clocks_of, enter_stage
from heed.reviews.policies.stages import check_in_order
from heed.reviews.queries.drafts import DRAFT_CLOCK, REPORT, about_gate, is_sender_excluded
from heed.reviews.types import ReviewState


def settle_acceptance(ref: str, approved: bool, at: datetime) -> None:
    """When the last of those who accept a version has agreed, it is accepted on that day, and the review with it; when
    one of them takes that back, the review is drafted again. In the transaction of what they said."""
    rows = ReportDraft.objects.for_everyone(because="the approval was found for whoever gave it")
    draft = rows.filter(public_id=ref).select_related("review").first()
    if draft is None or approved == (draft.accepted_on is not None):
        return
    if approved:
        _accept(draft, at)
    else:
        _take_back(draft, at)


def _accept(draft: ReportDraft, at: datetime) -> None:
    review, on = draft.review, last_agreed_on(REPORT, draft.public_id)
    _check_newest(draft)
    _check_nothing_waits(draft)
    sent_on = timezone.localdate(draft.sent_at)
    if on < sent_on:
        raise Invalid(f"Version {draft.number} was sent on {day(sent_on)}: it was not accepted before that.")
    check_in_order(review, on)
    _say(draft, on, at)
    enter_stage(
        review,
        ReviewState.ACCEPTED,
        on=on,
        why=f"Version {draft.number} of its report",
        person_id=None,
        at=at,
    )
    end_clock(review, DRAFT_CLOCK, ended_on=on, words="Accepted", about=about_gate(draft))
    end_clocks_of(review, ReviewState.ACCEPTED, on)


def _take_back(draft: ReportDraft, at: datetime) -> None:
    review, today = draft.review, timezone.localdate(at)
    if review.state != ReviewState.ACCEPTED:
        raise NotNow(
            "This report was accepted, and the review has gone on since. That it was accepted stays."
        )
    _say(draft, None, None)
    why = f"The acceptance of version {draft.number} was taken back"
    enter_stage(review, ReviewState.DRAFTING, on=today, why=why, person_id=None, at=at)
    end_clock(review, "publication", ended_on=today, words=why)
    start_clock(review, DRAFT_CLOCK, starts_on=today, about=about_gate(draft))


def _check_newest(draft: ReportDraft) -> None:
    rows = ReportDraft.objects.for_everyone(because="whether another version was sent, whoever asks")
    last = rows.filter(review=draft.review_id).order_by("-number").first()
    if last is not None and last != draft:
        raise NotNow(f"Version {last.number} was sent since. That one is put to those who accept it.")


def _check_nothing_waits(draft: ReportDraft) -> None:
    """What may have come since it was put to them."""
    if is_sender_excluded(draft):
        raise NotNow("Whoever sent this version is excluded from the case now. Somebody else sends it first.")
    asked = ParticipantQuestion.objects.for_everyone(because="none may wait, whoever agrees")
    if asked.filter(participant__review=draft.review_id, answered_on__isnull=True).exists():
        raise NotNow("A question of somebody who takes part waits for its answer. It is answered first.")


def _say(draft: ReportDraft, on: date | None, at: datetime | None) -> None:
    rows = ReportDraft.objects.for_everyone(because="the approval was found for whoever gave it")
    rows.filter(pk=draft.pk).update(accepted_on=on, accepted_at=at, version=F("version") + 1)
