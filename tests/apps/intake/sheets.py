"""Files of plans as people keep them, made here."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
import xlsxwriter

HEAD = (
    "Ref",
    "Recommendation",
    "Action",
    "Lead agency",
    "Lead officer",
    "Due date",
    "RAG",
    "Success measure",
    "Update",
)
CORE = "The Council and the Police should hold core groups on time and record who came."
AUDIT = "Audit ten core group records each month."
COVER = "Write one page on arranging cover for core groups."
GOOD: tuple[Sequence[Any], ...] = (
    (
        "A1",
        CORE,
        AUDIT,
        "Westmere Council",
        "Head of Quality",
        date(2025, 9, 30),
        "Green",
        "9 of 10 hold",
        "Begun",
    ),
    ("A2", "", COVER, "Westmere Police", "Superintendent", "31/12/2024", "Blue", "", "Done in June"),
    ("A3", "2a", "Change the form for visits.", "Vale NHS Trust", "", "Ongoing", "Not started", "", ""),
)


def excel(
    *rows: Sequence[Any], head: Sequence[str] = HEAD, above: Sequence[str] = (), name: str = "Plan"
) -> bytes:
    """A workbook with a title over the table, where one is given."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet(name)
        for number, row in enumerate([*[[each] for each in above], head, *rows]):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return out.getvalue()


def word(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """A Word document with the plan as its table."""
    document = docx.Document()
    document.add_paragraph("Our action plan")
    table = document.add_table(rows=0, cols=len(head))
    for row in [head, *rows]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = f"{words:%d/%m/%Y}" if isinstance(words, date) else str(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def csv_file(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """The same as text, by semicolons, as a spreadsheet of another country's settings writes it."""
    lines = [
        ";".join(f'"{words:%d/%m/%Y}"' if isinstance(words, date) else f'"{words}"' for words in row)
        for row in [head, *rows]
    ]
    return "\r\n".join(lines).encode("cp1252")
