"""Tables as they stand in a file, cell by cell: the sheets of a workbook, a CSV file, the tables of a Word document.

Where `read` makes records of what a document says, a grid keeps rows and columns as they are, so that whoever sent
the file can be told "row 14, column Due date". Nothing is dropped: what is hidden is there, and said to be hidden.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

import python_calamine

from heed.kit.reading.decode import decode
from heed.kit.reading.docx import extract_docx
from heed.kit.reading.docx_parts import Package
from heed.kit.reading.shown import words
from heed.kit.reading.sniff import LIMITS, Limits, read_member, refuse, sniff
from heed.kit.reading.types import BlockKind, Document
from heed.kit.reading.xlsx_parts import part_names, printed, raw_sheet

MOST_ROWS = 20_000
"""Of one table; with the same limit on cells that the reader of action plans has, twice."""
_LONGEST = 8_000_000
"""Letters of one cell of a CSV file; whoever uses the cell may keep fewer, and then says so."""
_ABOVE = 4
"""Paragraphs before a Word table that may be its title."""
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=\"(?:1|true)\"")
_FORMULA = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_DELIMITERS = ",;\t"
_AS_WORDS = re.compile(r'="([^"]*)"')
"""How exports for a spreadsheet write a cell that it must not take for a number."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table. `rows[0]` is the file's row 1, so that a row's number is its place and one; each row is as wide as
    the widest. `formulas` are the cells, as (row, column) from 0, whose words a formula makes. `above` are the words
    before a Word table; `epoch` is 1900 or 1904 for a workbook, whose bare numbers may count days from then."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()
    above: tuple[str, ...] = ()
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be used: the row's number in the file, what its column is called, and a sentence without
    its full stop. `column` is empty where it is about the whole row, `row` 0 where it is about the whole file."""

    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        place = [f"row {self.row}" if self.row else "", f"column {self.column}" if self.column else ""]
        where = ", ".join(filter(None, place))
        return f"{where}: {self.sentence}" if where else self.sentence


def grids(data: bytes, name: str, limits: Limits = LIMITS) -> list[Grid]:
    """The tables of a workbook, a CSV file or a Word document, in order. Raises `Unreadable` for other kinds of file,
    and for one that is longer than any plan. Belongs in the limited process."""
    kind = sniff(data, limits)
    if kind == "xlsx":
        return _of_workbook(data, limits)
    if kind == "docx":
        return _of_document(extract_docx(data, limits=limits))
    if kind in ("text", "markdown") and not name.casefold().endswith((".md", ".htm", ".html")):
        return [_of_text(decode(data), name)]
    raise refuse("no_table")


def _of_workbook(data: bytes, limits: Limits) -> list[Grid]:
    package = Package.open(data, limits)
    parts, found = part_names(package), list[Grid]()
    from_1904 = _FROM_1904.search(read_member(package.archive, package.main, limits.unpacked))
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                raw = raw_sheet(package, parts.get(about.name, ""), most_rows=MOST_ROWS)
                sheet = book.get_sheet_by_name(about.name)
                top, left = sheet.start or (0, 0)
                rows = [[""] * left + [_shown(value) for value in row] for row in sheet.to_python()]
                _fill_merged(rows, sheet.merged_cell_ranges or (), top)
                hidden = about.visible is not python_calamine.SheetVisibleEnum.Visible
                found.append(
                    replace(
                        _grid(about.name, [list[str]() for _ in range(top)] + rows),
                        hidden=hidden,
                        formulas=_formulas(raw),
                        epoch=1904 if from_1904 else 1900,
                    )
                )
    except (python_calamine.CalamineError, ValueError) as error:
        raise refuse("damaged") from error
    return found


def _shown(value: object) -> str:
    """A cell as a person would write it; a moment with its time of day, but for midnight, which is a day's."""
    day = printed(value)
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) and value.time() != time.min else day


def _fill_merged(
    rows: list[list[str]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]], top: int
) -> None:
    """A merged cell says the same for every row that it covers; its first column alone has the words."""
    for (first, left), (last, _) in merged:
        if top <= first < top + len(rows) and left < len(rows[first - top]):
            for row in rows[first - top + 1 : last - top + 1]:
                row[left] = row[left] or rows[first - top][left]


def _formulas(raw: bytes) -> frozenset[tuple[int, int]]:
    return frozenset((int(row) - 1, _number(column)) for column, row in _FORMULA.findall(raw))


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _of_text(text: str, name: str) -> Grid:
    """By the sign that most of the first lines agree on; a quoted cell may hold line ends."""
    head = "\n".join(text.splitlines()[:50])
    delimiter = max(_DELIMITERS, key=head.count)
    if not head.count(delimiter):
        raise refuse("no_table")
    csv.field_size_limit(_LONGEST)
    try:
        rows = _separated(io.StringIO(text), delimiter)
        if text.count('"') % 2 and any(
            "\n" in cell for row in rows for cell in row
        ):  # one that nobody closed
            rows = [row for line in text.splitlines() for row in _separated([line], delimiter)]
    except csv.Error as error:
        raise refuse("long_cell", limit=f"{_LONGEST:,}") from error
    return _grid(name.rsplit(".", 1)[0], rows)


def _separated(lines: Iterable[str], delimiter: str) -> list[list[str]]:
    return [[_cell(each) for each in row] for row in csv.reader(lines, delimiter=delimiter)]


def _cell(written: str) -> str:
    said = written.strip()
    as_words = _AS_WORDS.fullmatch(said)
    return as_words[1].strip() if as_words else said


def _of_document(document: Document) -> list[Grid]:
    """The tables of a Word document; cells of several paragraphs keep them as lines."""
    tables: dict[int, dict[tuple[int, int], list[str]]] = {}
    above: dict[int, tuple[str, ...]] = {}
    before: list[str] = []
    for block in document.blocks:
        if block.kind is BlockKind.CELL and block.place:
            said = " ".join(words(document.text, block.spans).split())
            above.setdefault(block.place.table, tuple(before[-_ABOVE:]))
            before.clear()
            cells = tables.setdefault(block.place.table, {})
            cells.setdefault((block.place.row, block.place.column), []).append(
                f"{block.marker} {said}".strip() if block.marker else said
            )
        elif block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
            before.append(" ".join(words(document.text, block.spans).split()))
    if not tables:
        raise refuse("no_table")
    return [
        replace(_grid(f"Table {number}", _rows_of(cells)), above=above[table])
        for number, (table, cells) in enumerate(sorted(tables.items()), 1)
    ]


def _rows_of(cells: dict[tuple[int, int], list[str]]) -> list[list[str]]:
    height, width = max(row for row, _ in cells) + 1, max(column for _, column in cells) + 1
    return [["\n".join(cells.get((row, column), ())) for column in range(width)] for row in range(height)]


def _grid(name: str, rows: Sequence[Sequence[str]]) -> Grid:
    if len(rows) > MOST_ROWS:
        raise refuse("too_many_rows", limit=f"{MOST_ROWS:,}")
    width = max((len(row) for row in rows), default=0)
    level = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return Grid(name, level)
