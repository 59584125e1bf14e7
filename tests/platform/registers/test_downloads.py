"""Files that people open: their look, their limits, and rows of any number in pieces."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest
from docx.enum.section import WD_ORIENT

from heed.platform.registers.downloads import as_csv, as_docx, as_json, as_xlsx

LABELS = ["Reference", "Words"]
ROWS = [[f"REC-{number:04d}", "An ask of some length, as they are. " * 3] for number in range(2000)]


def sheet(rows: list[list[str | int]]) -> str:
    """The sheet and the words it refers to."""
    with zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx("Rows", LABELS, rows)))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_long_csv_comes_in_pieces_and_loses_nothing() -> None:
    pieces = list(as_csv("Rows", LABELS, ROWS))
    assert len(pieces) > 3
    assert max(len(each) for each in pieces) < 80_000
    whole = b"".join(pieces)
    assert whole.startswith(b"\xef\xbb\xbf")
    assert whole.count(b"\xef\xbb\xbf") == 1
    assert list(csv.reader(io.StringIO(whole.decode("utf-8-sig")))) == [LABELS, *ROWS]


def test_every_form_takes_rows_one_at_a_time() -> None:
    def counted() -> Iterator[list[str]]:
        for number, row in enumerate(ROWS):
            assert number < 1500 or pieces, "nothing was sent before nearly all rows were asked for"
            yield row

    pieces: list[bytes] = []
    for piece in as_json("Rows", LABELS, counted()):
        pieces.append(piece)
    assert json.loads(b"".join(pieces)) == {
        "title": "Rows",
        "rows": [dict(zip(LABELS, row, strict=True)) for row in ROWS],
    }


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_words(first: str) -> None:
    [_, [cell, number]] = csv.reader(
        io.StringIO(b"".join(as_csv("Rows", LABELS, [[f"{first}1+1", -5]])).decode("utf-8-sig"), newline="")
    )
    assert cell == f"'{first}1+1"
    assert number == "-5", "a number is a number"
    written = sheet([[f"{first}1+1", "https://example.org"]])
    assert "<f>" not in written
    assert "hyperlink" not in written


def test_a_sheets_head_stays_in_view_and_its_columns_are_wide() -> None:
    written = sheet([["REC-1", 7]])
    assert '<pane ySplit="1" topLeftCell="A2"' in written
    assert 'state="frozen"' in written
    assert '<col min="1" max="2" width="28.7' in written
    assert '<c r="A1"' in written
    assert '<c r="A2"' in written
    assert re.search(r'<c r="B2"[^>]*><v>7</v>', written)


def test_a_cell_holds_what_a_spreadsheet_can_hold_and_says_what_it_cannot() -> None:
    longest = "x" * 32_767
    assert longest in sheet([[longest, ""]])
    cut = sheet([[f"{longest}x", ""]])
    assert "… [the rest does not fit into a cell]</t>" in cut
    kept = 32_767 - len(" … [the rest does not fit into a cell]")
    assert "x" * kept in cut
    assert "x" * (kept + 1) not in cut


def test_a_word_file_is_a_landscape_page_with_a_head_that_repeats() -> None:
    document = docx.Document(io.BytesIO(b"".join(as_docx("Recommendations", LABELS, ROWS[:3]))))
    [section] = document.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width or 0) > (section.page_height or 0)
    assert document.core_properties.title == "Recommendations"
    assert document.core_properties.author == "Heed"
    heading = document.paragraphs[0]
    assert (heading.text, heading.style.name if heading.style else "") == ("Recommendations", "Heading 1")
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [LABELS, *ROWS[:3]]
    head = table.rows[0]
    assert all(run.bold for cell in head.cells for run in cell.paragraphs[0].runs)
    assert "w:tblHeader" in head._tr.xml
    assert "w:tblHeader" not in table.rows[1]._tr.xml
    assert table.style is not None
    assert table.style.name == "Table Grid"
