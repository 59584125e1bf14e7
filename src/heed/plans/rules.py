"""How what a document says becomes an action's kind and state. Nothing read is ever verified by being read."""

from __future__ import annotations

from collections.abc import Iterable

from heed.learning.types import Delivery
from heed.plans.types import ActionKind, ActionState

_AS_STATED: dict[str, tuple[ActionKind, ActionState]] = {
    "planned": (ActionKind.ONE_OFF, ActionState.IN_PRINCIPLE),
    "taken": (ActionKind.ONE_OFF, ActionState.REPORTED),
    "in_place": (ActionKind.STANDING, ActionState.REPORTED),
    "stalled": (ActionKind.ONE_OFF, ActionState.STALLED),
}

_FIRM = frozenset({ActionState.REPORTED})


def state_as_stated(stated: str) -> tuple[ActionKind, ActionState]:
    """From taken, in_place, planned or stalled; `KeyError` for any other word."""
    return _AS_STATED[stated]


def count_delivery(actions: Iterable[tuple[str, str]]) -> Delivery:
    """A recommendation's actions, as (kind, state), counted for its thread."""
    states = [ActionState(state) for _, state in actions]
    return Delivery(
        actions=len(states),
        firm=sum(state in _FIRM for state in states),
        reported=sum(state is ActionState.REPORTED for state in states),
    )
