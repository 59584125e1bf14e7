"""The rows of a plan's table: each an action as the plan would have it, with what is wrong by row and column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from heed.intake.rules import text_key
from heed.intake.sheets.columns import pattern, written
from heed.intake.types import Columns, SheetRow
from heed.kit.dates import Days, days_in_cell
from heed.kit.reading.grid import Fault, Grid
from heed.kit.words import plain
from heed.plans.types import ActionKind, BroughtAction, SaidElsewhere

_LONGEST = {"action": 2000, "measure": 2000, "outcome": 2000, "risk": 2000, "owner": 160, "agency": 200}
_YEARS = (1990, 2100)
_CARRIED = ("recommendation", "recommendation_label")
"""Written once, and meant for the rows beneath as well."""
_BROKEN = re.compile(r"#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL)[!?]?", re.IGNORECASE)
_MARKS = re.compile(r"^\s*(?:[•▪◦*-]|\(?[a-z0-9]{1,2}[.)])\s+")


def read_sheet(
    grid: Grid, columns: Columns, *, agencies: Mapping[str, int], fold: Any, file: str, today: date
) -> list[SheetRow]:
    """Every row under the head that says anything. `agencies`: those of the partnership by their `fold`ed names."""
    heads = {name: at for at, name in columns.of.items() if at < len(grid.rows[0] if grid.rows else ())}
    names = {name: _head(grid, columns.head, at) for name, at in heads.items()}
    rows: list[SheetRow] = []
    carried = dict.fromkeys(_CARRIED, "")
    for number, row in enumerate(grid.rows[columns.head + 1 :], start=columns.head + 2):
        cells = {name: row[at].strip() for name, at in heads.items()}
        if not any(cells.values()) or row == grid.rows[columns.head]:
            continue  # empty, or the head printed again
        if any(cells[name] for name in _CARRIED if name in cells):
            carried = {name: cells.get(name, "") for name in _CARRIED}
        one = _Row(number, cells, names, columns.meanings, today)
        rows.append(one.understood(carried, agencies, fold, file))
    return list(_with_clashes(rows, names.get("reference", "")))


def statuses_of(grid: Grid, columns: Columns) -> list[tuple[str, int, str]]:
    """The words of the status column with how many rows have each and what they are taken to mean, the most frequent
    first; "" for those that nobody can tell."""
    at = next((at for at, name in columns.of.items() if name == "status"), None)
    if at is None:
        return []
    said = Counter(" ".join(row[at].split()) for row in grid.rows[columns.head + 1 :] if at < len(row))
    del said[""]
    return [(words, rows, words_of_status(words, columns.meanings)) for words, rows in said.most_common()]


def words_of_status(words: str, meanings: Mapping[str, str]) -> str:
    """What a status means: as a person said for this file, else by the rules; "" where neither knows."""
    said = meanings.get(_folded(words), "")
    if said or not words.strip():
        return said or SaidElsewhere.PLANNED
    bare = " ".join(plain(words).split()).strip(" .:;*")
    return next((name for name in written()["statuses"] if pattern(f"statuses/{name}").fullmatch(bare)), "")


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _head(grid: Grid, head: int, at: int) -> str:
    """What the file calls a column: its head, or its letter where it has none."""
    words = " ".join(grid.rows[head][at].split()) if head < len(grid.rows) else ""
    return words[:60] or chr(ord("A") + at % 26)


class _Row:
    def __init__(
        self,
        number: int,
        cells: Mapping[str, str],
        names: Mapping[str, str],
        meanings: Mapping[str, str],
        today: date,
    ):
        self.number, self.cells, self.names, self.meanings, self.today = number, cells, names, meanings, today
        self.faults: list[Fault] = []

    def understood(
        self, carried: Mapping[str, str], agencies: Mapping[str, int], fold: Any, file: str
    ) -> SheetRow:
        self._look_at_words()
        said = self._said()
        kind, days, due_text = self._due()
        done = self._done()
        agency = " ".join(self.get("agency").split())
        text = _MARKS.sub("", self.get("action"))
        action = BroughtAction(
            text=text,
            said=SaidElsewhere(said or SaidElsewhere.PLANNED),
            why=self._why(file, done),
            kind=kind,
            agency_id=agencies.get(fold(agency)),
            agency_words=agency,
            owner=" ".join(self.get("owner").split()),
            owner_words=" ".join(self.get("owner_name").split()),
            due_text=due_text,
            due_earliest=days.earliest,
            due_latest=days.latest,
            how_we_will_know=self.get("measure"),
            outcome=self.get("outcome"),
            risk=self.get("risk"),
        )
        reference = " ".join(self.get("reference").split())[:60]
        same = f"{text_key(text)}|{fold(agency)}"
        return SheetRow(
            number=self.number,
            key=f"ref:{reference.casefold()}" if reference else f"text:{same}",
            text_key=same,
            reference=reference,
            label=" ".join(carried["recommendation_label"].split()),
            recommendation=carried["recommendation"],
            action=action,
            faults=tuple(self.faults),
        )

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    def fault(self, name: str, sentence: str) -> None:
        self.faults.append(Fault(self.number, self.names.get(name, ""), sentence))

    def _look_at_words(self) -> None:
        if not self.get("action"):
            self.fault("action", "it is empty; say what will be done, or delete the row")
        for name, words in self.cells.items():
            most = _LONGEST.get(name, 20_000)
            if len(words) > most:
                self.fault(name, f"it has {len(words):,} letters; use at most {most:,}")
            if _BROKEN.fullmatch(words):
                self.fault(name, f"{words} is what a broken formula leaves; write what belongs there")

    def _said(self) -> str:
        words = self.get("status")
        said = words_of_status(words, self.meanings)
        if not said:
            self.fault(
                "status", f"“{words[:60]}” is no status that is known; say beside the columns what it means"
            )
        return said

    def _due(self) -> tuple[ActionKind, Days, str]:
        """The kind of action that its date tells, the days, and the words where they say more than a day does."""
        words = " ".join(self.get("due").split())
        bare = plain(words).strip(" .")
        if not bare or pattern("names_no_day").fullmatch(bare):
            return ActionKind.ONE_OFF, Days(), words
        if pattern("keeps_happening").fullmatch(bare):
            return ActionKind.STANDING, Days(), words
        days = self._days("due", words)
        return ActionKind.ONE_OFF, days, "" if days.earliest == days.latest else words

    def _done(self) -> str:
        words = self.get("done")
        if not words or pattern("names_no_day").fullmatch(plain(words).strip(" .")):
            return ""
        days = self._days("done", words)
        if days.earliest and days.earliest > self.today:
            self.fault("done", f"{words} is still to come; a day on which something was done is over")
        return words

    def _days(self, name: str, words: str) -> Days:
        days, sentence = days_in_cell(words)
        if sentence:
            self.fault(name, sentence)
        elif days.latest and not _YEARS[0] <= days.latest.year <= _YEARS[1]:
            self.fault(name, f"{words} is in the year {days.latest.year}; check the year")
        return days

    def _why(self, file: str, done: str) -> str:
        """Where it stood and what was said of it there: kept with the action's first step."""
        said = [
            f"{self.names[name]}: {words}"
            for name in ("reference", "status", "progress", "evidence")
            if (words := " ".join(self.get(name).split()))
        ]
        if done:
            said.append(f"{self.names['done']}: {done}")
        from_where = f"Row {self.number} of {file}"
        return f"{from_where}, which says: {'; '.join(said)}" if said else from_where


def _with_clashes(rows: Sequence[SheetRow], column: str) -> Iterator[SheetRow]:
    """The rows; one that has the number of an earlier row and says something else is faulty."""
    first: dict[str, SheetRow] = {}
    for row in rows:
        earlier = first.setdefault(row.key, row) if row.reference else row
        if earlier.text_key == row.text_key:
            yield row
            continue
        sentence = f"{row.reference} stands in row {earlier.number} as well, for another action"
        yield replace(row, faults=(*row.faults, Fault(row.number, column, sentence)))
