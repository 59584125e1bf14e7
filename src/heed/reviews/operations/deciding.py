"""Recommending what is decided about a case, and what becomes of it when those who decide have all said so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.policies import may_keep
from heed.platform.approvals.queries import last_agreed_on
from heed.platform.approvals.types import State
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import hold
from heed.reviews.events import CaseRecommended
from heed.reviews.models import CaseDecision, Review
from heed.reviews.operations.clocks import end_clock, reopen_clock, start_clock
from heed.reviews.operations.stages import enter_stage
from heed.reviews.policies.stages import check_in_order, check_not_held
from heed.reviews.queries.cases import (
    DECISION,
    approval_of,
    criteria_for,
    decisions_of,
    rapid_of,
    referrals_of,
)
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.cases import Criteria
from heed.reviews.types import OUTCOMES, REVIEW_KINDS, UNDECIDED, Outcome, ReviewState, reference_prefix

_OPEN = (ReviewState.REFERRED, ReviewState.DECIDED, ReviewState.COMMISSIONED)
"""While a review is in one of these, what is decided about it may change."""


@transaction.atomic
def recommend_decision(
    actor: Actor,
    *,
    ref: str,
    outcome: str,
    review_kind: str,
    reasons: str,
    criteria: Mapping[str, bool],
    dissent: str,
    waits_for: str,
    look_again_on: date | None,
    at: datetime,
) -> CaseDecision:
    """Recommend a decision with its criteria and reasons. It is put to those who decide at once where the actor may do
    that, and stands when all of them have agreed; whoever recommends is never one of them.

    A case that was decided can be recommended for another decision: the earlier one stays to be read.
    """
    check_may(actor, Permission.RECOMMEND_DECISIONS)
    review = find_review(actor, ref)
    hold(Review.objects.visible_to(actor).filter(pk=review.pk)).first()
    _check_open(actor, review)
    if outcome != Outcome.DEFER:
        check_not_held(actor, review, "decision")
    today = timezone.localdate(at)
    asked = criteria_for(today)
    problems = _problems(outcome, review_kind, reasons, asked, criteria, waits_for, look_again_on, today)
    if problems:
        raise Invalid("The recommendation was not made yet.", fields=problems)
    deferred = outcome == Outcome.DEFER
    every = CaseDecision.objects.visible_to(actor).filter(review=review)
    row: CaseDecision = CaseDecision.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        number=(every.aggregate(last=Max("number"))["last"] or 0) + 1,
        outcome=outcome,
        review_kind=review_kind if outcome == Outcome.REVIEW else "",
        reasons=reasons.strip(),
        criteria=[
            {"key": key, "question": words, "met": bool(criteria[key])}
            for key, words in asked.questions.items()
        ],
        dissent=dissent.strip(),
        waits_for=" ".join(waits_for.split())[:300] if deferred else "",
        look_again_on=look_again_on if deferred else None,
        guidance=f"{asked.name} ({asked.source})"[:200],
        recommended_by_id=actor.person_id,
        recommended_at=at,
    )
    record(actor, CaseRecommended(outcome=outcome), subject_kind="review", subject_ref=ref, at=at)
    if may_keep(actor):
        open_joint_approval(actor, kind=DECISION, ref=row.public_id, decision="hold_review", at=at)
    return row


def _check_open(actor: Actor, review: Review) -> None:
    if review.state not in _OPEN:
        raise NotNow("This review is under way or over. What was decided about it stays.")
    if not referrals_of(actor, review) and rapid_of(actor, review) is None:
        raise NotNow("Nobody has put this case forward.")
    for each in decisions_of(actor, review):
        view = approval_of(actor, each)
        if each.stands_from is None and (view is None or view.state == State.WAITING):
            raise NotNow("A recommendation waits for those who decide. It is answered or withdrawn first.")


def _problems(
    outcome: str,
    review_kind: str,
    reasons: str,
    asked: Criteria,
    criteria: Mapping[str, bool],
    waits_for: str,
    look_again_on: date | None,
    today: date,
) -> dict[str, str]:
    problems = {f"criterion_{key}": "Say yes or no" for key in asked.questions if criteria.get(key) is None}
    if outcome not in OUTCOMES:
        problems["outcome"] = "Choose what you recommend"
    if outcome == Outcome.REVIEW and review_kind not in REVIEW_KINDS:
        problems["review_kind"] = "Choose which kind of review"
    if not reasons.strip():
        problems["reasons"] = "Give the reasons; they stay with the decision"
    if outcome == Outcome.DEFER and not waits_for.strip():
        problems["waits_for"] = "Say what the decision waits for"
    if outcome == Outcome.DEFER and (look_again_on is None or look_again_on <= today):
        problems["look_again_on"] = "Enter the day to look again, after today"
    return problems


def settle_decision(ref: str, approved: bool, at: datetime) -> None:
    """What those who decide have said of a recommendation changes whether it stands, and with it the case: in the
    transaction of what they said."""
    rows = CaseDecision.objects.for_everyone(because="the approval was found for whoever gave it")
    row = rows.filter(public_id=ref).select_related("review").first()
    if row is None or approved == (row.stands_from is not None):
        return
    if row.review.state not in _OPEN:
        raise NotNow("This review has gone on since. What was decided about it stays.")
    if approved:
        check_in_order(row.review, last_agreed_on(DECISION, ref))
    rows.filter(pk=row.pk).update(stands_from=at if approved else None, version=F("version") + 1)
    _apply(row.review, at, approved=approved)


def _apply(review: Review, at: datetime, *, approved: bool) -> None:
    """The case is as the newest decision that stands says: from its day, or from today where another is taken back."""
    rows = CaseDecision.objects.for_everyone(because="what stands decided, whoever asks")
    standing = (
        rows.filter(review=review, stands_from__isnull=False).order_by("-stands_from", "-number").first()
    )
    outcome = standing.outcome if standing else ""
    on = last_agreed_on(DECISION, standing.public_id) if standing else timezone.localdate(at)
    changes: dict[str, object] = {
        "decision": outcome,
        "look_again_on": standing.look_again_on if standing else None,
    }
    if standing and outcome == Outcome.REVIEW:
        changes |= _as_review(review, standing.review_kind, on)
    every = Review.objects.for_everyone(because="the approval was found for whoever gave it")
    every.filter(pk=review.pk).update(**changes, version=F("version") + 1)
    state = ReviewState.DECIDED if standing else ReviewState.REFERRED
    words = OUTCOMES[outcome] if outcome else "No decision stands any more"
    reached_on = on if approved else timezone.localdate(at)
    enter_stage(review, state, on=reached_on, why=words, person_id=None, at=at)
    _clocks(review, outcome, words, on)


def _as_review(review: Review, kind: str, on: date) -> dict[str, object]:
    """Its kind, and a reference that says the kind, where it has none yet."""
    prefix = f"{reference_prefix(kind)}-{on.year}"
    if review.reference.rpartition("-")[0].rpartition("-")[0] == reference_prefix(kind):
        return {"kind": kind}
    [reference] = take_references(partnership_id=review.partnership_id, name=prefix, how_many=1, width=3)
    return {"kind": kind, "reference": reference}


def _clocks(review: Review, outcome: str, words: str, on: date) -> None:
    """A decision that stands ends the wait for one; where none does any more, the case waits as it did before."""
    if outcome not in UNDECIDED:
        end_clock(review, "decision", ended_on=on, words=words)
    else:
        reopen_clock(review, "decision")
    if outcome == Outcome.REVIEW:
        start_clock(review, "completion", starts_on=on)
    else:
        end_clock(review, "completion", ended_on=on, words=words)
