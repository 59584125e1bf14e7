"""The workbook that comes back: what each row asks for, and what cannot be used, by row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heed.kit.dates import days_in_cell
from heed.kit.reading.grid import Fault, Grid
from heed.plans.offline.book import HEAD_ROW, IDENTITY, LOCKED, OPEN, SHEET, mark_of
from heed.plans.rules import wrong_day
from heed.plans.types import ReturnedRow
from heed.platform.base.errors import Invalid

_LONGEST = {"progress": 3500, "why": 2000, "evidence": 2000, "link": 500}
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promised:
    """What Heed said of the workbook when it went out: of each action its reference, version and marks."""

    agency: str
    day: date
    rows: Mapping[str, tuple[str, int, Sequence[str]]]


def read_returned(
    tables: Sequence[Grid], promised: Promised, *, today: date
) -> tuple[list[ReturnedRow], list[Fault], list[str]]:
    """The rows that ask for something, what cannot be used, and references of rows that were deleted.

    Raises `Invalid` for a workbook that is not as it went out: its sheet renamed, a column gone.
    """
    sheet = _sheet(tables)
    places = _places(sheet)
    rows, faults, seen = list[ReturnedRow](), list[Fault](), set[str]()
    for at, cells in enumerate(sheet.rows[HEAD_ROW + 1 :], start=HEAD_ROW + 1):
        one = _Row(at, {name: cells[place].strip() for name, place in places.items()}, promised, today)
        if not any(one.cells.values()):
            continue
        one.look_at_identity(seen)
        one.look_at_formulas({name for name, place in places.items() if (at, place) in sheet.formulas})
        found = None if one.faults else one.asked()
        faults += one.faults
        if found and not one.faults:
            rows.append(found)
    gone = [reference for ref, (reference, *_) in promised.rows.items() if ref not in seen]
    return rows, faults, gone


def _sheet(tables: Sequence[Grid]) -> Grid:
    for each in tables:
        if each.name == SHEET:
            return each
    there = ", ".join(f"“{each.name}”" for each in tables if not each.hidden) or "none"
    raise Invalid(
        f"There is no sheet “{SHEET}” in this workbook; its sheets are {there}. If it was renamed, call it “{SHEET}” "
        "again and bring it back."
    )


def _places(sheet: Grid) -> dict[str, int]:
    """Where each column stands, wherever somebody moved it to."""
    heads = [" ".join(words.split()) for words in sheet.rows[HEAD_ROW]] if len(sheet.rows) > HEAD_ROW else []
    wanted = {IDENTITY: IDENTITY, **{each: each for each in LOCKED}, **OPEN}
    missing = [label for label in wanted.values() if label not in heads]
    if missing:
        columns = ", ".join(f"“{each}”" for each in missing if each != IDENTITY) or "the hidden first column"
        raise Invalid(
            f"This is not the workbook as it was downloaded: {columns} is missing from row {HEAD_ROW + 1}. Download it "
            "again, copy your words into it, and bring that back."
        )
    return {name: heads.index(label) for name, label in wanted.items()}


class _Row:
    def __init__(self, at: int, cells: Mapping[str, str], promised: Promised, today: date):
        self.number, self.cells, self.promised, self.today = at + 1, cells, promised, today
        self.ref = cells[IDENTITY]
        self.faults: list[Fault] = []

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(Fault(self.number, OPEN.get(name, name), sentence))

    def look_at_identity(self, seen: set[str]) -> None:
        """A row that Heed did not write, that stands twice, or whose locked cells were changed."""
        if self.ref not in self.promised.rows:
            self.fault("", "this row was not in the download; plan a new action in Heed, not here")
            return
        if self.ref in seen:
            self.fault("", "this action stands in a row above as well; keep one of them")
        seen.add(self.ref)
        _, _, marks = self.promised.rows[self.ref]
        for name, mark in zip(LOCKED, marks, strict=True):
            if mark_of(self.cells[name]) != mark:
                self.fault(
                    name, "this cell is locked and was changed; what it says is changed on the action's page"
                )

    def look_at_formulas(self, names: set[str]) -> None:
        for name in OPEN:
            if name in names:
                self.fault(name, "it holds a formula; write what it should say")

    def asked(self) -> ReturnedRow | None:
        """What the row asks for, or None where its open cells are empty."""
        given = {name: self.cells[name] for name in OPEN}
        if not any(given.values()):
            return None
        for name, most in _LONGEST.items():
            if len(given[name]) > most:
                self.fault(name, f"it has {len(given[name]):,} letters; use at most {most:,}")
        wanted = self._day("wanted")
        if wanted and (sentence := wrong_day(wanted, today=self.today)):
            self.fault("wanted", _lower(sentence))
        complete = self._day("complete_on")
        if complete and complete > self.today:
            self.fault("complete_on", f"{complete:%-d %B %Y} is still to come; report it when it is done")
        if given["wanted"] and not given["why"]:
            self.fault("why", "say why the date should move")
        if given["why"] and not given["wanted"]:
            self.fault("wanted", "give the date that you ask for")
        if given["wanted"] and given["complete_on"]:
            self.fault("wanted", "what is complete needs no other date; leave one of the two")
        if given["link"] and not _LINK.fullmatch(given["link"]):
            self.fault("link", f"“{given['link'][:60]}” is no address; begin it with https://")
        reference, version, _ = self.promised.rows[self.ref]
        return ReturnedRow(
            number=self.number,
            ref=self.ref,
            reference=reference,
            version=version,
            progress=given["progress"],
            wanted=wanted,
            why=" ".join(given["why"].split()),
            complete_on=complete,
            evidence=" ".join(given["evidence"].split()),
            link=given["link"],
        )

    def _day(self, name: str) -> date | None:
        """A single day; a month or a season is none."""
        words = self.cells[name]
        if not words:
            return None
        days, sentence = days_in_cell(words)
        if not sentence and days.earliest != days.latest:
            sentence = f"“{words[:60]}” is more than one day; write it as {days.latest:%-d %B %Y}"
        if sentence:
            self.fault(name, sentence)
        return days.latest


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
