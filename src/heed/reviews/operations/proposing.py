"""Steps that those who decide take together, and what becomes of a review, or of who leads it, when all have agreed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
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
from heed.platform.base.errors import NotNow
from heed.platform.base.versions import hold
from heed.reviews.events import StepProposed
from heed.reviews.models import Appointment, Review, ReviewStage, StepProposal
from heed.reviews.operations.clocks import reopen_clock
from heed.reviews.operations.stages import end_clocks_of, enter_stage
from heed.reviews.policies.stages import check_in_order, check_may_be_put
from heed.reviews.queries.proposals import APPOINTMENT, STEP, proposals_of, standing_of
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.days import refuse, words_of
from heed.reviews.types import DECIDED_TOGETHER, ReviewState
from heed.reviews.types.states import NEXT

_GONE_ON = "This review has gone on since. What was decided about it stays."


@transaction.atomic
def propose_step(actor: Actor, *, ref: str, to: str, why: str, at: datetime) -> StepProposal:
    """Put forward that a report is withheld, or a review closed, with the reasons. It is put to those who decide at
    once where the actor may do that, and is so when all of them have agreed."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, ref)
    hold(Review.objects.visible_to(actor).filter(pk=review.pk)).first()
    refuse({} if to in DECIDED_TOGETHER else {"to": "Choose what is put to those who decide"})
    state = ReviewState(to)
    check_may_be_put(actor, find_review(actor, ref), state)
    for each in proposals_of(actor, review):
        view = standing_of(actor, each)
        if each.reached_on is None and (view is None or view.state == State.WAITING):
            raise NotNow("Something waits for those who decide. It is answered or withdrawn first.")
    row: StepProposal = StepProposal.objects.create(
        partnership_id=review.partnership_id,
        scope=scope_for_new_rows(review.partnership_id, review.public_id),
        review=review,
        state=state,
        why=words_of(why, field="why", needed="Give the reasons; they stay with the decision"),
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    record(actor, StepProposed(state=state.value), subject_kind="review", subject_ref=ref, at=at)
    if may_keep(actor):
        decision = DECIDED_TOGETHER[state][0]
        open_joint_approval(actor, kind=STEP, ref=row.public_id, decision=decision, at=at)
    return row


def settle_step(ref: str, approved: bool, at: datetime) -> None:
    """What those who decide have said of a step changes whether the review has taken it: in the transaction of what
    they said."""
    rows = StepProposal.objects.for_everyone(because="the approval was found for whoever gave it")
    row = rows.filter(public_id=ref).select_related("review").first()
    if row is None or approved == (row.reached_on is not None):
        return
    if approved:
        _take(row, at)
    else:
        _take_back(row, at)


def _take(row: StepProposal, at: datetime) -> None:
    review, state = row.review, ReviewState(row.state)
    if state not in NEXT[ReviewState(review.state)]:
        raise NotNow(_GONE_ON)
    on = last_agreed_on(STEP, row.public_id)
    check_in_order(review, on)
    _say(row, on)
    enter_stage(review, state, on=on, why=row.why, person_id=None, at=at)
    end_clocks_of(review, state, on)


def _take_back(row: StepProposal, at: datetime) -> None:
    review, today = row.review, timezone.localdate(at)
    if review.state != row.state:
        raise NotNow(_GONE_ON)
    stages = ReviewStage.objects.for_everyone(because="where the review was before, whoever asks")
    before = stages.filter(review=review).exclude(state=row.state).order_by("-pk").first()
    if before is None:
        raise NotNow(_GONE_ON)
    _say(row, None)
    why = "What was decided was taken back"
    enter_stage(review, ReviewState(before.state), on=today, why=why, person_id=None, at=at)
    if before.state == ReviewState.ACCEPTED:
        reopen_clock(review, "completion")
        reopen_clock(review, "publication")


def _say(row: StepProposal, on: date | None) -> None:
    rows = StepProposal.objects.for_everyone(because="the approval was found for whoever gave it")
    rows.filter(pk=row.pk).update(reached_on=on, version=F("version") + 1)


def settle_appointment(ref: str, approved: bool, at: datetime) -> None:
    """What those who decide have said of who leads a review: appointed from the day on which the last of them agreed.
    Whoever has begun stays until their part is ended."""
    rows = Appointment.objects.for_everyone(because="the approval was found for whoever gave it")
    row = rows.filter(public_id=ref).first()
    if row is None or approved == (row.agreed_on is not None):
        return
    if not approved and row.begins_on is not None:
        raise NotNow("They have begun since. End their part, with the reason.")
    if approved and row.ended_on is not None:
        raise NotNow("Their part has ended since. It is not agreed to any more.")
    on = last_agreed_on(APPOINTMENT, ref) if approved else None
    rows.filter(pk=row.pk).update(agreed_on=on, version=F("version") + 1)
