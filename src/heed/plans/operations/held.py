"""Recommended again: what was done did not hold, and the actions of then serve the recommendation of now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.learning.operations import set_threads
from heed.learning.queries import find_recommendation
from heed.plans.events import ActionAdopted, NotHeldSaid, NotHeldTakenBack
from heed.plans.models import NotHeld
from heed.plans.operations.steps import take_step
from heed.plans.operations.threads import deliveries_of
from heed.plans.policies import check_may_decide
from heed.plans.queries import check_one_case, hold_action, standing_of
from heed.plans.rules import checked_reason
from heed.plans.types import GONE, REPORTED_OR_FURTHER, ActionState
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow


@transaction.atomic
def say_not_held(
    actor: Actor, *, recommendation_ref: str, repeated_by: str, reason: str, at: datetime
) -> NotHeld:
    """What was done for a recommendation did not hold, as a later one says the same: it is not embedded, and open
    again. Saying it once more of the same two keeps what was said first beside it."""
    check_may_decide(actor, Permission.JUDGE_LESSONS)
    row, later = find_recommendation(actor, recommendation_ref), find_recommendation(actor, repeated_by)
    why = checked_reason(reason, ask="Say why the earlier action did not hold")
    NotHeld.objects.filter(recommendation=row, repeated_by=later, taken_back_at=None).update(taken_back_at=at)
    standing = standing_of(actor)
    made = NotHeld.objects.create(
        recommendation=row,
        repeated_by=later,
        reason=why,
        at=at,
        by_id=actor.person_id,
        membership_id=standing.membership_id,
        post=standing.post,
        agency=standing.agency,
        employer=standing.employer,
    )
    set_threads(actor, deliveries=deliveries_of([row.pk]))
    happened = NotHeldSaid(reference=row.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)
    return made


@transaction.atomic
def take_back_not_held(actor: Actor, *, recommendation_ref: str, repeated_by: str, at: datetime) -> bool:
    """The later one does not say the same after all: the recommendation stands where its actions have brought it.
    What was said stays to be read. False where nothing was said."""
    check_may_decide(actor, Permission.JUDGE_LESSONS)
    row, later = find_recommendation(actor, recommendation_ref), find_recommendation(actor, repeated_by)
    said = NotHeld.objects.filter(recommendation=row, repeated_by=later, taken_back_at=None)
    if not said.update(taken_back_at=at):
        return False
    set_threads(actor, deliveries=deliveries_of([row.pk]))
    happened = NotHeldTakenBack(reference=row.reference)
    record(actor, happened, subject_kind="recommendation", subject_ref=row.public_id, at=at)
    return True


@transaction.atomic
def adopt_actions(
    actor: Actor, *, recommendation_ref: str, action_refs: Sequence[str], reason: str, at: datetime
) -> int:
    """Actions of an earlier recommendation serve this one as well, instead of new ones that say the same. What was
    reported complete is open again: it is to be shown anew. All of one case. Returns how many."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    row = find_recommendation(actor, recommendation_ref)
    why = checked_reason(reason, ask="Say why these actions are taken up again")
    for ref in dict.fromkeys(action_refs):
        action = hold_action(actor, ref)
        check_one_case(row.scope_id, [action])
        state = ActionState(action.state)
        if state in GONE:
            raise NotNow(f"{action.reference} is not in the plan any more, so nothing can be built on it.")
        action.recommendations.add(row)
        happened = ActionAdopted(reference=action.reference, recommendation=row.reference)
        record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
        if state in REPORTED_OR_FURTHER:
            to = ActionState.UNDER_WAY if state is ActionState.REPORTED else ActionState.RE_OPENED
            take_step(actor, action=action, to=to, reason=why, at=at)
    set_threads(actor, deliveries=deliveries_of([row.pk]))
    return len(set(action_refs))
