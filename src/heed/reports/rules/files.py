"""A report as files, all of the same words in the same order."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from heed.kit.writing import Document, Grid, Logo, Part, to_page, to_pdf, to_text, to_word
from heed.kit.writing import Paragraph as WrittenParagraph
from heed.kit.writing import Points as WrittenPoints
from heed.kit.writing.cells import harmless
from heed.reports.types import (
    Composed,
    Form,
    Heading,
    Paragraph,
    Points,
    Statement,
    Table,
    block_as_data,
    lines_of,
    said_in,
    signature_of,
)

PLAN_HEADS = ("Under", "Action", "Who", "Owner", "By when", "How we will know", "How far")


def document_of(composed: Composed, logo: Logo | None = None) -> Document:
    """The report as `kit.writing` takes it."""
    parts: list[Part] = []
    blocks: list[Any] = []
    for block in composed.blocks:
        if isinstance(block, Heading):
            blocks = []
            parts.append(Part(block.said.words, blocks, level=min(block.level, 3)))
            continue
        if not parts:
            parts.append(Part(composed.title, blocks))
        blocks += _written(block)
    return Document(
        title=composed.title,
        lead=composed.lead,
        parts=parts,
        foot=composed.title,
        author=composed.partnership,
        logo=logo,
    )


def _written(block: Any) -> Iterator[Any]:
    if isinstance(block, Paragraph):
        yield WrittenParagraph(" ".join(each.words for each in block.said))
    elif isinstance(block, Points):
        yield WrittenPoints([each.words for each in block.items])
    elif isinstance(block, Table):
        rows = [[each.words for each in row] for row in block.rows]
        yield Grid(block.caption, block.columns, rows, block.widths, block.numbers)
    elif isinstance(block, Statement):
        yield from (WrittenParagraph(each.words) for each in block.paragraphs)
        name, signed = signature_of(block)
        yield WrittenParagraph(name, strong=True)
        yield WrittenParagraph(signed)


def file_of(composed: Composed, form: Form, *, font: Path | None = None, logo: Logo | None = None) -> bytes:
    """The report in one form. `font` is for paper; `logo` stands where pictures can."""
    if form is Form.EXCEL:
        return _workbook(composed)
    if form is Form.JSON:
        return _json(composed)
    document = document_of(composed, logo)
    if form is Form.PDF:
        return to_pdf(document, font=font)
    if form is Form.WORD:
        return to_word(document)
    return (to_page(document) if form is Form.PAGE else to_text(document)).encode()


def _json(composed: Composed) -> bytes:
    data = {
        "schema": 1,
        "title": composed.title,
        "lead": composed.lead,
        "layout": composed.layout,
        "edition": composed.edition,
        "partnership": composed.partnership,
        "on": composed.on.isoformat(),
        "blocks": [block_as_data(each) for each in composed.blocks],
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _workbook(composed: Composed) -> bytes:
    """The plan, an action a row, and on a sheet of its own the whole report, a line a row."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": composed.title, "author": composed.partnership})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        heads = book.add_format({"bold": True, "bottom": 1})
        plan = book.add_worksheet("Plan")
        plan.freeze_panes(1, 0)
        for column, (head, width) in enumerate(zip(PLAN_HEADS, _WIDTHS, strict=True)):
            plan.set_column(column, column, width, words)
            plan.write_string(0, column, head, heads)
        for number, row in enumerate(_plan(composed), 1):
            for column, cell in enumerate(row):
                plan.write_string(number, column, harmless(cell))
        report = book.add_worksheet("Report")
        report.set_column(0, 0, 110, words)
        for number, line in enumerate(lines_of(composed)):
            report.write_string(number, 0, harmless(line))
    return out.getvalue()


_WIDTHS = (22, 60, 28, 28, 18, 36, 24)


def _plan(composed: Composed) -> Iterator[tuple[str, ...]]:
    under: list[str] = []
    for block in composed.blocks:
        if isinstance(block, Heading):
            under = [*under[: block.level - 1], block.said.words]
            continue
        for said in said_in(block):
            if said.cells:
                yield (_asked(under), *said.cells)


def _asked(under: list[str]) -> str:
    """The heading that actions stand under, without the one that says how far they are."""
    return under[-2] if len(under) > 1 else "".join(under[-1:])
