"""DOCX: with real styles and automatic numbers, or as many authors do it, formatted by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .marked import Block, Content

INLINE = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\[\^\d+\]|\[[^\]]*\]\([^)]*\))")
STYLED = {"h1": "Heading 1", "h2": "Heading 2", "h3": "Heading 3", "li": "List Bullet", "li2": "List Bullet 2",
          "quote": "Intense Quote", "cover": "Title", "p": "Normal", "small": "Normal", "sign": "Normal"}
FORMATS = [(r"^\d+\.$", "decimal", "%1."), (r"^\d+$", "decimal", "%1"), (r"^\d+\)$", "decimal", "%1)"),
           (r"^[a-z]\)$", "lowerLetter", "%1)"), (r"^\([a-z]\)$", "lowerLetter", "(%1)"),
           (r"^[ivx]+\)$", "lowerRoman", "%1)"), (r"^Recommendation \d+$", "decimal", "Recommendation %1"),
           (r"^Learning point \d+:$", "decimal", "Learning point %1:")]
FIRST = re.compile(r"(^|\D)1\D*$|^\(?a\)$|^i\)$")


def write(content: Content) -> bytes:
    """`render: docx` uses styles; `docx-manual` uses bold, tabs and typed markers. `autonumber: yes` numbers items."""
    manual = content.head["render"] == "docx-manual"
    document = Document()
    document.core_properties.title = content.head.get("docx_title", content.head["title"])
    document.core_properties.author = content.head.get("partnership", "")
    document.core_properties.created = document.core_properties.modified = datetime(2024, 1, 2, tzinfo=UTC)
    if content.head.get("page", "") == "A4 landscape":
        section = document.sections[0]
        section.page_width, section.page_height = section.page_height, section.page_width
    if content.head.get("runhead"):
        document.sections[0].header.paragraphs[0].text = content.head["runhead"]
    if content.head.get("runfoot"):
        document.sections[0].footer.paragraphs[0].text = content.head["runfoot"]
    automatic = content.head.get("autonumber", "no")
    numbers = Numbers(document, automatic == "multilevel") if automatic != "no" else None
    place: Any = document
    for block in content.blocks:
        if block.kind == "table":
            _table(document, block)
        elif block.kind in ("box", "endbox") and content.head.get("boxes") == "cells":
            place = _frame(document) if block.kind == "box" else document
        elif block.kind == "page":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif block.kind not in ("gap", "box", "endbox", "toc"):
            _paragraph(place, block, manual, numbers)
    for number, note in content.notes.items():
        paragraph = document.add_paragraph()
        _runs(paragraph, f"{number} {note}", size=8)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


class Numbers:
    """Automatic numbering: each list that starts again at one gets its own definition.

    Multilevel: first headings and the items "2.3" and "2.3.1" below them count in one list of three levels.
    """

    def __init__(self, document: Any, multilevel: bool = False) -> None:
        self.root = document.part.numbering_part.element
        self.next = 900
        self.open: dict[str, int] = {}
        self.outline = self._define([("decimal", ".".join(f"%{n}" for n in range(1, d + 1)), 0, 1) for d in (1, 2, 3)]) if multilevel else 0

    def apply(self, paragraph: Any, marker: str, depth: int) -> bool:
        """Number the paragraph; False when the marker is of no known form and must be typed."""
        if self.outline and re.match(r"^\d+(\.\d+){1,2}$", marker):
            self._number(paragraph, self.outline, marker.count("."))
            return True
        for pattern, form, shown in FORMATS:
            if re.match(pattern, marker):
                if FIRST.search(marker) or shown not in self.open:
                    self.open[shown] = self._define([(form, shown, depth, int(re.sub(r"\D", "", marker) or 1))])
                self._number(paragraph, self.open[shown], 0)
                return True
        return False

    def heading(self, paragraph: Any) -> None:
        """Number a first heading, where numbering is multilevel."""
        if self.outline:
            self._number(paragraph, self.outline, 0)

    @staticmethod
    def _number(paragraph: Any, which: int, level: int) -> None:
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = level
        number.get_or_add_numId().val = which

    def _define(self, levels: list[tuple[str, str, int, int]]) -> int:
        self.next += 1
        abstract = _element("w:abstractNum", {"w:abstractNumId": str(self.next)})
        if len(levels) > 1:
            abstract.append(_element("w:multiLevelType", {"w:val": "multilevel"}))
        for index, (form, shown, depth, start) in enumerate(levels):
            level = _element("w:lvl", {"w:ilvl": str(index)})
            for tag, value in (("w:start", str(start)), ("w:numFmt", form), ("w:lvlText", shown), ("w:lvlJc", "left")):
                level.append(_element(tag, {"w:val": value}))
            properties = _element("w:pPr", {})
            properties.append(_element("w:ind", {"w:left": str(720 * (depth + 1)), "w:hanging": "500"}))
            level.append(properties)
            abstract.append(level)
        self.root.insert(0, abstract)
        number = _element("w:num", {"w:numId": str(self.next)})
        number.append(_element("w:abstractNumId", {"w:val": str(self.next)}))
        self.root.append(number)
        return self.next


def _element(tag: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element


def _paragraph(document: Any, block: Block, manual: bool, numbers: Numbers | None) -> None:
    text = block.text
    if manual:
        paragraph = document.add_paragraph()
        if block.kind in ("h1", "h2", "h3", "cover"):
            _runs(paragraph, text.upper() if block.kind == "h1" else text, bold=True, size=14 if block.kind in ("h1", "cover") else 11)
            return
        typed = {"li": "•\t", "li2": "\t-\t"}.get(block.kind, f"{block.marker}\t" if block.marker else "")
        _runs(paragraph, typed + text, italic=block.kind == "quote")
        return
    paragraph = document.add_paragraph(style=STYLED.get(block.kind, "List Paragraph"))
    if block.kind in ("num", "num2"):
        if not (numbers and numbers.apply(paragraph, block.marker, 1 if block.kind == "num2" else 0)):
            _runs(paragraph, f"{block.marker}\t")
    if block.kind == "h1" and numbers:
        numbers.heading(paragraph)
    _runs(paragraph, text)


def _frame(document: Any) -> Any:
    """A box as authors make it in Word: a table of one shaded cell."""
    cell = document.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0]
    cell._tc.get_or_add_tcPr().append(_element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E3EEF1"}))
    return cell


def _runs(paragraph: Any, text: str, bold: bool = False, italic: bool = False, size: float | None = None) -> None:
    for piece in INLINE.split(text):
        if not piece:
            continue
        link = re.fullmatch(r"\[([^\]]*)\]\(([^)]*)\)", piece)
        words = link.group(1) if link else piece
        note = re.fullmatch(r"\[\^(\d+)\]", piece)
        strong, slanted = words.startswith("**"), not words.startswith("**") and words.startswith("*") and len(words) > 2
        run = paragraph.add_run(note.group(1) if note else words.strip("*") if strong or slanted else words)
        run.bold, run.italic = (bold or strong) or None, (italic or slanted) or None
        run.underline = True if link else None
        if note:
            run.font.superscript = True
        if size:
            run.font.size = Pt(size)


def _table(document: Any, block: Block) -> None:
    table = document.add_table(rows=0, cols=max(map(len, block.rows)), style="Table Grid")
    for index, cells in enumerate(block.rows):
        row = table.add_row()
        if len(cells) == 1:
            row.cells[0].merge(row.cells[-1])
        for column, (cell, paragraphs) in enumerate(zip(row.cells, cells, strict=False)):
            if paragraphs == ["^^"]:
                table.cell(index - 1, column).merge(cell)
                continue
            for number, words in enumerate(paragraphs):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                if words.startswith("+ "):
                    paragraph.style = "List Bullet"
                _runs(paragraph, words.removeprefix("+ "), bold=index == 0, size=9)
    if len(block.rows[0]) == 2:
        for row in table.rows:
            row.cells[0].width = Cm(4)
