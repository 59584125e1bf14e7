"""The one way in which an action goes from a state to another: by the table, in a row of its own, with an event; and
back again where that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.plans.events import ActionMovedOn
from heed.plans.models import Action, ActionStep, DateMove
from heed.plans.operations.threads import refresh_threads
from heed.plans.policies import why_not
from heed.plans.rules import STATE_WORDS, may_go
from heed.plans.types import VERIFIED_OR_FURTHER, ActionState, MoveDecision
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow


@transaction.atomic
def take_step(
    actor: Actor,
    *,
    action: Action,
    to: ActionState,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
) -> Action:
    """Move an action on, with `changes` to its fields, and write the threads that it serves.

    The action was held (`queries.hold_action`), so that of two people the second finds what the first did, and is
    told by whom.
    """
    was = ActionState(action.state)
    if not may_go(was, to):
        raise NotNow(why_not(action, to))
    changed = {
        **(_NOT_STALLED if was is ActionState.STALLED else {}),
        **(_NOT_CLOSED if to not in VERIFIED_OR_FURTHER else {}),
        **(changes or {}),
    }
    return _go(actor, action, to, at, reason, changed)


@transaction.atomic
def take_step_back(
    actor: Actor,
    *,
    action: Action,
    step: ActionStep,
    to: ActionState,
    at: datetime,
    changes: Mapping[str, Any],
) -> Action:
    """Put an action back to where it was before `step`, which was a mistake: both stay to be read.

    Only its last step can be taken back: where anybody has moved the action on since, `NotNow` says where it is.
    """
    last = action.steps.select_related("by").last()
    if last is None or last.pk != step.pk:
        raise NotNow(f"{action.reference} went on since: it is {STATE_WORDS[ActionState(action.state)]} now.")
    return _go(actor, action, to, at, _TAKEN_BACK, changes)


_TAKEN_BACK = "The step before was taken by mistake, and is undone."


def _go(
    actor: Actor, action: Action, to: ActionState, at: datetime, reason: str, changes: Mapping[str, Any]
) -> Action:
    was = ActionState(action.state)
    rows = Action.objects.visible_to(actor).filter(pk=action.pk, state=was)
    rows.update(state=to, version=F("version") + 1, **changes)
    if was is ActionState.EXTENSION_REQUESTED:
        waiting = DateMove.objects.filter(action=action, decision=MoveDecision.WAITING)
        waiting.update(decision=MoveDecision.LAPSED, decided_at=at)
    ActionStep.objects.create(
        action=action, from_state=was, to_state=to, at=at, by_id=actor.person_id, reason=reason
    )
    happened = ActionMovedOn(reference=action.reference, was=was, now=to)
    record(actor, happened, subject_kind="action", subject_ref=action.public_id, at=at)
    refresh_threads(actor, action_ids=[action.pk])
    action.refresh_from_db(from_queryset=Action.objects.visible_to(actor))
    return action


_NOT_STALLED = {"stalled_on": None, "stalled_why": "", "interim_measure": "", "restart_on": None}
_NOT_CLOSED = {"closed_on": None, "closed_by": ""}
