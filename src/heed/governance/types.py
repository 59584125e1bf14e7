"""The words for groups, meetings and what they decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """A person's part in a group."""

    CHAIR = "chair"
    DEPUTY = "deputy_chair"
    MEMBER = "member"


PART_NAMES = {Part.CHAIR: "Chair", Part.DEPUTY: "Deputy chair", Part.MEMBER: "Member"}


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Came(StrEnum):
    """Whether somebody came; nobody has said is the empty text."""

    PRESENT = "present"
    STOOD_IN = "stood_in"
    APOLOGIES = "apologies"
    ABSENT = "absent"


CAME_NAMES = {
    Came.PRESENT: "Came",
    Came.STOOD_IN: "Sent somebody",
    Came.APOLOGIES: "Apologies",
    Came.ABSENT: "Did not come",
}
THERE = frozenset({Came.PRESENT, Came.STOOD_IN})
"""Their agency was in the room."""


class LineKind(StrEnum):
    """What a group keeps lines of."""

    LETTER = "letter"
    RISK = "risk"
    COMING = "coming"


class StrategyKind(StrEnum):
    """What the partnership wants to change, from the widest to the nearest."""

    PRIORITY = "priority"
    STRATEGY = "strategy"
    BUSINESS_PLAN = "business_plan"


STRATEGY_NAMES = {
    StrategyKind.PRIORITY: "Priority",
    StrategyKind.STRATEGY: "Strategy",
    StrategyKind.BUSINESS_PLAN: "Business plan",
}


class DecisionKind(StrEnum):
    """What is decided about an action; `NOTED` is anything else that is decided."""

    VERIFY = "verify"
    SEND_BACK = "send_back"
    ALLOW_MOVE = "allow_move"
    REFUSE_MOVE = "refuse_move"
    CLOSE = "close"
    ESCALATE = "escalate"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many must be there: members, different agencies, and each statutory partner."""

    members: int = 0
    agencies: int = 0
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody expected at a meeting, as far as quorum and attendance are concerned."""

    agency: str
    kind: str
    came: str


@dataclass(frozen=True, slots=True)
class Missed:
    """An agency that nobody came for, at the last `times` meetings in a row."""

    agency: str
    times: int
    since: date
