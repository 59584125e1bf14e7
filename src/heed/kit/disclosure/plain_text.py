"""Text, Markdown and CSV files."""

from __future__ import annotations

import csv
import io

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.types import Form, Layer
from heed.kit.disclosure.written import add_document
from heed.kit.reading.decode import decode
from heed.kit.reading.text import extract_text

_LONGEST_CELL = 1_000_000


def fill_from_text(data: bytes, name: str, kind: str, found: Collected) -> None:
    """Add every paragraph, or every cell."""
    if kind == "csv":
        _cells(decode(data), name, found)
    else:
        add_document(extract_text(data, name), found)


def _cells(text: str, name: str, found: Collected) -> None:
    mark = "\t" if name.lower().endswith(".tsv") or text[:2000].count("\t") > text[:2000].count(",") else ","
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for y, row in enumerate(csv.reader(io.StringIO(text), delimiter=mark)):
            for x, words in enumerate(row):
                place = f"row {y + 1}, column {x + 1}"
                found.add(words, Layer.VISIBLE, place, form=Form.CELL, table=0, row=y, column=x)
    except csv.Error:  # a cell without an end: line by line says as much
        for y, line in enumerate(text.splitlines()):
            found.add(line, Layer.VISIBLE, f"row {y + 1}")
