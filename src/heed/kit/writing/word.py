"""A document as Word, with its own headings, lists and table heads, so that a screen reader finds its way."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from heed.kit.writing.footnotes import Footnotes
from heed.kit.writing.notes import RAISED, notes_of, number_of
from heed.kit.writing.types import Block, Cell, Document, Grid, Logo, Paragraph, Points, repeats, words_of

_WIDTH = 17.8
"""Centimetres between the margins."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_word(document: Document) -> bytes:
    """The bytes of the Word file."""
    file = docx.Document()
    _set_up(file, document)
    if document.logo is not None:
        _logo(file, document.logo)
    write_into(file, document)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def write_into(file: Any, document: Document, *, titled: bool = False) -> None:
    """Write the document at the end of a file, in the file's own styles where it has them. `titled`: the file says its
    title and what stands beneath it already."""
    _say_what_it_is(file, document)
    if not titled:
        _heading(file, document.title, 0)
        if document.lead:
            file.add_paragraph(_plain(document.lead))
    notes = notes_of(document)
    footnotes = Footnotes(file, notes.words) if notes else None
    for name, value in document.facts:
        line = file.add_paragraph()
        line.add_run(f"{_plain(name)}: ").bold = True
        line.add_run(_plain(value))
    for part in document.parts:
        if notes is not None and part is notes.part:
            continue  # they stand at the foot of the pages
        if part.heading:
            _heading(file, part.heading, part.level)
        for block in part.blocks:
            _write(file, block, part.heading, footnotes)
    if footnotes is not None:
        footnotes.keep()


def _heading(file: Any, words: str, level: int) -> None:
    style = _style(file, f"Heading {level}" if level else "Title")
    heading = file.add_paragraph(_plain(words), style=style)
    if style is None:
        heading.runs[0].bold = True


def _style(file: Any, name: str) -> str | None:
    """A style by its name; None where the file, which somebody else made, has none of that name."""
    return name if name in file.styles else None


def _set_up(file: Any, document: Document) -> None:
    for section in file.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(1.6)
        foot = section.footer.paragraphs[0]
        foot.text = f"{_plain(document.foot)} · Page " if document.foot else "Page "
        foot._p.append(_element("w:fldSimple", instr="PAGE"))
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0x14, 0x24, 0x2B)
        style.paragraph_format.keep_with_next = True
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        del style.element.rPr.rFonts.attrib[qn("w:asciiTheme")]
    language = normal.element.get_or_add_rPr()
    language.append(_element("w:lang", val="en-GB"))
    relations = file.part.package.rels
    for key in [key for key, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[key]  # a picture of the library's own empty document


def _logo(file: Any, logo: Logo) -> None:
    picture = file.add_paragraph().add_run().add_picture(io.BytesIO(logo.png))
    picture._inline.docPr.set("descr", _plain(logo.words))


def _say_what_it_is(file: Any, document: Document) -> None:
    file.core_properties.title = _plain(document.title)[:255]
    file.core_properties.author = _plain(document.author)[:255]
    file.core_properties.language = "en-GB"
    file.core_properties.comments = ""


def _write(file: Any, block: Block, heading: str, notes: Footnotes | None) -> None:
    if isinstance(block, Paragraph):
        _say(file.add_paragraph(), block.words, notes, bold=block.strong or None)
    elif isinstance(block, Points):
        bullet = _style(file, "List Bullet")
        for each in block.items:
            _say(file.add_paragraph(style=bullet), each, notes)
    else:
        _table(file, block, heading, notes)


def _say(
    paragraph: Any, cell: Cell, notes: Footnotes | None, *, bold: bool | None = None, size: Any = None
) -> None:
    """Words in a paragraph, each number of a note as a footnote of the file."""
    words, at = _words(cell), 0
    for found in RAISED.finditer(words) if notes is not None else ():
        number = number_of(found.group())
        if notes is None or number > notes.count:
            continue
        _run(paragraph, words[at : found.start()], bold, size)
        notes.anchor(paragraph, number)
        at = found.end()
    _run(paragraph, words[at:], bold, size)


def _run(paragraph: Any, words: str, bold: bool | None, size: Any) -> None:
    run = paragraph.add_run(words)
    run.bold = bold
    if size is not None:
        run.font.size = size


def _table(file: Any, grid: Grid, heading: str, notes: Footnotes | None) -> None:
    if not repeats(grid, heading):
        caption = file.add_paragraph()
        caption.add_run(_plain(grid.caption)).bold = True
        caption.paragraph_format.keep_with_next = True
    table = file.add_table(rows=1 + len(grid.rows), cols=len(grid.columns))
    table.style = _style(file, "Table Grid")
    table.autofit = False
    _drawn(table)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))
    table.rows[0]._tr.trPr.append(_element("w:tblHeader", val="true"))
    # Cells by row once: python-docx looks through the whole table for each cell that is asked for by itself.
    rows = [list(row.cells) for row in table.rows]
    widths = [Cm(_WIDTH * each / sum(grid.widths)) for each in grid.widths]
    for column, width in zip(table.columns, widths, strict=False):
        column.width = width  # some programs go by this, others by each cell's own
    _fill(rows[0], grid.columns, widths, None, bold=True)
    for cells, row in zip(rows[1:], grid.rows, strict=True):
        _fill(cells, row, widths, notes, bold=None)
    file.add_paragraph()


def _drawn(table: Any) -> None:
    """Light lines, and room above and below the words of each cell."""
    lines, room = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(_element(f"w:{side}", val="single", sz="4", color="B8C4C8"))
    for side, twips in (("top", "50"), ("left", "90"), ("bottom", "50"), ("right", "90")):
        room.append(_element(f"w:{side}", w=twips, type="dxa"))
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(lines)
    layout.addnext(room)


def _element(name: str, **given: str) -> Any:
    made = OxmlElement(name)
    for key, value in given.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _fill(
    cells: Sequence[Any],
    words: Sequence[Cell],
    widths: Sequence[Any],
    notes: Footnotes | None,
    *,
    bold: bool | None,
) -> None:
    for at, (cell, each) in enumerate(zip(cells, words, strict=True)):
        if widths:
            cell.width = widths[at]
        _say(cell.paragraphs[0], each, notes, bold=bold, size=Pt(9))


def _words(cell: Cell) -> str:
    return _plain(words_of(cell))


def _plain(text: str) -> str:
    """Without what XML cannot hold."""
    return _NOT_XML.sub("", text)
