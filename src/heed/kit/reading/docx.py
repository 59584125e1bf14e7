"""Word files: paragraphs with the numbers a reader sees, headings, tables, notes, text boxes.

What was inserted under tracked changes counts, what was deleted does not; hidden text is left out.
Running heads and feet, and the entries of a table of contents, are FURNITURE. A Word file has no
pages of its own, so its spans have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from heed.kit.reading.compose import Composer, Run, after
from heed.kit.reading.docx_numbering import Numbering
from heed.kit.reading.docx_parts import (
    PASSED_THROUGH,
    Element,
    Package,
    R,
    Style,
    Styles,
    W,
    attribute,
    cells_of,
    indent_of,
    is_on,
    number_of,
    property_of,
    rows_of,
    size_of,
    whole,
)
from heed.kit.reading.headings import may_be_heading
from heed.kit.reading.markers import find_marker, is_bullet
from heed.kit.reading.sniff import LIMITS, Limits, refuse
from heed.kit.reading.types import BlockKind, Document, Place

_LEFT_OUT = frozenset(
    W + n for n in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "sdtPr", "sdtEndPr")
)
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_NOTE_NUMBER = re.compile(r"\s*(?:\d{1,3}|[*†‡§¶]{1,3})\s*$")


def extract_docx(data: bytes, *, limits: Limits = LIMITS) -> Document:
    """Read a Word file. Raises `Unreadable` when it is damaged or its XML is hostile."""
    package = Package.open(data, limits)
    root = package.xml(package.main)
    body = None if root is None else root.find(W + "body")
    if body is None:
        raise refuse("damaged")
    return _Reader(package).read(body)


@dataclass(slots=True)
class _Field:
    """A complex field being passed: its instruction, then its result."""

    instruction: str = ""
    in_result: bool = False

    @property
    def link(self) -> str:
        found = re.match(r'\s*HYPERLINK\s+(\\l\s+)?"([^"]*)"', self.instruction)
        return (("#" if found.group(1) else "") + found.group(2)) if found else ""


@dataclass(slots=True)
class _Paragraph:
    """What one paragraph holds, before it is written."""

    runs: list[Run] = field(default_factory=list)
    sizes: list[tuple[int, float]] = field(default_factory=list)  # length of text, points
    boxes: list[Element] = field(default_factory=list)


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.relations = package.relations(package.main)
        parts = {kind: target for kind, target, outside in self.relations.values() if not outside}
        self.styles = Styles.read(self._part(parts, "styles"))
        self.numbering = Numbering.read(self._part(parts, "numbering"), self.styles)
        self.notes = {kind: self._part(parts, kind) for kind in ("footnotes", "endnotes")}
        self.cited: list[tuple[str, str]] = []
        self.composer = Composer()
        self.tables = 0
        self.styled = 0  # the level of the last heading that a style made
        self.fields: list[_Field] = []
        self.carried: _Paragraph | None = None  # a paragraph whose end was deleted: the next goes on from it

    def _part(self, parts: dict[str, str], kind: str) -> Element | None:
        return self.package.xml(parts[kind]) if kind in parts else None

    def read(self, body: Element) -> Document:
        self._furniture("header")
        for child in self._flow(body):
            self._block(child, None, BlockKind.PARAGRAPH)
        self._notes()
        self._furniture("footer")
        core = self.package.xml("docProps/core.xml")
        return self.composer.document(
            "docx", title=property_of(core, "title"), created=property_of(core, "created")
        )

    def _flow(self, parent: Element) -> Iterator[Element]:
        """Paragraphs and tables, whatever they are wrapped in."""
        for child in parent:
            if child.tag in (W + "p", W + "tbl"):
                yield child
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                gallery = attribute(child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery"), "val") or ""
                for inner in [] if content is None else self._flow(content):
                    if gallery == "Table of Contents":
                        self._block(inner, None, BlockKind.FURNITURE)
                    else:
                        yield inner
            elif child.tag in PASSED_THROUGH:
                yield from self._flow(child)

    def _furniture(self, kind: str) -> None:
        seen: set[str] = set()
        for found, target, outside in self.relations.values():
            root = self.package.xml(target) if found == kind and not outside else None
            text = "" if root is None else "".join(root.itertext()).strip()
            if root is not None and text and text not in seen:
                seen.add(text)
                for child in self._flow(root):
                    self._block(child, None, BlockKind.FURNITURE)

    def _notes(self) -> None:
        for count, (kind, identity) in enumerate(self.cited, start=1):
            root = self.notes[kind]
            note = None if root is None else root.find(f"{W}{kind[:-1]}[@{W}id='{identity}']")
            for child in [] if note is None else self._flow(note):
                self._block(child, None, BlockKind.FOOTNOTE, str(count))

    def _block(self, element: Element, place: Place | None, kind: BlockKind, marker: str = "") -> None:
        if element.tag == W + "tbl":
            self._table(element, place, kind)
        else:
            self._paragraph(element, place, kind, marker)

    def _paragraph(self, element: Element, place: Place | None, kind: BlockKind, marker: str) -> None:
        properties = element.find(W + "pPr")
        identity = attribute(None if properties is None else properties.find(W + "pStyle"), "val")
        style = self.styles.get(identity)
        held, self.carried = self.carried or _Paragraph(), None
        for child in element:
            self._inline(child, style, "", held)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self.carried = held
            return
        marker = marker or self._number(properties, identity, style, held)
        self._write(held, properties, style, place, kind, marker)
        for box in held.boxes:
            for child in self._flow(box):
                self._block(child, place, kind)

    def _write(
        self,
        held: _Paragraph,
        properties: Element | None,
        style: Style,
        place: Place | None,
        kind: BlockKind,
        marker: str,
    ) -> None:
        runs = held.runs
        level = number_of(properties)[1] or style.number[1] or 0
        text = "".join(run.text for run in runs)
        heading = (
            0 if place or kind is not BlockKind.PARAGRAPH else self._heading(properties, style, held, marker)
        )
        if not marker or is_bullet(marker):
            found = find_marker(text, bare=bool(heading))
            if found:
                marker, runs = found.text, after(runs, found.rest)
                heading = 0 if is_bullet(marker) else heading
        if kind is BlockKind.PARAGRAPH:
            kind = BlockKind.CELL if place else BlockKind.ITEM if marker else kind
            kind, level = (BlockKind.HEADING, heading) if heading else (kind, level)
            if style.name.startswith(("toc ", "table of figures")):
                kind = BlockKind.FURNITURE
        indent = indent_of(properties)
        size = max(held.sizes, default=(0, style.size or self.styles.size))[1]
        self.composer.add(
            kind,
            runs,
            marker=marker,
            level=0 if place else level,
            place=place,
            size=size,
            indent=style.indent if indent is None else indent,
        )

    def _heading(self, properties: Element | None, style: Style, held: _Paragraph, marker: str) -> int:
        """The level of a heading, by its style or, failing that, by its looks; 0 where it is none."""
        outline = whole(attribute(None if properties is None else properties.find(W + "outlineLvl"), "val"))
        outline = style.outline if outline is None else outline
        named = re.match(r"heading (\d)", style.name)
        styled = int(named.group(1)) if named else {"title": 1, "subtitle": 2}.get(style.name, 0)
        if not styled and outline is not None and outline < 9:
            styled = outline + 1
        if styled:
            self.styled = styled
            return styled
        text = "".join(run.text for run in held.runs).strip()
        if "quote" in style.name or not may_be_heading(text) or (marker and is_bullet(marker)):
            return 0
        size = max(held.sizes, default=(0, self.styles.size))[1]
        body = self.styles.get(None).size or self.styles.size
        bold = all(run.bold for run in held.runs if run.text.strip())
        if size >= body * 1.5:
            return 1
        if size >= body * 1.15:
            return 2
        return min(max(3, self.styled + 1), 6) if bold else 0

    def _number(
        self, properties: Element | None, identity: str | None, style: Style, held: _Paragraph
    ) -> str:
        number, level = number_of(properties)
        if number is None:
            number = style.number[0]
            if number is not None and level is None:
                level = self.numbering.level_of_style(number, identity or self.styles.default_paragraph)
        level = (style.number[1] or 0) if level is None else level
        if not number or not "".join(run.text for run in held.runs).strip():
            return ""
        marker = self.numbering.next(number, level)
        if self.numbering.has_words(number, level):  # a heading word is text, with its number
            held.runs.insert(0, Run(marker + " ", bold=bool(style.bold)))
            return ""
        return marker

    def _inline(self, element: Element, style: Style, link: str, held: _Paragraph) -> None:
        if element.tag == W + "r":
            self._run(element, style, link, held)
        elif element.tag == W + "hyperlink":
            target = self.relations.get(element.get(R + "id", ""), ("", "", False))[1]
            anchor = attribute(element, "anchor")
            address = target + (f"#{anchor}" if anchor else "")
            for child in element:
                self._inline(child, style, address or link, held)
        elif element.tag == W + "sdt":
            content = element.find(W + "sdtContent")
            for child in [] if content is None else content:
                self._inline(child, style, link, held)
        elif element.tag in PASSED_THROUGH:
            for child in element:
                self._inline(child, style, link, held)
        elif element.tag not in _LEFT_OUT:
            maths = "".join(t.text or "" for t in element.iter(_MATHS))
            if maths:
                held.runs.append(Run(maths))

    def _run(self, element: Element, style: Style, link: str, held: _Paragraph) -> None:
        properties = element.find(W + "rPr")
        if is_on(properties, "vanish"):
            return
        character = attribute(None if properties is None else properties.find(W + "rStyle"), "val")
        own = self.styles.by_id.get(character or "", Style())
        bold = _first(is_on(properties, "b"), own.bold, style.bold)
        italic = _first(is_on(properties, "i"), own.italic, style.italic)
        raised = (
            attribute(None if properties is None else properties.find(W + "vertAlign"), "val")
            == "superscript"
        )
        text = "".join(self._pieces(element, held))
        if not text or (raised and _NOTE_NUMBER.match(text)):
            return
        size = size_of(properties) or own.size or style.size or self.styles.size
        held.sizes.append((len(text), size))
        address = link or next((f.link for f in reversed(self.fields) if f.in_result and f.link), "")
        held.runs.append(Run(text, bold, italic, address))

    def _pieces(self, run: Element, held: _Paragraph) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif tag == W + "instrText" and self.fields:
                self.fields[-1].instruction += child.text or ""
            elif self.fields and not self.fields[-1].in_result:
                continue
            elif tag == W + "t":
                yield child.text or ""
            elif tag in (W + "tab", W + "ptab"):
                yield "\t"
            elif tag == W + "cr" or (tag == W + "br" and attribute(child, "type") in (None, "textWrapping")):
                yield "\n"
            elif tag == W + "noBreakHyphen":
                yield "-"
            elif tag == W + "sym":
                code = attribute(child, "char") or ""
                yield chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else ""
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                kind = "footnotes" if tag == W + "footnoteReference" else "endnotes"
                self.cited.append((kind, re.sub(r"\D", "", attribute(child, "id") or "")))
            elif tag in (W + "drawing", W + "pict", W + "object", _ALTERNATE):
                choice = child.find(_CHOICE) if tag == _ALTERNATE else child
                held.boxes.extend([] if choice is None else choice.iter(W + "txbxContent"))

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self.fields.append(_Field())
        elif step == "separate" and self.fields:
            self.fields[-1].in_result = True
        elif step == "end" and self.fields:
            self.fields.pop()

    def _table(self, table: Element, place: Place | None, kind: BlockKind) -> None:
        rows = [row for row in rows_of(table) if row.find(f"{W}trPr/{W}del") is None]
        cells = [list(cells_of(row)) for row in rows]
        if place is not None or kind is not BlockKind.PARAGRAPH or sum(map(len, cells)) < 2:
            # A table in a cell, a page head or a single box: its words, in order, as running text.
            for cell, _ in (pair for row in cells for pair in row):
                for child in self._flow(cell):
                    self._block(child, place, kind)
            return
        number, self.tables = self.tables, self.tables + 1
        first_is_head = self._bold_first_row(table)
        for y, (row, row_cells) in enumerate(zip(rows, cells, strict=True)):
            head = row.find(f"{W}trPr/{W}tblHeader") is not None or (y == 0 and first_is_head)
            head = head or (y == 0 and len(rows) > 1 and all(self._all_bold(cell) for cell, _ in row_cells))
            for cell, x in row_cells:
                for child in self._flow(cell):
                    self._block(child, Place(number, y, x, head), kind)

    def _bold_first_row(self, table: Element) -> bool:
        properties = table.find(W + "tblPr")
        if properties is None:
            return False
        look = properties.find(W + "tblLook")
        bits = int(attribute(look, "val") or "0", 16) if attribute(look, "firstRow") is None else 0
        applies = attribute(look, "firstRow") in ("1", "true") or bool(bits & 0x20)
        style = self.styles.by_id.get(attribute(properties.find(W + "tblStyle"), "val") or "", Style())
        return applies and style.bold_first_row

    def _all_bold(self, cell: Element) -> bool:
        seen = False
        for paragraph in cell.iter(W + "p"):
            style = self.styles.get(attribute(paragraph.find(f"{W}pPr/{W}pStyle"), "val"))
            for run in paragraph.iter(W + "r"):
                if "".join(t.text or "" for t in run.iter(W + "t")).strip():
                    seen = True
                    if not _first(is_on(run.find(W + "rPr"), "b"), style.bold):
                        return False
        return seen


def _first(*answers: bool | None) -> bool:
    return next((answer for answer in answers if answer is not None), False)
