"""What the memory answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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


@dataclass(frozen=True, slots=True)
class Before:
    """`matches` the likeliest first; `by_date` the same, from the earliest review to the last."""

    matches: tuple[Match, ...]
    searched: Searched

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
