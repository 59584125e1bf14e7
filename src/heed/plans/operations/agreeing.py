"""Agreeing what was proposed: at once, or in principle with a day for the details; and ending it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.learning.operations import set_threads
from heed.plans.events import ActionClosed, ActionJoined
from heed.plans.models import Action
from heed.plans.operations.agreed import say_whether_it_may_rest
from heed.plans.operations.steps import take_step
from heed.plans.operations.threads import deliveries_of
from heed.plans.policies import check_may_decide, check_may_rest
from heed.plans.queries import can_be_closed, check_one_case, hold_action
from heed.plans.queries.planned import what_it_lacks
from heed.plans.rules import check_fields, checked_reason, listed, wrong_day
from heed.plans.types import ActionState
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow


@transaction.atomic
def agree_in_principle(
    actor: Actor, *, ref: str, details_due: date | None, reason: str, at: datetime
) -> Action:
    """The group wants this; who, by when and how it will be known are to be given by a day."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    row = hold_action(actor, ref)
    today = timezone.localdate(at)
    if sentence := wrong_day(details_due, today=today, ask="Give a day for the details"):
        check_fields({"details_due": sentence})
    _agree_that_it_rests(actor, row, at)
    changes = {"details_due": details_due}
    return take_step(
        actor, action=row, to=ActionState.IN_PRINCIPLE, reason=reason.strip(), changes=changes, at=at
    )


@transaction.atomic
def agree_action(actor: Actor, *, ref: str, reason: str = "", at: datetime) -> Action:
    """Agree an action: refused while owner, date or measure is missing, in a sentence that says which. One that may
    rest once its own agency has assured it is agreed by somebody of another employer."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    row = hold_action(actor, ref)
    if missing := what_it_lacks(row):
        raise NotNow(
            f"Not agreed: {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing. "
            "Give the details, or agree it in principle with a day for them."
        )
    _agree_that_it_rests(actor, row, at)
    changes = {"details_due": None, "first_due": row.first_due or row.due_latest}
    return take_step(actor, action=row, to=ActionState.AGREED, reason=reason.strip(), changes=changes, at=at)


def _agree_that_it_rests(actor: Actor, row: Action, at: datetime) -> None:
    """What is of one agency alone is agreed by somebody of another; in principle too, for it can be reported then."""
    if row.single_agency:
        check_may_rest(actor, row.agency_id, at=at)
        say_whether_it_may_rest(actor, row=row, rests=True, at=at)


@transaction.atomic
def withdraw_action(actor: Actor, *, ref: str, reason: str, at: datetime) -> Action:
    """It will not be done: it stays to be read, with the reason, and counts for nothing."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    why = checked_reason(reason, ask="Say why it will not be done")
    return take_step(actor, action=hold_action(actor, ref), to=ActionState.WITHDRAWN, reason=why, at=at)


@transaction.atomic
def reopen_action(actor: Actor, *, ref: str, reason: str, at: datetime) -> Action:
    """What was closed, withdrawn or joined with another is to be done again."""
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    why = checked_reason(reason, ask="Say why it is open again")
    row = hold_action(actor, ref)
    return take_step(
        actor, action=row, to=ActionState.RE_OPENED, reason=why, changes={"joined_into": ""}, at=at
    )


@transaction.atomic
def close_action(actor: Actor, *, ref: str, group: str, on: date, at: datetime) -> Action:
    """A group decided that what was verified is closed, once; the room of meetings asks whether it may. It stays so
    until the action is open again."""
    row = hold_action(actor, ref)
    if not can_be_closed(row):
        raise NotNow(f"{row.reference} is not verified, or is closed already. Only what was verified closes.")
    rows = Action.objects.visible_to(actor).filter(pk=row.pk)
    rows.update(closed_on=on, closed_by=group[:160], version=F("version") + 1)
    record(actor, ActionClosed(reference=row.reference), subject_kind="action", subject_ref=ref, at=at)
    row.refresh_from_db(from_queryset=Action.objects.visible_to(actor))
    return row


@transaction.atomic
def join_actions(actor: Actor, *, ref: str, into_ref: str, at: datetime) -> Action:
    """Two that say the same become one: `into_ref` stands for both, and serves what either served.

    The first stays to be read as superseded. Both stand in one case: nobody learns of another by it.
    """
    check_may_decide(actor, Permission.AGREE_ACTIONS)
    if ref == into_ref:
        raise Invalid("Choose another action to join it with.", fields={"into": "Choose another action"})
    row, kept = hold_action(actor, ref), hold_action(actor, into_ref)
    check_one_case(kept.scope_id, [row])
    if kept.state in (ActionState.WITHDRAWN, ActionState.SUPERSEDED):
        raise NotNow(f"{kept.reference} is not in the plan any more, so nothing can be joined into it.")
    kept.recommendations.add(
        *row.recommendations.through.objects.filter(action=row).values_list("recommendation_id", flat=True)
    )
    kept.parts.add(
        *row.parts.through.objects.filter(action=row).values_list("recommendationpart_id", flat=True)
    )
    reason = f"Says the same as {kept.reference}"
    take_step(
        actor,
        action=row,
        to=ActionState.SUPERSEDED,
        reason=reason,
        changes={"joined_into": kept.public_id},
        at=at,
    )
    served = kept.recommendations.through.objects.filter(action=kept)
    set_threads(actor, deliveries=deliveries_of(served.values_list("recommendation_id", flat=True)))
    happened = ActionJoined(reference=row.reference, kept=kept.reference)
    record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
    return kept
