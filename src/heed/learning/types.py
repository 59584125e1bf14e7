"""The words for recommendations, and the thread: how far one has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

FOLLOWERS: list[Callable[[Sequence[Any]], None]] = []
"""What rooms above do for recommendations that were just registered, in the same transaction: each adds itself at
start-up. They take no time: what does is left to the worker."""


STAYS: list[Callable[[Sequence[int]], str]] = []
"""What rooms above have built on recommendations (by their keys): each says in a sentence why they stay in the
register, or "". Asked before an import is undone."""


@dataclass(frozen=True, slots=True)
class WhileWriting:
    """What a room above says of words that are about to become a recommendation of a review: `says` is what was
    recommended before (actor, review, words); `asks` is the address that says it while they are typed (review, name of
    the field); `answers` keeps what is said of the new one (actor, its public id, `PairsSaid`, the time).
    """

    says: Callable[[Any, Any, str], RecommendedBefore]
    asks: Callable[[Any, str], str]
    answers: Callable[[Any, str, PairsSaid, datetime], None]


@dataclass(frozen=True, slots=True)
class RecommendedBefore:
    """What is told of earlier recommendations (`content`, "" for none), and which of them are asked about: public id,
    what it is called. `answers` are the answers to choose from; none where this actor does not judge."""

    content: Any = ""
    earlier: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PairsSaid:
    """What is said of a new recommendation beside earlier ones: the answer by the earlier one's public id, and why."""

    answers: Mapping[str, str]
    reason: str = ""
    why_not_held: str = ""

    @classmethod
    def taken_from(cls, given: dict[str, Any]) -> PairsSaid:
        """As it was typed (`RecommendedBefore`), taken out of what goes into the register."""
        given.pop("knowingly", None)
        answers = {name[5:]: given.pop(name) for name in list(given) if name.startswith("same_")}
        return cls(answers, given.pop("reason", ""), given.pop("why_not_held", ""))


WHILE_WRITING: list[WhileWriting] = []


class RecommendationState(StrEnum):
    REGISTERED = "registered"
    ANSWERED = "answered"
    IN_DELIVERY = "in_delivery"
    IMPLEMENTED = "implemented"
    EMBEDDED = "embedded"
    RE_OPENED = "re_opened"
    """It was recommended again after it had been closed: what was done did not hold."""
    WITHHELD = "withheld"
    SUPERSEDED = "superseded"
    """Another stands for it now: it is counted, and asked of nobody any more."""
    BEFORE_PUBLICATION = "implemented_before_publication"


class Stance(StrEnum):
    """What an agency says to what it was asked."""

    ACCEPTS = "accepts"
    IN_PART = "in_part"
    REJECTS = "rejects"
    NOTES = "notes"


STANCE_WORDS: dict[str, str] = {
    Stance.ACCEPTS: "Accepts",
    Stance.IN_PART: "Accepts in part",
    Stance.REJECTS: "Does not accept",
    Stance.NOTES: "Notes it",
}


class RequestState(StrEnum):
    """Where a request for an answer is. Withdrawn: asked by mistake, or of an agency that became another."""

    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Grade(StrEnum):
    """Whether an answer answers what was asked. Substituted: it answers with something else than was asked for."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"
    SUBSTITUTED = "substituted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody finds of an answer to one part: `part` is its key, 0 for the whole."""

    part: int
    grade: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as adequacy counts it: whose, which parts it covers, and how each was last judged."""

    whose: str
    covers: frozenset[int]
    grades: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class AskedAgency:
    """An agency that was asked about these parts; `waits` while it has not answered."""

    whose: str
    covers: frozenset[int]
    waits: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one part: `part` is its key, 0 for the whole; a `reason` where it is not accepted in full."""

    part: int
    stance: str
    text: str
    reason: str = ""


RECOMMENDATION_KINDS = (
    "recommendation",
    "learning point",
    "question",
    "consideration",
    "area for improvement",
    "priority action",
    "audit recommendation",
    "matter of concern",
    "safety observation",
)
"""What reviews print where they ask for something. All are followed alike; which one it was is kept."""


OWN_SOURCES = frozenset({"IMR"})
"""Where agencies recommend to themselves: their individual management reviews and agency reports."""

_SOURCE_NAMES = {
    "IMR": "Agencies' own reviews (IMR)",
    "SCR": "The serious case review (SCR)",
    "health overview": "Health overview",
    "audit": "An audit",
    "answer": "An answer",
    "inspection": "An inspection",
    "coroner": "A coroner",
}


def source_name(source: str) -> str:
    """Whose recommendations they are, as people read it."""
    return _SOURCE_NAMES.get(source, source[:1].upper() + source[1:])


FINDING_KINDS = ("weakness", "good practice", "system", "conclusion", "audit recommendation", "other")
"""What was learned: what went wrong, what was done well, how the system works; whether it could have gone otherwise,
verbatim; an audit's recommendation that a
response quotes; and what the document does not judge."""


@dataclass(frozen=True, slots=True)
class WhatLiesBehind:
    """What lies behind a finding; any of it may be empty. See `models.Behind`."""

    reasons: str = ""
    at_the_time: str = ""
    hindsight: bool = False
    sources: str = ""
    research: str = ""
    organisation: str = ""
    childs_life: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A question of the review's terms, with what answers it (references and public ids)."""

    question: str
    findings: tuple[tuple[str, str], ...]
    recommendations: tuple[tuple[str, str], ...]


class Step(StrEnum):
    RECOMMENDED = "recommended"
    ANSWERED = "answered"
    PLANNED = "planned"
    REPORTED = "reported"
    VERIFIED = "verified"
    DIFFERENCE_SEEN = "difference_seen"


Reach = Literal["whole", "part", "none"]


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """How far one step is: `done` of `of` things, and whether that makes it whole."""

    step: Step
    reach: Reach
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: how many answers came, and how many of the parts have one judged adequate."""

    parts: int
    parts_answered_adequately: int
    answers: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was promised and came of it, counted over a recommendation's actions, each once.

    `firm`: agreed with owner, date and measure, or further, or a standing arrangement. `settled`: verified, or of
    one agency alone and assured, and evidenced with an output or more; `parts_settled`: how many parts have such an
    action of their own. `difference_seen`: 1 where a named judge saw one, on evidence of practice or outcome.
    `not_held`: 1 where it was recommended again since, and somebody said that what was done did not hold.
    """

    actions: int = 0
    firm: int = 0
    reported: int = 0
    verified: int = 0
    settled: int = 0
    embedded: int = 0
    parts_settled: int = 0
    difference_seen: int = 0
    not_held: int = 0
