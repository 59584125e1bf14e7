"""The words for actions: their states, and what is said, shown and checked along the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

BUILT_ON: list[Callable[[Sequence[int]], str]] = []
"""What rooms above have built on actions (by their keys): each says in a sentence why they stay in the plan, or "".
Asked before an import is undone."""


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
    """Some other list says that it is closed; nobody has looked here. It counts as reported nowhere."""
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
OWED: frozenset[ActionState] = OPEN | {
    ActionState.REPORTED,
    ActionState.ASSURED,
    ActionState.CLOSED_ELSEWHERE,
}
"""Not settled: to be done, or to be looked at by somebody else."""
VERIFIED_OR_FURTHER: frozenset[ActionState] = frozenset({ActionState.VERIFIED, ActionState.EMBEDDED})
REPORTED_OR_FURTHER: frozenset[ActionState] = VERIFIED_OR_FURTHER | {
    ActionState.REPORTED,
    ActionState.ASSURED,
}
GONE: frozenset[ActionState] = frozenset({ActionState.WITHDRAWN, ActionState.SUPERSEDED})
"""Kept, and counted for nothing any more."""
FIRM: frozenset[ActionState] = REPORTED_OR_FURTHER | {
    ActionState.AGREED,
    ActionState.UNDER_WAY,
    ActionState.EXTENSION_REQUESTED,
    ActionState.RE_OPENED,
    ActionState.CLOSED_ELSEWHERE,
}
"""Agreed with owner, date and measure, or further; what a document states as done or in place counts as well."""


KEEPS_GOING: frozenset[ActionState] = (FIRM | {ActionState.STALLED}) - {ActionState.CLOSED_ELSEWHERE}
"""A standing arrangement in one of these is to happen again and again: also once it was verified."""


BEING_PLANNED: frozenset[ActionState] = frozenset({ActionState.PROPOSED, ActionState.IN_PRINCIPLE})
"""Not agreed yet: everything that is planned can still be changed."""
CLOSED_FOR_CHANGES: frozenset[ActionState] = VERIFIED_OR_FURTHER | GONE
"""What is planned stays as it was."""
MAY_BEGIN: frozenset[ActionState] = frozenset({ActionState.AGREED, ActionState.RE_OPENED})
"""Work on these can begin. What was reported is under way again only where somebody sends it back, with a reason."""


STEPS_TOGETHER: dict[str, str] = {
    "agree": "agreed",
    "begin": "under way",
    "withdraw": "withdrawn",
    "reopen": "open again",
}
"""The steps that several actions can take together, each with what they are then; the others need words or evidence of
each action's own."""
STEPS_WITH_REASON = frozenset({"withdraw", "reopen"})


class SaidElsewhere(StrEnum):
    """What another list says of an action that is brought in from it."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    STALLED = "stalled"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Frequency(StrEnum):
    """How often a standing arrangement happens."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six_monthly"
    ANNUAL = "annual"


class Happened(StrEnum):
    """Whether a standing arrangement took place when it was expected."""

    TOOK_PLACE = "took_place"
    MISSED = "missed"


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


@dataclass(frozen=True, slots=True)
class BroughtAction:
    """An action as another list has it, counted once for all the recommendations that it serves.

    `owner` is the title of a post in the agency, `owner_words` a name that stays as it was written. `why` is kept
    with its first step: where it stood, and what was said of it there.
    """

    text: str
    said: SaidElsewhere
    why: str
    kind: ActionKind = ActionKind.ONE_OFF
    agency_id: int | None = None
    agency_words: str = ""
    owner: str = ""
    owner_words: str = ""
    due_text: str = ""
    due_earliest: date | None = None
    due_latest: date | None = None
    how_we_will_know: str = ""
    outcome: str = ""
    risk: str = ""
    recommendation_ids: tuple[int, ...] = ()


ANSWERED_BY_LINK = "answered_by_link"
"""What whoever made a link is told of, once it is answered."""
SENT_BACK, DATE_MOVED, DATE_STAYS = "sent_back", "date_moved", "date_stays"
"""Kinds of notices: what somebody else decided about what this person reported or asked for."""


class Proposed(StrEnum):
    """What a row of a workbook that came back can ask for, in the order in which it is carried out."""

    EVIDENCE = "evidence"
    COMPLETE = "complete"
    MOVE = "move"
    PROGRESS = "progress"


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """What an agency wrote of an action offline; empty: nothing. `version` is the action's as the row knew it."""

    number: int
    ref: str
    reference: str
    version: int
    progress: str = ""
    wanted: date | None = None
    why: str = ""
    complete_on: date | None = None
    evidence: str = ""
    link: str = ""
