"""The words for what agencies give to a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from heed.platform.access.types import Actor


class Final(Protocol):
    """What a room above does with a submission that was just signed off; returns how many records it made."""

    def __call__(self, actor: Actor, *, submission: Any, at: datetime) -> int: ...


FINALS: list[Final] = []
"""What rooms above do with it, in the same transaction: each adds itself at start-up."""


class SubmissionState(StrEnum):
    """Where a submission is. Sent back, it is asked for again; what was handed in before stays as its versions."""

    ASKED = "asked"
    RECEIVED = "received"
    ASSURED = "assured"
    FINAL = "final"
    WITHDRAWN = "withdrawn"


class Lacks(StrEnum):
    """How an agency falls short of what it was asked."""

    LATE = "late"
    PARTIAL = "partial"
    MISSING = "missing"


class Stage(StrEnum):
    """Who was told that an agency does not take part, in the order in which they are told."""

    REVIEW_GROUP = "review_group"
    BOARD = "board"
    COMMISSIONER = "commissioner"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a submission: `ask` is what is asked there."""

    key: str
    title: str
    ask: str


@dataclass(frozen=True, slots=True)
class SubmissionKind:
    """A kind of submission. `own`: how the recommendations it makes are called in the register; "" makes none.
    `only`: the kinds of agency that may be asked for it; empty for any."""

    key: str
    name: str
    own: str
    sections: tuple[Section, ...]
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubmissionRules:
    """`rules/submissions.yaml` as values; `sign_off` by kind of agency, "usual" for any other."""

    kinds: Mapping[str, SubmissionKind]
    never_blank: frozenset[str]
    sign_off: Mapping[str, str]
    grades: Mapping[str, str]
    checklist: Mapping[str, str]
    missing_after: int
    stages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """What an agency writes: by section its words, and the reason where one is left without. `author_ref`: the public
    id of the author's place, where they use Heed; otherwise `author` names them. `missing`: what is still to come,
    where it is handed in part."""

    words: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    recommendations: tuple[str, ...] = ()
    author: str = ""
    author_ref: str = ""
    independent: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """That somebody spoke to the agency: to whom, on which day, and what was said."""

    to: str
    on: date | None
    words: str
