"""What the memory answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Likeness(StrEnum):
    """What somebody says of two recommendations."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


ANSWER_NAMES = {
    Likeness.SAME: "The same lesson",
    Likeness.RELATED: "Related",
    Likeness.DIFFERENT: "Different",
}


FEWEST = 2
"""A lesson has so many recommendations at least, and is shown to those who see so many of them."""


class LessonDeed(StrEnum):
    """What was done with a lesson."""

    NAMED = "named"
    RENAMED = "renamed"
    JOINED = "joined"
    SPLIT = "split"
    ADDED = "added"
    TAKEN_OUT = "taken_out"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said last of two recommendations, by whom and when."""

    answer: str
    reason: str
    why_not_held: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier recommendation that asks the same, or something near it; `why` says what the two share."""

    ref: str
    reference: str
    label: str
    text: str
    review_ref: str
    review: str
    review_reference: str
    area: str
    own_area: bool
    on: date | None
    """The day of its review, the last it can be; None where no day is known."""
    state: str
    score: float
    verdict: str
    why: str
    shared: tuple[tuple[int, int], ...] = ()
    """Offsets into `text` of the words for what both ask."""
    said: Said | None = None
    """What somebody said of the two, where anybody has; only of two recommendations, never of a draft."""
    key: int = 0
    elsewhere: str = ""
    """Of what another partnership shared: where it is read. There is no recommendation of one's own register then."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through: said where nothing is found, so that silence does not reassure."""

    recommendations: int
    reviews: int
    areas: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    waiting: int
    """Recommendations of the register that are not in the memory yet."""
    elsewhere: int = 0
    """Recommendations besides that other partnerships have shared."""
    elsewhere_areas: tuple[str, ...] = ()
    elsewhere_years: tuple[int, ...] = ()
    """The years in which those were published, in order."""


@dataclass(frozen=True, slots=True)
class Before:
    """`matches` the likeliest first; `by_date` the same, from the earliest review to the last."""

    matches: tuple[Match, ...]
    searched: Searched
    set_aside: int = 0
    """How many more were found that somebody has said are different."""

    @property
    def keys(self) -> list[int]:
        """Of those that stand in the register."""
        return [each.key for each in self.matches if each.key]

    @property
    def by_date(self) -> tuple[Match, ...]:
        dated = sorted(self.matches, key=lambda each: (each.on or date.max, each.reference))
        return tuple(dated)


@dataclass(frozen=True, slots=True)
class Checked:
    """How the index stands against the register. All but `rows` are 0 when it is in step."""

    rows: int
    missing: int
    stale: int
    extra: int
    astray: int
    """Rows that stand in another scope than their recommendation."""

    @property
    def is_well(self) -> bool:
        return not (self.missing or self.stale or self.extra or self.astray)
