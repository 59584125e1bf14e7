"""The sheets of an Excel file as grids of printed words, without what is hidden."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import python_calamine

from heed.kit.reading.docx_parts import Package, R
from heed.kit.reading.markers import letters
from heed.kit.reading.sniff import Limits, read_member, refuse

MOST_ROWS: Final = 10_000
"""Rows of one sheet."""
MOST_CELLS: Final = 200_000
"""Cells with something in them, and places between the first and the last of them, of one sheet."""

_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*(?<!/)>')
_HIDDEN = rb'\b(?:hidden="(?:1|true)"|ht="0(?:\.0+)?"|width="0(?:\.0+)?")'
_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*" + _HIDDEN + rb')[^>]*?\br="(\d{1,7})"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*" + _HIDDEN + rb"[^>]*>")
_FIRST, _LAST = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is shown: its rows of words, empty where a cell is, and what of it is hidden, in words."""

    name: str
    rows: list[list[str]]
    hidden: str = ""


def sheets(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """The sheets that are shown, in order, and the names of those that are hidden.

    Raises `Unreadable` for a file that is damaged, or whose sheets are longer or wider than any plan.
    """
    package = Package.open(data, limits)
    parts = part_names(package)
    shown: list[Sheet] = []
    hidden: list[str] = []
    try:
        with python_calamine.load_workbook(io.BytesIO(data)) as book:
            for about in book.sheets_metadata:
                if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                if about.visible is not python_calamine.SheetVisibleEnum.Visible:
                    hidden.append(about.name)
                    continue
                raw = raw_sheet(package, parts.get(about.name, ""))
                shown.append(_sheet(book.get_sheet_by_name(about.name), raw))
    except (python_calamine.CalamineError, ValueError) as error:
        raise refuse("damaged") from error
    return shown, hidden


def part_names(package: Package) -> dict[str, str]:
    """The file of each sheet, by its name."""
    root = package.xml(package.main)
    if root is None:
        raise refuse("damaged")
    relations = package.relations(package.main)
    return {
        one.get("name", ""): relations.get(one.get(R + "id", ""), ("", "", False))[1]
        for one in root.iter("{*}sheet")
    }


def raw_sheet(package: Package, part: str, *, most_rows: int = MOST_ROWS) -> bytes:
    """A sheet's own XML, once it is known that it promises no more than a plan holds."""
    try:
        raw = read_member(package.archive, part, package.limits.unpacked)
    except KeyError as error:
        raise refuse("damaged") from error
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise refuse("unsafe")
    most_cells = MOST_CELLS * most_rows // MOST_ROWS
    rows: set[int] = set()
    right = count = 0
    for count, found in enumerate(_CELL.finditer(raw), start=1):
        rows.add(int(found.group(2)))
        right = max(right, _number(found.group(1).decode()))
        if len(rows) > most_rows or count > most_cells:
            raise refuse("too_many_rows", limit=f"{most_rows:,}")
    if rows and (max(rows) - min(rows) + 1) * right > 10 * most_cells:
        raise refuse("too_many_rows", limit=f"{most_rows:,}")
    return raw


def _sheet(sheet: python_calamine.CalamineSheet, raw: bytes) -> Sheet:
    hidden_rows = {int(number) - 1 for number in _ROW.findall(raw)}
    hidden_columns = {column for found in _COLUMN.findall(raw) for column in _columns(found)}
    top, left = sheet.start or (0, 0)
    rows: list[list[str]] = []
    lost_rows: set[int] = set()
    lost_columns: set[int] = set()
    for y, values in enumerate(sheet.to_python(), start=top):
        full = [""] * left + [printed(value) for value in values]
        if y in hidden_rows:
            if any(full):
                lost_rows.add(y)
            continue
        lost_columns |= {x for x, word in enumerate(full) if word and x in hidden_columns}
        rows.append([word for x, word in enumerate(full) if x not in hidden_columns])
    return Sheet(sheet.name, rows, _said(lost_rows, lost_columns))


def _columns(tag: bytes) -> range:
    first, last = _FIRST.search(tag), _LAST.search(tag)
    low = int(first.group(1)) if first else 1
    return range(low - 1, int(last.group(1)) if last else low)


def _said(rows: set[int], columns: set[int]) -> str:
    """Such as "rows 4, 5 and column C"; empty where nothing that holds words is hidden."""
    listed = []
    for name, places in (
        ("row", [str(y + 1) for y in sorted(rows)]),
        ("column", [letters(x + 1).upper() for x in sorted(columns)]),
    ):
        if places:
            more = f" and {len(places) - 10} more" if len(places) > 10 else ""
            listed.append(f"{name}{'s' if len(places) > 1 else ''} {', '.join(places[:10])}{more}")
    return " and ".join(listed)


def _number(column: str) -> int:
    number = 0
    for letter in column:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def printed(value: object) -> str:
    """A cell's value as a person would write it: days as "31 March 2026", whole numbers without a point."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime.date):  # and a moment, whose day it is
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(value).strip()


def blank(row: list[str]) -> bool:
    return not any(row)


def chunks(rows: list[list[str]]) -> Iterator[list[list[str]]]:
    """Runs of rows with no empty row between them."""
    run: list[list[str]] = []
    for row in [*rows, []]:
        if not blank(row):
            run.append(row)
        elif run:
            yield run
            run = []
