"""The time between agreeing and reporting: beginning, stalling, dates that move, and the review date."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.plans.events import ActionReviewed, ColourSet, MoveAsked, MoveDecided
from heed.plans.models import Action, ActionReview, DateMove
from heed.plans.operations.steps import take_step
from heed.plans.policies import check_may_decide, check_may_plan, why_not
from heed.plans.queries import hold_action, hold_move, state_before
from heed.plans.rules import check_fields, checked_reason, wrong_day
from heed.plans.types import (
    DATE_MOVED,
    DATE_STAYS,
    MAY_BEGIN,
    OPEN,
    ActionState,
    Colour,
    MoveDecision,
    ReviewOutcome,
)
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotAllowed, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.notices.operations import tell_person
from heed.platform.partnerships.models import Group


@transaction.atomic
def start_work(actor: Actor, *, ref: str, at: datetime) -> Action:
    """Work on an action has begun that is agreed, or open again."""
    row = _own(actor, ref)
    if row.state not in MAY_BEGIN:
        raise NotNow(why_not(row, ActionState.UNDER_WAY))
    return take_step(actor, action=row, to=ActionState.UNDER_WAY, at=at)


@transaction.atomic
def stall_action(
    actor: Actor, *, ref: str, reason: str, interim_measure: str, restart_on: date | None, at: datetime
) -> Action:
    """Something holds it up: why, what is done meanwhile, and when it goes on. Its date stays, and its clock runs."""
    row = _own(actor, ref)
    today = timezone.localdate(at)
    wrong = {}
    if not reason.strip():
        wrong["reason"] = "Say what holds it up"
    if not interim_measure.strip():
        wrong["interim_measure"] = "Say what is done meanwhile, or that nothing is"
    if sentence := wrong_day(restart_on, today=today, ask="Give the day on which it goes on"):
        wrong["restart_on"] = sentence
    check_fields(wrong)
    changes = {
        "stalled_on": today,
        "stalled_why": reason.strip(),
        "interim_measure": interim_measure.strip(),
        "restart_on": restart_on,
    }
    return take_step(actor, action=row, to=ActionState.STALLED, reason=reason.strip(), changes=changes, at=at)


@transaction.atomic
def restart_action(actor: Actor, *, ref: str, reason: str = "", at: datetime) -> Action:
    """It goes on, from where it was before it stalled."""
    row = _own(actor, ref)
    if row.state != ActionState.STALLED:
        raise NotNow(f"{row.reference} is not stalled.")
    return take_step(actor, action=row, to=state_before(row), reason=reason.strip(), at=at)


@transaction.atomic
def ask_for_move(actor: Actor, *, ref: str, wanted: date | None, reason: str, at: datetime) -> DateMove:
    """Ask for the date to be moved, with a reason. Until somebody else decides, the date stays."""
    row = _own(actor, ref)
    sentence = wrong_day(wanted, today=timezone.localdate(at), ask="Give the day that you ask for")
    if wanted and wanted == row.due_latest:
        sentence = "This is the date that it has. Give another day"
    wrong = {"wanted": sentence} if sentence else {}
    why = " ".join(reason.split())
    check_fields(wrong if why else wrong | {"reason": "Say why the date should move"})
    assert wanted is not None  # a missing one was refused
    take_step(actor, action=row, to=ActionState.EXTENSION_REQUESTED, reason=why, at=at)
    move = DateMove.objects.create(
        action=row,
        due_before=row.due_latest,
        wanted=wanted,
        reason=why,
        asked_by_id=actor.person_id,
        asked_at=at,
    )
    happened = MoveAsked(reference=row.reference, wanted=wanted.isoformat())
    record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
    return move


@transaction.atomic
def decide_move(actor: Actor, *, ref: str, decision: MoveDecision, reason: str, at: datetime) -> DateMove:
    """Approve a request, and the date moves; or refuse it, with a reason, and the date stays.

    Whoever asked does not decide. The first date is kept whatever is decided.
    """
    check_may_decide(actor, Permission.APPROVE_MOVE)
    move = hold_move(actor, ref)
    if move.decision != MoveDecision.WAITING:
        raise NotNow("Somebody has decided this already.")
    if move.asked_by_id == actor.person_id:
        raise NotAllowed("You asked for this yourself, so somebody else decides it.")
    if decision not in (MoveDecision.APPROVED, MoveDecision.REFUSED):
        raise Invalid("Choose what you decide.", fields={"decision": "Choose what you decide"})
    approved = decision is MoveDecision.APPROVED
    why = reason.strip() if approved else checked_reason(reason, ask="Say why the date stays")
    if approved and move.wanted < timezone.localdate(at):
        over = f"{move.wanted:%-d %B %Y} is over by now. Let the date stay, and have another day asked for"
        check_fields({"decision": over})
    row, before = move.action, state_before(move.action)
    DateMove.objects.filter(pk=move.pk).update(
        decision=decision, decided_by_id=actor.person_id, decided_at=at, decision_reason=why
    )
    moved = {"due_text": "", "due_earliest": move.wanted, "due_latest": move.wanted, "moves": F("moves") + 1}
    take_step(actor, action=row, to=before, reason=why, changes=moved if approved else {}, at=at)
    happened = MoveDecided(reference=row.reference, decision=decision)
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)
    tell_person(
        actor,
        person_id=move.asked_by_id,
        kind=DATE_MOVED if approved else DATE_STAYS,
        subject=("action", row.public_id),
        reference=row.reference,
        scope_id=row.scope_id,
        at=at,
    )
    move.refresh_from_db()
    return move


@transaction.atomic
def review_action(
    actor: Actor,
    *,
    ref: str,
    outcome: ReviewOutcome,
    reason: str,
    next_review: date | None,
    group_ref: str = "",
    at: datetime,
) -> ActionReview:
    """At its review date an unfinished action gets another review date, with a reason, or is escalated to a group.

    A date that was promised does not move by it: that is asked for.
    """
    row = _own(actor, ref)
    if row.state not in OPEN:
        raise NotNow(f"{row.reference} is not unfinished, so there is nothing to review.")
    why = checked_reason(reason, ask="Say why it is not finished")
    today = timezone.localdate(at)
    if sentence := wrong_day(next_review, today=today, ask="Give the day on which to look again"):
        check_fields({"next_review": sentence})
    group = Group.objects.filter(partnership_id=actor.partnership_id, public_id=group_ref).first()
    if outcome is ReviewOutcome.ESCALATED and group is None:
        raise Invalid("Choose the group that is told.", fields={"group": "Choose a group"})
    held = ActionReview.objects.create(
        action=row,
        due_on=row.review_on,
        outcome=outcome,
        reason=why,
        group=group if outcome is ReviewOutcome.ESCALATED else None,
        by_id=actor.person_id,
        at=at,
    )
    rows = Action.objects.visible_to(actor).filter(pk=row.pk)
    rows.update(review_on=next_review, version=F("version") + 1)
    happened = ActionReviewed(reference=row.reference, outcome=outcome)
    record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
    return held


@transaction.atomic
def set_colour(
    actor: Actor, *, ref: str, colour: Colour | None, reason: str, version: int, at: datetime
) -> Action:
    """Show an action in another colour than the rule gives it, under one's name and with a reason; None: the rule's
    colour again. `version` is the one the person saw."""
    check_may_decide(actor, Permission.OVERRIDE_COLOUR)
    row = hold_action(actor, ref)
    why = checked_reason(reason)[:300]
    before = _colour_words(row.colour, row.colour_why)
    yours = _colour_words(colour or "", why)
    taken = take_version(
        row,
        version=version,
        among=Action.objects.visible_to(actor),
        differences=lambda now: [
            Difference("colour", "Colour", _colour_words(now.colour, now.colour_why), yours, free=False)
        ],
        by=last_changed_by("action", ref),
        colour=colour or "",
        colour_why=why if colour else "",
        colour_by_id=actor.person_id if colour else None,
        colour_on=timezone.localdate(at) if colour else None,
    )
    if taken:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="action",
            subject_ref=ref,
            field="colour",
            words=before,
            by=actor.name,
            at=at,
        )
        happened = ColourSet(reference=row.reference, colour=colour or "the rule's colour")
        record(actor, happened, subject_kind="action", subject_ref=ref, at=at)
    return hold_action(actor, ref)


def _colour_words(colour: str, why: str) -> str:
    return f"{colour}: {why}" if colour else "as the rule has it"


def _own(actor: Actor, ref: str) -> Action:
    """An action that this person may say something about: of their agency, or any where they steer the plan."""
    check_may(actor, Permission.ASK_FOR_DATE)
    row = hold_action(actor, ref)
    check_may_plan(actor, row.agency)
    return row
