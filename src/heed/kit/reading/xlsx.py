"""Excel files: action plans kept as tables. A workbook without such a table is not read.

Each sheet that is shown is read from its top: rows above a table are headings, the row whose words name
columns (`rules/reading/tables.yaml`) is its head, and the rows under it are its cells. A merged cell's words
stand in its first cell, as in a Word table. A workbook has no pages, so its spans have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from heed.kit.reading.compose import Composer, Run, after
from heed.kit.reading.docx_parts import Package, property_of
from heed.kit.reading.headings import may_be_heading
from heed.kit.reading.markers import find_marker, is_bullet
from heed.kit.reading.rules import Rules, load_rules
from heed.kit.reading.sniff import LIMITS, Limits, refuse
from heed.kit.reading.tables import columns_of
from heed.kit.reading.types import BlockKind, Document, Place
from heed.kit.reading.xlsx_parts import Sheet, chunks, sheets
from heed.kit.words import plain

_ASKS = {"recommendation", "action", "planned", "taken"}
_PLAIN_NAME = re.compile(r"(?:sheet|table|page)\s*\d*", re.IGNORECASE)
_ENDS = re.compile(r"[.:;!?]$")
_MEND = "If it belongs to the plan, show it in Excel, save, and bring the file in again."
_Row = dict[int, str]


def extract_xlsx(data: bytes, *, limits: Limits = LIMITS) -> Document:
    """Read a workbook. Raises `Unreadable` where no sheet that is shown has a table with a column of
    recommendations or actions."""
    shown, hidden = sheets(data, limits)
    reader = _Reader(load_rules())
    for sheet in shown:
        reader.sheet(sheet, named=len(shown) > 1)
    if not reader.found:
        raise refuse("spreadsheet")
    core = Package.open(data, limits).xml("docProps/core.xml")
    return reader.composer.document(
        "xlsx",
        title=property_of(core, "title"),
        created=property_of(core, "created"),
        left_out=tuple(_left_out(shown, hidden)),
    )


def _left_out(shown: Sequence[Sheet], hidden: Sequence[str]) -> Iterator[str]:
    for name in hidden:
        yield f"Hidden, and not read: the sheet “{name}”. {_MEND}"
    for sheet in shown:
        if sheet.hidden:
            yield f"Hidden in the sheet “{sheet.name}”, and not read: {sheet.hidden}. {_MEND}"


class _Reader:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.composer = Composer()
        self.tables = 0
        self.found = False  # a table of recommendations or actions

    def sheet(self, sheet: Sheet, *, named: bool) -> None:
        if not any(map(any, sheet.rows)):
            return
        runs = [
            [{x: words for x, words in enumerate(row) if words} for row in run] for run in chunks(sheet.rows)
        ]
        if named and self._is_head(runs[0][0]) and not _PLAIN_NAME.fullmatch(sheet.name.strip()):
            self._above(sheet.name, level=2)  # it has no title but its name
        width = 0  # of the table being read; 0 before the first
        number = row_number = 0
        for rows in runs:
            heads = [index for index, row in enumerate(rows) if self._is_head(row)]
            above = rows[: heads[0]] if heads else [] if self._goes_on(rows, width) else rows
            self._outside(above, below=bool(heads))
            for index, row in enumerate(rows[len(above) :], start=len(above)):
                if index in heads:
                    number, row_number, width = self.tables, 0, len(row)
                    self.tables += 1
                self._row(row, Place(number, row_number, 0, index in heads))
                row_number += 1

    def _is_head(self, row: _Row) -> bool:
        columns = columns_of({x: " ".join(plain(words).split()) for x, words in row.items()}, self.rules)
        self.found = self.found or bool(_ASKS & set(columns.values()))
        return bool(columns)

    def _goes_on(self, rows: Sequence[_Row], width: int) -> bool:
        """Whether rows after an empty one still belong to the table above: some are as wide as its rows are."""
        return width > 0 and max(map(len, rows)) > max(2, width // 2)

    def _outside(self, rows: Sequence[_Row], *, below: bool) -> None:
        """Rows outside tables: titles over one, or notes; those of two cells are a list of names and values."""
        if not below and len(rows) > 1 and all(len(row) == 2 for row in rows):
            number, self.tables = self.tables, self.tables + 1
            for y, row in enumerate(rows):
                for x, words in enumerate(row.values()):
                    self._cell(words, Place(number, y, x))
            return
        for row in rows:
            words = " ".join(" ".join(words.split()) for words in row.values())
            if (below or not self.tables) and len(row) == 1 and may_be_heading(words):
                self._above(words, level=1)
            else:
                self.composer.add(BlockKind.PARAGRAPH, [Run(words)])

    def _above(self, words: str, *, level: int) -> None:
        self.composer.add(BlockKind.HEADING, [Run(words, bold=True)], level=level)

    def _row(self, row: _Row, place: Place) -> None:
        for x, words in row.items():
            self._cell(words, Place(place.table, place.row, x, place.head))

    def _cell(self, words: str, place: Place) -> None:
        for paragraph in _paragraphs(words):
            runs, marker = [Run(paragraph)], ""
            found = find_marker(paragraph)
            if found and (is_bullet(found.text) or found.rest < len(paragraph)):
                marker, runs = found.text, after(runs, found.rest)
            self.composer.add(BlockKind.CELL, runs, marker=marker, place=place)


def _paragraphs(words: str) -> list[str]:
    """The lines of a cell, those joined again that somebody broke only to fit the column."""
    joined: list[str] = []
    for line in words.splitlines():
        line = line.strip()
        if not line:
            joined.append("")
        elif joined and joined[-1] and not find_marker(line) and not _ENDS.search(joined[-1]):
            joined[-1] += "\n" + line
        else:
            joined.append(line)
    return [paragraph for paragraph in joined if paragraph]
