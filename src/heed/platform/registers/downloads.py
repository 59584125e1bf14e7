"""Rows as Excel, CSV, Word and JSON: complete, streamed, and safe to open in a spreadsheet.

Each writer takes the columns' labels and an iterator of rows of cells, and yields bytes. None holds all
rows in memory.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT

from heed.kit.writing.cells import harmless
from heed.platform.registers.types import Cell

Rows = Iterable[Sequence[Cell]]
_CHUNK = 64 * 1024
_ROWS_HERE = "ROWS-STAND-HERE"


def as_csv(title: str, labels: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """UTF-8 with a mark that spreadsheets need; cells that begin like a formula get an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield "\ufeff".encode()
    writer.writerow(labels)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        if buffer.tell() > _CHUNK:
            yield _taken(buffer)
    yield _taken(buffer)


def _harmless(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _taken(buffer: io.StringIO) -> bytes:
    content = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return content


def as_json(title: str, labels: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """One object: the title, and each row by the columns' labels."""
    yield f'{{"title": {json.dumps(title, ensure_ascii=False)}, "rows": ['.encode()
    before = ""
    for row in rows:
        yield (before + json.dumps(dict(zip(labels, row, strict=True)), ensure_ascii=False)).encode()
        before = ",\n"
    yield b"]}\n"


def as_xlsx(title: str, labels: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """A sheet with a fixed head; words are written as words, never as formulas or links."""
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(file, options) as book:
            sheet = book.add_worksheet("Rows")
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(labels) - 1, 28, book.add_format({"text_wrap": True, "valign": "top"}))
            sheet.write_row(0, 0, labels, book.add_format({"bold": True, "bottom": 1}))
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    # Asked for by kind: left to guess, the writer tries each word as six other things first.
                    if isinstance(cell, str):
                        sheet.write_string(number, column, _that_fits(cell))
                    else:
                        sheet.write_number(number, column, cell)
        yield from _read_back(file)


def _that_fits(cell: str) -> str:
    """What a cell of a spreadsheet can hold; where that is not all, it says so."""
    if len(cell) <= _LONGEST_CELL:
        return cell
    return cell[: _LONGEST_CELL - len(_CUT)] + _CUT


_LONGEST_CELL = 32_767
_CUT = " … [the rest does not fit into a cell]"


def as_docx(title: str, labels: Sequence[str], rows: Rows, *, note: str = "") -> Iterator[bytes]:
    """A landscape page with a real table whose head repeats; the rows are streamed into the document's XML. `note`
    stands between title and table: whoever is handed the paper learns there what it shows."""
    with tempfile.TemporaryFile() as file:
        skeleton = zipfile.ZipFile(_skeleton(title, labels, note))
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
            for member in skeleton.infolist():
                content = skeleton.read(member)
                if member.filename != "word/document.xml":
                    book.writestr(member, content)
                    continue
                before, after = _around_rows(content.decode())
                with book.open(member.filename, "w") as document:
                    document.write(before.encode())
                    for row in rows:
                        document.write(_word_row(row).encode())
                    document.write(after.encode())
        yield from _read_back(file)


def _skeleton(title: str, labels: Sequence[str], note: str) -> io.BytesIO:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.title = title
    document.core_properties.author = "Heed"
    document.add_heading(title, level=1)
    if note:
        document.add_paragraph(note)
    table = document.add_table(rows=2, cols=len(labels), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, labels, strict=True):
        cell.paragraphs[0].add_run(label).bold = True
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(f"{{{_W}}}tblHeader", {}))
    table.rows[1].cells[0].text = _ROWS_HERE
    content = io.BytesIO()
    document.save(content)
    content.seek(0)
    return content


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _around_rows(xml: str) -> tuple[str, str]:
    """What stands before and after the row that marks where the rows go."""
    mark = xml.index(_ROWS_HERE)
    return xml[: xml.rindex("<w:tr>", 0, mark)], xml[xml.index("</w:tr>", mark) + len("</w:tr>") :]


def _word_row(row: Sequence[Cell]) -> str:
    cells = (
        f'<w:tc><w:p><w:r><w:t xml:space="preserve">{escape(_printable(cell))}</w:t></w:r></w:p></w:tc>'
        for cell in row
    )
    return f"<w:tr>{''.join(cells)}</w:tr>"


_NOT_IN_XML = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _printable(cell: Cell) -> str:
    """Without the characters that XML cannot hold, such as the mark that PDFs use for a broken word."""
    return _NOT_IN_XML.sub("", str(cell))


def _read_back(file: tempfile._TemporaryFileWrapper[bytes] | io.BufferedRandom) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


Writer = Callable[[str, Sequence[str], Rows], Iterator[bytes]]

FORMS: dict[str, tuple[str, str, Writer]] = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "docx": ("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_docx),
    "csv": ("CSV", "text/csv; charset=utf-8", as_csv),
    "json": ("JSON", "application/json", as_json),
}
"""Each form by its ending: its name, its media type and its writer."""
