"""A workbook that an agency downloaded, filled as a person fills it in a spreadsheet."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import xlsxwriter

from heed.kit.reading.grid import grids
from heed.plans.offline.book import HEAD_ROW, OPEN


class Book:
    """A workbook as a spreadsheet has it open: its sheets by name, each as rows of cells; saved as a new file."""

    def __init__(self, data: bytes):
        self.sheets: dict[str, list[list[Any]]] = {
            each.name: [list(row) for row in each.rows] for each in grids(data, "a.xlsx")
        }

    @property
    def actions(self) -> list[list[Any]]:
        return self.sheets["Actions"]

    def save(self) -> bytes:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            day = book.add_format({"num_format": "dd/mm/yyyy"})
            for name, rows in self.sheets.items():
                sheet = book.add_worksheet(name)
                for number, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if isinstance(cell, date):
                            sheet.write_datetime(number, column, cell, day)
                        elif cell != "":
                            sheet.write(number, column, cell)
                if name == "Heed":
                    sheet.very_hidden()
        return out.getvalue()


def put(book: Book, row: int, **cells: Any) -> None:
    for name, value in cells.items():
        book.actions[row - 1][book.actions[HEAD_ROW].index(OPEN[name])] = value
