"""What a chronology is made of: agencies' rows, and what the merged whole shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from heed.kit.reading.grid import Fault

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class When:
    """The days on which something may have happened, and the minutes after midnight between which, where they are
    known. `words` is what the agency wrote, `uncertain` whether it said so, `note` what a reader should know."""

    earliest: date
    latest: date
    begins: int | None = None
    ends: int | None = None
    words: str = ""
    uncertain: bool = False
    note: str = ""

    @property
    def is_day(self) -> bool:
        """It can only have been one day."""
        return self.earliest == self.latest

    @property
    def is_sure(self) -> bool:
        return self.is_day and not self.uncertain

    @property
    def has_time(self) -> bool:
        return self.begins is not None

    @property
    def order(self) -> tuple[date, bool, timedelta, bool, int, int]:
        """By the first day it may have been. On one day: what surely was that day, by its time, then without a
        time; then what may have been that day; then longer times, the longest last."""
        begins, ends = self.begins, self.ends
        return (
            self.earliest,
            not self.is_sure,
            self.latest - self.earliest,
            begins is None,
            begins if begins is not None else DAY,
            ends if ends is not None else DAY,
        )

    def meets(self, other: When) -> bool:
        """Whether both may have been on one day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of one agency. `when` is None where its date cannot be understood: it stands at the end, and `written`
    has the words; `time` and `recorded` are those of the time's and the record's own columns. `row` is its number in
    the file. `more` are columns that no rule knows, by their heads."""

    agency: str
    file: str
    row: int
    when: When | None
    written: str = ""
    event: str = ""
    source: str = ""
    people: str = ""
    action: str = ""
    outcome: str = ""
    significance: str = ""
    comment: str = ""
    child_seen: str = ""
    recorded_by: str = ""
    recorded_on: When | None = None
    time: str = ""
    recorded: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    number: int = 0

    @property
    def words(self) -> str:
        return " ".join(filter(None, (self.event, self.action, self.outcome)))

    @property
    def full_source(self) -> str:
        """The source with the agency before it, so that it still says whose it is among others."""
        return f"{self.agency}: {self.source}" if self.source else ""

    @property
    def recorded_after(self) -> int | None:
        """Days between the event and its record, where both are known to the day."""
        if (
            self.when is None
            or self.recorded_on is None
            or not (self.when.is_day and self.recorded_on.is_day)
        ):
            return None
        return (self.recorded_on.earliest - self.when.earliest).days


@dataclass(frozen=True, slots=True)
class Table:
    """One agency's file as it was understood. `faults` are for the agency to mend, `notes` for it to look at.
    `month_first` is how its dates in figures were read; `order_asked` is why somebody should say which is right."""

    agency: str
    file: str
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    month_first: bool = False
    order_asked: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Days without a recorded sighting of a child (`agency` is empty), or without an entry of an agency.
    `after` and `before` are the numbers of the entries on either side."""

    agency: str
    child: str
    first: date
    last: date
    days: int
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class Sighted:
    """How often a child is recorded as seen ("" is any child), on which first and last day; none where they never are.
    `until` is the last day of the whole: what went before it stands in `gaps`, what came after the last does not."""

    child: str
    times: int
    first: date | None
    last: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two records of one event that cannot both be true; `what` says in what they differ."""

    one: int
    other: int
    what: str
    one_says: str
    other_says: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Records that tell the same event, by their numbers, and how alike the least alike neighbours are."""

    numbers: tuple[int, ...]
    agencies: tuple[str, ...]
    likeness: float


@dataclass(frozen=True, slots=True)
class Chronology:
    """Everybody's entries in one order, numbered from 1, and what the whole shows."""

    entries: tuple[Entry, ...]
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]
    differences: tuple[Difference, ...]
    duplicates: tuple[Duplicate, ...]
    sent_twice: int = 0
    sighted: tuple[Sighted, ...] = ()

    def entry(self, number: int) -> Entry:
        return self.entries[number - 1]
