"""Where an action may go from where it is, and where it begins when a document states it."""

from __future__ import annotations

from heed.plans.rules.saying import what_is_missing
from heed.plans.types import ActionKind, ActionState, BroughtAction, SaidElsewhere

_STOPPED = frozenset({ActionState.WITHDRAWN, ActionState.SUPERSEDED})
_AT_WORK = _STOPPED | {ActionState.EXTENSION_REQUESTED, ActionState.STALLED, ActionState.REPORTED}

TRANSITIONS: dict[ActionState, frozenset[ActionState]] = {
    ActionState.PROPOSED: _STOPPED | {ActionState.IN_PRINCIPLE, ActionState.AGREED},
    ActionState.IN_PRINCIPLE: _STOPPED | {ActionState.AGREED, ActionState.STALLED, ActionState.REPORTED},
    ActionState.AGREED: _AT_WORK | {ActionState.UNDER_WAY},
    ActionState.UNDER_WAY: _AT_WORK,
    ActionState.EXTENSION_REQUESTED: _STOPPED
    | {
        ActionState.AGREED,
        ActionState.UNDER_WAY,
        ActionState.RE_OPENED,
        ActionState.REPORTED,
    },
    ActionState.STALLED: _STOPPED
    | {
        ActionState.IN_PRINCIPLE,
        ActionState.AGREED,
        ActionState.UNDER_WAY,
        ActionState.RE_OPENED,
        ActionState.REPORTED,
    },
    ActionState.RE_OPENED: _AT_WORK | {ActionState.AGREED, ActionState.UNDER_WAY},
    ActionState.REPORTED: _STOPPED | {ActionState.ASSURED, ActionState.VERIFIED, ActionState.UNDER_WAY},
    ActionState.ASSURED: _STOPPED | {ActionState.VERIFIED, ActionState.UNDER_WAY, ActionState.RE_OPENED},
    ActionState.VERIFIED: frozenset({ActionState.EMBEDDED, ActionState.RE_OPENED, ActionState.SUPERSEDED}),
    ActionState.EMBEDDED: frozenset({ActionState.RE_OPENED, ActionState.SUPERSEDED}),
    ActionState.CLOSED_ELSEWHERE: _STOPPED
    | {ActionState.REPORTED, ActionState.VERIFIED, ActionState.RE_OPENED},
    ActionState.WITHDRAWN: frozenset({ActionState.RE_OPENED}),
    ActionState.SUPERSEDED: frozenset({ActionState.RE_OPENED}),
}
"""The whole life of an action. Sending back leads to under way; a failed check to re-opened; a decided request
for another date, and a restart, to where the action was before."""

_AS_STATED: dict[str, tuple[ActionKind, ActionState]] = {
    "planned": (ActionKind.ONE_OFF, ActionState.IN_PRINCIPLE),
    "taken": (ActionKind.ONE_OFF, ActionState.REPORTED),
    "in_place": (ActionKind.STANDING, ActionState.REPORTED),
    "stalled": (ActionKind.ONE_OFF, ActionState.STALLED),
}


def may_go(state: ActionState, to: ActionState) -> bool:
    """Whether an action in this state may become `to`."""
    return to in TRANSITIONS[state]


def state_as_stated(stated: str) -> tuple[ActionKind, ActionState]:
    """From taken, in_place, planned or stalled; `KeyError` for any other word. Nothing read is ever verified by
    being read."""
    return _AS_STATED[stated]


_AS_SAID_ELSEWHERE = {
    SaidElsewhere.PLANNED: ActionState.AGREED,
    SaidElsewhere.UNDER_WAY: ActionState.UNDER_WAY,
    SaidElsewhere.STALLED: ActionState.STALLED,
    SaidElsewhere.CLOSED: ActionState.CLOSED_ELSEWHERE,
    SaidElsewhere.WITHDRAWN: ActionState.WITHDRAWN,
}


def missing_of_brought(new: BroughtAction) -> tuple[str, ...]:
    """What an action that is brought in lacks before it can be agreed."""
    return what_is_missing(
        standing=new.kind is ActionKind.STANDING,
        owner=bool(new.agency_id and new.owner),
        dated=bool(new.due_latest) and new.kind is ActionKind.ONE_OFF,
        measure=bool(new.how_we_will_know),
    )


def brought_state(new: BroughtAction) -> ActionState:
    """Where an action begins that another list has. What lacks its owner, date or measure is agreed in principle,
    however far it is said to be; and nothing is reported or verified by being brought in."""
    state = _AS_SAID_ELSEWHERE[new.said]
    unfinished = state in (ActionState.AGREED, ActionState.UNDER_WAY)
    return ActionState.IN_PRINCIPLE if unfinished and missing_of_brought(new) else state


STATE_WORDS: dict[ActionState, str] = {
    ActionState.PROPOSED: "proposed",
    ActionState.IN_PRINCIPLE: "agreed in principle",
    ActionState.AGREED: "agreed",
    ActionState.UNDER_WAY: "under way",
    ActionState.EXTENSION_REQUESTED: "waiting for another date",
    ActionState.STALLED: "stalled",
    ActionState.RE_OPENED: "open again",
    ActionState.REPORTED: "reported complete",
    ActionState.ASSURED: "assured by its agency",
    ActionState.VERIFIED: "verified",
    ActionState.EMBEDDED: "embedded",
    ActionState.CLOSED_ELSEWHERE: "closed elsewhere, unverified here",
    ActionState.WITHDRAWN: "withdrawn",
    ActionState.SUPERSEDED: "superseded",
}
