"""The words for actions: their states, and what is said, shown and checked along the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ActionKind(StrEnum):
    ONE_OFF = "one_off"
    STANDING = "standing"
    """A standing arrangement: something that keeps happening."""


class ActionState(StrEnum):
    """Where an action is. `rules.states.TRANSITIONS` says where it may go from there."""

    PROPOSED = "proposed"
    IN_PRINCIPLE = "agreed_in_principle"
    """A group wants it; owner, date or measure are to be given by a day."""
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    EXTENSION_REQUESTED = "extension_requested"
    STALLED = "stalled"
    RE_OPENED = "re_opened"
    REPORTED = "reported"
    ASSURED = "assured"
    VERIFIED = "verified"
    EMBEDDED = "embedded"
    CLOSED_ELSEWHERE = "closed_elsewhere"
    """Some other list says that it is closed; nobody has looked here."""
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


OPEN: frozenset[ActionState] = frozenset(
    {
        ActionState.PROPOSED,
        ActionState.IN_PRINCIPLE,
        ActionState.AGREED,
        ActionState.UNDER_WAY,
        ActionState.EXTENSION_REQUESTED,
        ActionState.STALLED,
        ActionState.RE_OPENED,
    }
)
"""Still to be done: late once its last day is over."""
VERIFIED_OR_FURTHER: frozenset[ActionState] = frozenset({ActionState.VERIFIED, ActionState.EMBEDDED})
REPORTED_OR_FURTHER: frozenset[ActionState] = VERIFIED_OR_FURTHER | {
    ActionState.REPORTED,
    ActionState.ASSURED,
    ActionState.CLOSED_ELSEWHERE,
}
GONE: frozenset[ActionState] = frozenset({ActionState.WITHDRAWN, ActionState.SUPERSEDED})
"""Kept, and counted for nothing any more."""
FIRM: frozenset[ActionState] = REPORTED_OR_FURTHER | {
    ActionState.AGREED,
    ActionState.UNDER_WAY,
    ActionState.EXTENSION_REQUESTED,
    ActionState.RE_OPENED,
}
"""Agreed with owner, date and measure, or further; what a document states as done or in place counts as well."""


STEPS_TOGETHER: dict[str, str] = {
    "agree": "agreed",
    "begin": "under way",
    "withdraw": "withdrawn",
    "reopen": "open again",
}
"""The steps that several actions can take together, each with what they are then; the others need words or evidence of
each action's own."""
STEPS_WITH_REASON = frozenset({"withdraw", "reopen"})


class Frequency(StrEnum):
    """How often a standing arrangement happens."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six_monthly"
    ANNUAL = "annual"


class Colour(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    BLUE = "blue"
    """Complete and evidenced."""


class MoveDecision(StrEnum):
    """What became of a request to move a date."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """The action was reported, withdrawn or joined before anybody decided."""


class ReviewOutcome(StrEnum):
    """What becomes of an unfinished action at its review date; completing it is a step of its own."""

    RE_DATED = "re_dated"
    ESCALATED = "escalated"


class EvidenceLevel(IntEnum):
    """What a piece of evidence shows, from a promise to children's lives."""

    PLAN = 0
    OUTPUT = 1
    PRACTICE = 2
    OUTCOME = 3


class MarkKind(StrEnum):
    """What somebody said of an action, by name and day."""

    REPORTED = "reported"
    ASSURED = "assured"
    VERIFIED = "verified"
    SENT_BACK = "sent_back"


class CheckOutcome(StrEnum):
    """Is it embedded? Empty while nobody has looked."""

    WAITING = ""
    HOLDS = "holds"
    FAILED = "does_not_hold"


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """One action as far as it counts for a recommendation.

    `level` is the highest of the evidence that may be counted, None where there is none; `parts` the keys of
    the recommendation's parts that it names, none where it was made for the whole.
    """

    state: ActionState
    single_agency: bool = False
    level: int | None = None
    parts: frozenset[int] = frozenset()
