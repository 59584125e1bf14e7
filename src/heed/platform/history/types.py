"""What is asked of the log, and what a line of it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show of the log; empty means all. `record` is a public id; `before` the number of the event that the
    page before ended with."""

    person: str = ""
    kind: str = ""
    result: str = ""
    record: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An event as people read it: only names of records that the reader may see are in it."""

    number: int
    at: datetime
    who: str
    who_ref: str
    as_what: str
    """Roles and agency, and on whose behalf."""
    sentence: str
    kind: str
    result: str
    record: str
    """What the record is called, "a review" where the reader may not see it or it is no more, "" for none."""
    record_href: str
    shown: tuple[tuple[str, str], ...]
    """Name and address of the records shown, those that the reader may see."""
    subject_ref: str
