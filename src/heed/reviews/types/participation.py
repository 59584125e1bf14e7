"""Taking part in a review, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Part(StrEnum):
    """As what somebody takes part."""

    PRACTITIONER = "practitioner"
    FAMILY = "family"


PART_NAMES = {Part.PRACTITIONER: "A practitioner", Part.FAMILY: "One of the family"}


@dataclass(frozen=True, slots=True)
class Binding:
    """Something that a family asked for and publication must heed: in words that name nobody, and the days to avoid
    where it names some."""

    kind: str
    words: str
    days_from: date | None
    days_to: date | None

    def forbids(self, on: date) -> bool:
        """Whether nothing is to be published on this day."""
        if self.days_from is None:
            return False
        return self.days_from <= on <= (self.days_to or self.days_from)


KEPT = {"contact": "a contact", "question": "a question", "request": "a request"}
"""What is kept of somebody who takes part and can be put right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One of those: `key` names it with a mark of its words, `shown` is how a list has it; `settled` stays as it is."""

    kind: str
    pk: int
    key: str
    words: str
    shown: str
    settled: bool
