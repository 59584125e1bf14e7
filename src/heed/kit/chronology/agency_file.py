"""One agency's file: its tables, its rows, and what the agency should mend. No row that says anything is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from heed.kit.chronology.columns import Columns, guess
from heed.kit.chronology.rubbish import rubbish_waits
from heed.kit.chronology.rules import pattern
from heed.kit.chronology.types import Entry, Table
from heed.kit.chronology.when import Read, read_when, reads_month_first
from heed.kit.reading.grid import Fault, Grid
from heed.kit.reading.types import Unreadable
from heed.kit.words import plain

_TEXTS = (
    "source", "event", "people", "action", "outcome", "significance", "comment", "child_seen", "recorded_by",
)  # fmt: skip
LONGEST = 20_000
"""Characters of one cell that are kept; a cell that is longer is cut, and said to be."""


@rubbish_waits()
def table_of(
    grids: Sequence[Grid],
    name: str,
    *,
    agency: str = "",
    columns: Mapping[str, str] | None = None,
    month_first: bool | None = None,
) -> Table:
    """What a file's tables say. `agency` is whose file it is; without it the rows, a line above the table or the
    file's name say so. `columns` says what a head's words stand for where they are not known ("" for nothing), and
    `month_first` in which order its dates in figures are; without it they are read as they can only be, and
    `order_asked` says that somebody should confirm it.

    Raises `Unreadable` where no table has a column of dates and one of events.
    """
    shown = [grid for grid in grids if not grid.hidden and any(map(any, grid.rows))]
    guessed = [(grid, guess(grid, columns)) for grid in shown]
    chosen = [(grid, found) for grid, found in guessed if found.of and not found.missing]
    if not chosen:
        raise Unreadable("no_chronology", _not_found(name, [found for _, found in guessed]))
    owner = agency or _named_above(chosen) or _named_by_file(name)
    if month_first is None:
        told, asked = _order_of(chosen)
    else:
        told, asked = month_first, ""
    parts = [
        _Rows(grid, found, owner, name, given=bool(agency), month_first=told).read() for grid, found in chosen
    ]
    if len(parts) > 1:  # then a row's number alone does not say where it is
        parts = [_in_sheet(grid.name, part) for (grid, _), part in zip(chosen, parts, strict=True)]
    unread = [
        *(
            Fault(0, "", f"the sheet “{grid.name}” is hidden and was not read")
            for grid in grids
            if grid.hidden
        ),
        *(
            Fault(0, "", f"“{grid.name}” has no columns of dates and events and was not read")
            for grid, found in guessed
            if not found.of or found.missing
        ),
    ]
    return Table(
        owner,
        name,
        tuple(entry for part in parts for entry in part.entries),
        (*([Fault(0, "Date", asked)] if asked else []), *(fault for part in parts for fault in part.faults)),
        (*unread, *(note for part in parts for note in part.notes)),
        {head: use for part in parts for head, use in part.columns.items()},
        told,
        asked,
    )


def _in_sheet(name: str, part: Table) -> Table:
    """The same with the sheet or table named at each fault and note."""

    def named(faults: Sequence[Fault]) -> tuple[Fault, ...]:
        return tuple(replace(each, column=": ".join(filter(None, (name, each.column)))) for each in faults)

    return replace(part, faults=named(part.faults), notes=named(part.notes))


def _order_of(chosen: Sequence[tuple[Grid, Columns]]) -> tuple[bool, str]:
    """Whether a file's dates in figures put the month first, and why somebody should say so; "" where none does."""
    dates = [
        row[at]
        for grid, found in chosen
        for at, use in found.of.items()
        if use == "date"
        for row in grid.rows[found.first :]
    ]
    month_first, american, british = reads_month_first(dates)
    if not american:
        return False, ""
    example = next(each for each in dates if reads_month_first([each])[1])
    if month_first:
        return (
            True,
            f"dates such as {example} put the month first, so all of them were read so; say whether that is right",
        )
    return False, (
        f"{american} dates such as {example} can only have the month first and {british} only the day first; "
        "all were read with the day first; say which order is right"
    )


def _not_found(name: str, guessed: Sequence[Columns]) -> str:
    best = max(guessed, key=lambda each: len(each.heads), default=Columns())
    heads = ", ".join(f"“{each}”" for each in best.heads.values()) or "none"
    missing = " and ".join({"date": "dates", "event": "events"}[each] for each in best.missing)
    return (
        f"{name}: no table has a column of {missing}. The heads found are {heads}. "
        "Name them Date and Event, or say which column is which."
    )


def _named_above(chosen: Sequence[tuple[Grid, Columns]]) -> str:
    for grid, found in chosen:
        for row in (*((words,) for words in grid.above), *grid.rows[: found.above]):
            said = " ".join(" ".join(plain(cell).split()) for cell in dict.fromkeys(row) if cell)
            if match := pattern("agency_line", whole=True).fullmatch(said):
                return next(each for each in match.groups() if each).strip(" :-")
    return ""


def _named_by_file(name: str) -> str:
    stem = re.sub(r"[_-]+|(?<=[a-z])(?=[A-Z])", " ", name.rsplit(".", 1)[0])
    words = " ".join(pattern("not_of_names").sub(" ", stem).split())
    return (words or stem)[:1].upper() + (words or stem)[1:]


class _Rows:
    """The rows of one table, read one after the other."""

    def __init__(
        self, grid: Grid, columns: Columns, owner: str, name: str, *, given: bool, month_first: bool
    ) -> None:
        self.grid, self.columns, self.owner, self.name, self.given = grid, columns, owner, name, given
        self.month_first = month_first
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.at = {use: at for at, use in columns.of.items()}
        self.texts = [use for use in _TEXTS if use in self.at]
        self.others = [
            (at, columns.heads.get(at) or f"Column {at + 1}")
            for at in range(max(map(len, grid.rows), default=0))
            if at not in columns.of or (given and columns.of[at] == "agency")
        ]
        self.head = columns.heads.get(self.at["date"], "Date")

    def read(self) -> Table:
        entries = tuple(self._entries())
        uses = {self.columns.heads[at]: use for at, use in self.columns.of.items()}
        return Table(self.owner, self.name, entries, tuple(self.faults), tuple(self.notes), uses)

    def _entries(self) -> Iterator[Entry]:
        before: Entry | None = None
        for place in range(self.columns.first, len(self.grid.rows)):
            cells = self.grid.rows[place]
            if not any(cells) or self._is_head(cells):
                continue
            if len({cell for cell in cells if cell}) == 1 and not self._cell(cells, "event"):
                self.notes.append(
                    Fault(
                        place + 1,
                        "",
                        f"“{next(filter(None, cells))[:60]}” stands alone and was taken as a heading",
                    )
                )
                continue
            before = self._entry(place + 1, cells, before)
            yield before

    def _is_head(self, cells: Sequence[str]) -> bool:
        """The head again, as at the top of each page."""
        said = 0
        for at, cell in enumerate(cells):
            if cell:
                said += 1
                head = self.columns.heads.get(at, "")
                if len(cell) > len(head) + 20 or not head.startswith(" ".join(plain(cell).split())):
                    return False
        return said > 1

    def _cell(self, cells: Sequence[str], use: str) -> str:
        return cells[self.at[use]].strip() if use in self.at else ""

    def _entry(self, row: int, cells: Sequence[str], before: Entry | None) -> Entry:
        read = self._when(row, cells, before)
        texts: dict[str, Any] = {use: self._text(row, cells, use) for use in self.texts}
        if not texts["event"]:
            self._fault(row, "event", "says nothing; write what happened")
        if not texts.get("source") and not texts["event"].lower().startswith("note"):
            self._fault(
                row, "source", "the source of information is missing; name the record that this comes from"
            )
        recorded = self._cell(cells, "recorded_on")
        on = self._read(recorded) if recorded else Read(None)
        if on.fault:
            self._fault(row, "recorded_on", on.fault)
        own = self._cell(cells, "agency")
        return Entry(
            agency=own if own and not self.given else self.owner,
            file=self.name,
            row=row,
            when=read.when,
            written=self._cell(cells, "date"),
            recorded_on=on.when,
            time="" if read.time_fault else self._cell(cells, "time"),
            recorded=recorded,
            more=self._more(row, cells, read),
            **texts,
        )

    def _more(self, row: int, cells: Sequence[str], read: Read) -> dict[str, str]:
        """What stands in columns that no rule knows or that have no head, and a time of day that is none."""
        more = {
            head: self._kept(row, head, cells[at].strip()) for at, head in self.others if cells[at].strip()
        }
        if read.time_fault:
            head = self.columns.heads[self.at["time"]]
            more[head] = self._cell(cells, "time")
            self.notes.append(Fault(row, head, f"{read.time_fault}; it stands beside the entry"))
        return more

    def _when(self, row: int, cells: Sequence[str], before: Entry | None) -> Read:
        words, time = self._cell(cells, "date"), self._cell(cells, "time")
        if not words and before and before.when:  # a merged cell, or a day written once for several rows
            self.notes.append(Fault(row, self.head, "the date is empty, so that of the row above was taken"))
            day = replace(before.when, begins=None, ends=None)
            again = read_when(f"{day.earliest:%-d %B %Y}", time) if day.is_day and time else Read(None)
            when = replace(again.when, uncertain=day.uncertain) if again.when else day
            return Read(when, time_fault=again.time_fault)
        read = self._read(words, time)
        if read.fault:
            self._fault(row, "date", read.fault)
        if read.when and read.when.note:
            self.notes.append(Fault(row, self.head, read.when.note))
        return read

    def _read(self, words: str, time: str = "") -> Read:
        return read_when(words, time, month_first=self.month_first, epoch=self.grid.epoch)

    def _text(self, row: int, cells: Sequence[str], use: str) -> str:
        return self._kept(row, self.columns.heads[self.at[use]], self._cell(cells, use))

    def _kept(self, row: int, head: str, said: str) -> str:
        if len(said) > LONGEST:
            many = f"has {len(said):,} characters; the first {LONGEST:,} were kept"
            self.faults.append(Fault(row, head, f"{many}. Send the rest as a document of its own"))
        return said[:LONGEST]

    def _fault(self, row: int, use: str, sentence: str) -> None:
        head = (
            self.columns.heads.get(self.at[use], use)
            if use in self.at
            else use.replace("_", " ").capitalize()
        )
        if use == "source" and use not in self.at:
            if any(fault.column == head for fault in self.faults):
                return  # said once for a file without such a column
            row, sentence = 0, "there is no such column; every entry needs the record that it comes from"
        self.faults.append(Fault(row, head, sentence))
