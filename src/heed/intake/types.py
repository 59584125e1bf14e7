"""The words for bringing in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BESIDE_PROPOSALS: list[Callable[[Any, Any, Sequence[Any]], Mapping[str, Any]]] = []
"""What rooms above show beside proposed recommendations, for an actor, an import and its proposals: by the proposal's
public id, as markup. Each adds itself at start-up."""


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
    text: str
    agency: str = ""


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
