"""Those who carry a review out, as values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Came(StrEnum):
    """How somebody's seat was filled at a meeting of the review panel."""

    CAME = "came"
    SUBSTITUTE = "substitute"
    APOLOGIES = "apologies"
    ABSENT = "absent"


CAME_NAMES = {
    Came.CAME: "Came",
    Came.SUBSTITUTE: "Sent a substitute",
    Came.APOLOGIES: "Sent apologies",
    Came.ABSENT: "Did not come",
}
THERE = frozenset({Came.CAME, Came.SUBSTITUTE})


@dataclass(frozen=True, slots=True)
class Seat:
    """One member's seat at one meeting."""

    agency: str
    came: str


@dataclass(frozen=True, slots=True)
class Attended:
    """How an agency attends: meetings it was expected at, those somebody of it came to, and how many of the last it
    missed in a row."""

    agency: str
    expected: int
    there: int
    missed: int

    @property
    def percent(self) -> int:
        return round(100 * self.there / self.expected) if self.expected else 0


@dataclass(frozen=True, slots=True)
class Served:
    """Another review that the same person or firm served in: `same` says which."""

    review_ref: str
    review_name: str
    role: str
    same: str
