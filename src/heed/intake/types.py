"""The words for bringing in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from heed.kit.reading.grid import Fault
from heed.plans.types import BroughtAction

BESIDE_PROPOSALS: list[Callable[[Any, Any, Sequence[Any]], Mapping[str, Any]]] = []
"""What rooms above show beside proposed recommendations, for an actor, an import and its proposals: by the proposal's
public id, as markup, and by "" what stands above them all. Each adds itself at start-up."""


class ImportState(StrEnum):
    READING = "reading"
    OPEN = "open"
    ACCEPTED = "accepted"
    FAILED = "failed"


class ProposalKind(StrEnum):
    RECOMMENDATION = "recommendation"
    RESPONSE = "response"
    ACTION = "action"
    FINDING = "finding"


DECIDED_ALONE = frozenset({ProposalKind.RECOMMENDATION, ProposalKind.FINDING})
"""What is accepted or rejected for itself; the other kinds go with the recommendation or theme they belong to."""


class Decision(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


SURE = 0.8
"""From here on the reader calls itself sure."""


@dataclass(frozen=True, slots=True)
class RecommendationValues:
    label: str
    kind: str
    text: str
    section: str = ""
    theme: str = ""
    source: str = ""
    addressed_to: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    withheld: bool = False
    before_publication: bool = False


@dataclass(frozen=True, slots=True)
class ResponseValues:
    """`stance` is what its first words say to what was asked (`learning.Stance`), "" where they do not."""

    text: str
    agency: str = ""
    stance: str = ""


@dataclass(frozen=True, slots=True)
class ActionValues:
    text: str
    status: str
    agency: str = ""
    owner: str = ""
    due_text: str = ""
    due_earliest: str | None = None
    due_latest: str | None = None


@dataclass(frozen=True, slots=True)
class FindingValues:
    text: str
    kind: str
    label: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class ReviewChoice:
    """Which review the accepted records go to: an existing one by its public id, or a new one."""

    review_ref: str = ""
    name: str = ""
    kind: str = ""
    area: str = ""
    body: str = ""
    published_text: str = ""
    published_earliest: str | None = None
    published_latest: str | None = None


class SheetState(StrEnum):
    """A plan's file on its way in."""

    OPEN = "open"
    ACCEPTED = "accepted"


class RowOutcome(StrEnum):
    """What would become of a row."""

    NEW = "new"
    HERE = "here"
    """It came in before, or the plan says it already: nothing happens."""
    JOINS = "joins"
    """Another row of the file says the same: one action, for what both serve."""
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a plan's file, understood. `number` counts as the file does; `key` is the same when the row comes
    again; `recommendations` are the words by which it names what it serves."""

    number: int
    key: str
    text_key: str
    reference: str
    label: str
    recommendation: str
    action: BroughtAction
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A row with what becomes of it: a new action for `serves` (keys of recommendations); or `as_action`, the action
    (public id, reference) that it is already; or part of what row `with_row` becomes. `note` is what a person should
    know all the same."""

    row: SheetRow
    outcome: RowOutcome
    serves: tuple[int, ...] = ()
    as_action: tuple[str, str] = ("", "")
    with_row: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """How a file's table is understood: which table, in which row its head stands, what each column is for (by its
    place; columns for nothing are left out), and what words of its status were said to mean."""

    table: int = 0
    head: int = 0
    of: Mapping[int, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
