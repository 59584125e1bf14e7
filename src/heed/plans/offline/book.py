"""The workbook that goes out: locked columns to read, open ones to fill, and a hidden sheet for Heed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

SHEET, PROMISE = "Actions", "Heed"
"""The sheet that people fill, and the hidden one that Heed reads."""
HEAD_ROW = 3
"""Rows above the head: what it is, and how it is filled."""
IDENTITY = "Heed's mark"
LOCKED = ("Reference", "Action", "Owner", "Due date", "State", "Asked by")
OPEN = {
    "progress": "Progress",
    "wanted": "New date asked for",
    "why": "Why the date should move",
    "complete_on": "Complete on",
    "evidence": "Evidence: what it is",
    "link": "Evidence: link",
}
"""The columns to fill, by what they are called in Heed."""
_WIDTHS = {
    "Action": 60,
    "Progress": 50,
    "Why the date should move": 34,
    "Evidence: what it is": 34,
    "Evidence: link": 30,
}
_PIECE = 30_000
"""Letters of the promise in one cell: a cell holds 32,767."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """An action as it goes out: its public id, its version, and the words of the locked columns."""

    ref: str
    version: int
    locked: tuple[str, ...]

    @property
    def marks(self) -> list[str]:
        """A short mark of each locked cell, by which one that was changed is found."""
        return [mark_of(each) for each in self.locked]


def mark_of(words: str) -> str:
    """The same for words that differ in white space alone, as spreadsheets and people leave it."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def as_book(rows: Sequence[BookRow], *, agency: str, day: date, promise: str) -> bytes:
    """The workbook. `promise` is what Heed signed of it, and is asked for when it comes back."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(SHEET)
        _write_head(book, sheet, agency, day)
        _write_rows(book, sheet, rows)
        hidden = book.add_worksheet(PROMISE)
        for at, piece in enumerate(_pieces(promise)):
            hidden.write_string(at, 0, piece)
        hidden.very_hidden()
        hidden.protect()
    return out.getvalue()


def _write_head(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, agency: str, day: date
) -> None:
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 1, f"{agency}: actions to update, as they were on {day:%-d %B %Y}", bold)
    sheet.write_string(
        1,
        1,
        "Fill the white columns of the rows that have news, and leave the others empty. Grey columns are locked.",
    )
    sheet.write_string(
        2,
        1,
        "Then bring this file back in Heed: Actions, Work offline. You see what it would change before it does.",
    )
    locked = book.add_format({"bold": True, "bottom": 1, "bg_color": "#d5dde0", "text_wrap": True})
    free = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    sheet.write_string(HEAD_ROW, 0, IDENTITY, locked)
    for at, words in enumerate(LOCKED, start=1):
        sheet.write_string(HEAD_ROW, at, words, locked)
    for at, words in enumerate(OPEN.values(), start=1 + len(LOCKED)):
        sheet.write_string(HEAD_ROW, at, words, free)
    sheet.set_column(0, 0, 14, None, {"hidden": True})
    for at, words in enumerate((*LOCKED, *OPEN.values()), start=1):
        sheet.set_column(at, at, _WIDTHS.get(words, 18))
    sheet.freeze_panes(HEAD_ROW + 1, 2)


def _write_rows(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, rows: Iterable[BookRow]
) -> None:
    grey = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#f4f7f7"})
    words = book.add_format({"text_wrap": True, "valign": "top", "locked": False})
    days = book.add_format({"num_format": "d mmmm yyyy", "valign": "top", "locked": False})
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        sheet.write_string(number, 0, row.ref, grey)
        for at, cell in enumerate(row.locked, start=1):
            sheet.write_string(number, at, cell, grey)
        for at, name in enumerate(OPEN, start=1 + len(LOCKED)):
            sheet.write_blank(number, at, None, days if name in ("wanted", "complete_on") else words)
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})


def _pieces(words: str) -> Iterable[str]:
    return (words[at : at + _PIECE] for at in range(0, len(words), _PIECE))
