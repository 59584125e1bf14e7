"""The words for the drafts of a review's report, and for what is decided about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class GateOutcome(StrEnum):
    """What can be decided at a gate. Sent back, a draft goes no further: another version is needed."""

    PASSED = "passed"
    SENT_BACK = "sent_back"


GATE_OUTCOMES: dict[str, str] = {
    GateOutcome.PASSED.value: "Agreed: it goes on",
    GateOutcome.SENT_BACK.value: "Sent back: another version is needed",
}


class Answered(StrEnum):
    """What became of a challenge."""

    CHANGED = "changed"
    IN_PART = "in_part"
    STAYS = "stays"


ANSWERED: dict[str, str] = {
    Answered.CHANGED.value: "The next version says it differently",
    Answered.IN_PART.value: "Changed in part",
    Answered.STAYS.value: "The report stays as it is",
}


class DraftState(StrEnum):
    """Where a draft is; derived from its gates, its acceptance, and whether a newer one was sent."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Gate:
    """One of the gates. `by`: the roles that say what was decided there; `decision`: taken together by those who take
    that (`rules/decisions.yaml`), and nobody says it for them."""

    key: str
    name: str
    does: str
    by: frozenset[str]
    decision: str = ""


@dataclass(frozen=True, slots=True)
class DraftRules:
    """`rules/report-drafts.yaml` as values: gates in order by kind of review, and the standards by key."""

    gates: Mapping[str, Gate]
    by_kind: Mapping[str, tuple[str, ...]]
    standards: Mapping[str, str]
