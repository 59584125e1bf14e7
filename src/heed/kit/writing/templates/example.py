"""A template to begin with: every field that is said once, and some of a row."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT

from heed.kit.writing.templates.fields import FIRST_OF_ROW, Fields


def example_template(form: str, fields: Fields, usual: Sequence[str]) -> bytes:
    """A Word or Excel file that is a template as it stands; `usual` are the fields of a row that it shows."""
    return _word(fields, usual) if form == "docx" else _excel(fields, usual)


def _word(fields: Fields, usual: Sequence[str]) -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    first, *others = fields.facts
    document.add_heading(_field(first), level=1)
    for name in others:
        document.add_paragraph(f"{fields.facts[name]}: {_field(name)}")
    table = document.add_table(rows=2, cols=len(usual), style="Table Grid")
    for heading, cell, name in zip(table.rows[0].cells, table.rows[1].cells, usual, strict=True):
        heading.paragraphs[0].add_run(fields.row[name]).bold = True
        cell.text = _field(f"{FIRST_OF_ROW}{name}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _excel(fields: Fields, usual: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Rows")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, len(usual) - 1, 28)
        for number, name in enumerate(fields.facts):
            sheet.write_string(number, 0, _field(name), bold if number == 0 else None)
        heads = len(fields.facts) + 1
        for place, name in enumerate(usual):
            sheet.write_string(heads, place, fields.row[name], bold)
            sheet.write_string(heads + 1, place, _field(f"{FIRST_OF_ROW}{name}"), wrapped)
    return out.getvalue()


def _field(name: str) -> str:
    return f"{{{{ {name} }}}}"
