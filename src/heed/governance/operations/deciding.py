"""What a group decides about an action, minuted on the action in one go: the plan's own operation does it, and the
decision is kept with its meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.governance.events import DecisionKept
from heed.governance.models import Decision, Meeting
from heed.governance.operations.minuting import deciding_meeting, keep_decision
from heed.governance.queries.groups import meeting_rules, quorum_of
from heed.governance.queries.meetings import agenda_of, attendance_of, seats_of
from heed.governance.rules import lacks_for_quorum
from heed.governance.types import DecisionKind
from heed.kit.dates import months_after
from heed.plans.operations import close_action, decide_move, review_action, send_back, verify_action
from heed.plans.queries import evidence_of_action, find_action
from heed.plans.types import MoveDecision, ReviewOutcome
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow


@transaction.atomic
def decide_action(
    actor: Actor, *, ref: str, action: str, kind: DecisionKind, reason: str, at: datetime
) -> Decision:
    """Verify it, send it back, let its date move or stay, close it or escalate it, by the group in this meeting.

    Whoever minutes must be somebody who may do it: the plan asks who is employed where. Verifying takes the evidence
    that was given with the action, and the period that it proves.
    """
    meeting = deciding_meeting(actor, ref=ref, at=at)
    row = find_action(actor, action)
    if kind is not DecisionKind.CLOSE and not reason.strip():
        raise Invalid("Give the reason.", fields={"reason": "Give the reason"})
    _carry_out(actor, meeting, row, kind, reason, at)
    point = next((each for each in agenda_of(actor, meeting) if each.part == "actions"), None)
    made = keep_decision(
        actor,
        meeting=meeting,
        item=point,
        kind=kind,
        title=row.text,
        reason=reason,
        review=row.review,
        action=row,
        at=at,
    )
    happened = DecisionKept(reference=made.reference, kind=kind.value)
    record(actor, happened, subject_kind="meeting", subject_ref=ref, at=at)
    return made


def _carry_out(
    actor: Actor, meeting: Meeting, row: Any, kind: DecisionKind, reason: str, at: datetime
) -> None:
    if kind is DecisionKind.VERIFY:
        _verify(actor, row, reason, at)
    elif kind is DecisionKind.SEND_BACK:
        send_back(actor, ref=row.public_id, reason=reason, at=at)
    elif kind in (DecisionKind.ALLOW_MOVE, DecisionKind.REFUSE_MOVE):
        _decide_move(actor, row, kind, reason, at)
    elif kind is DecisionKind.CLOSE:
        _check_closing(actor, meeting)
        _check_quorate(meeting)
        close_action(actor, ref=row.public_id, group=meeting.group.name, on=meeting.held_on, at=at)
    elif kind is DecisionKind.ESCALATE:
        _escalate(actor, meeting, row, reason, at)
    else:
        raise Invalid("Choose what was decided.", fields={"kind": "Choose what was decided"})


def _verify(actor: Actor, row: Any, reason: str, at: datetime) -> None:
    today = timezone.localdate(at)
    every = evidence_of_action(actor, row.pk)
    given = [
        each for each in every if not each.contrary and (each.expires_on is None or each.expires_on >= today)
    ]
    if not given:
        raise NotNow(f"No evidence was given for {row.reference}, so there is nothing to verify it by.")
    begins = [each.period_from for each in given if each.period_from]
    ends = [each.period_to for each in given if each.period_to]
    verify_action(
        actor,
        ref=row.public_id,
        period_from=min(begins, default=None),
        period_to=max(ends, default=None),
        evidence=[each.public_id for each in given],
        note=reason,
        at=at,
    )


def _decide_move(actor: Actor, row: Any, kind: DecisionKind, reason: str, at: datetime) -> None:
    waiting = row.date_moves.filter(decision=MoveDecision.WAITING).first()
    if waiting is None:
        raise NotNow(f"Nobody asks for another date for {row.reference}.")
    allowed = kind is DecisionKind.ALLOW_MOVE
    decision = MoveDecision.APPROVED if allowed else MoveDecision.REFUSED
    decide_move(actor, ref=waiting.public_id, decision=decision, reason=reason, at=at)


def _check_closing(actor: Actor, meeting: Meeting) -> None:
    """By a group of a kind that the partnership's rule names."""
    kinds = meeting_rules(actor, on=meeting.held_on)["close_in_groups"]
    if kinds and meeting.group.kind not in kinds:
        raise NotNow(f"{meeting.group.name} closes no actions. The rule names which groups do.")


def _check_quorate(meeting: Meeting) -> None:
    """Closing is the one decision that nobody takes again afterwards, so it waits for a meeting that counts."""
    lacks = lacks_for_quorum(quorum_of(meeting), seats_of(attendance_of(meeting)))
    if lacks:
        raise NotNow(
            f"The meeting is not quorate, so it closes nothing: there lacks {', '.join(lacks)}. "
            "Say first who came; or leave it for the next meeting."
        )


def _escalate(actor: Actor, meeting: Meeting, row: Any, reason: str, at: datetime) -> None:
    above = meeting.group.reports_to
    if above is None:
        raise NotNow(f"{meeting.group.name} reports to no group, so there is nobody to escalate to.")
    review_action(
        actor,
        ref=row.public_id,
        outcome=ReviewOutcome.ESCALATED,
        reason=reason,
        next_review=_look_again(timezone.localdate(at)),
        group_ref=above.public_id,
        at=at,
    )


def _look_again(today: date) -> date:
    """In three months, on a weekday."""
    day = months_after(today, 3)
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
