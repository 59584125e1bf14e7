"""Word files: paragraphs and tables as they are seen, and everything that stands behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.office import Parts, local, words_of
from heed.kit.disclosure.types import Form, Layer
from heed.kit.reading.docx_parts import R, W, attribute, is_on, whole

_HEADING = re.compile(r"(?:heading|title|überschrift)\s*(\d?)", re.IGNORECASE)
_TINY = 8  # half-points: four points and less nobody reads
_WHITE = re.compile(r"^(?:f[c-f]){3}$", re.IGNORECASE)
_HYPHEN = W + "noBreakHyphen"
_ALT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_NOTES = {"footnotes": "a footnote", "endnotes": "an endnote"}
_ANCHORS = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BESIDE = re.compile(r"^word/(header|footer|comments|commentsExtended|people|footnotes|endnotes)\w*\.xml$")


def fill_from_word(data: bytes, found: Collected) -> None:
    """Add every piece of text of a Word file."""
    parts = Parts(data, found)
    reader = _Reader(parts, found)
    root = parts.xml(parts.package.main)
    if root is not None:
        reader.styles(parts)
        reader.body(root, "")
        reader.behind(root, "the document")
    for name in [each for each in parts.names if _BESIDE.match(each)]:
        reader.beside(name)
    parts.rest()


class _Reader:
    def __init__(self, parts: Parts, found: Collected) -> None:
        self.parts, self.found = parts, found
        self.named: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.cells: dict[Any, tuple[int, int, int]] = {}
        self.tables = 0
        self.number = 0
        self.marks: dict[tuple[str, str], str] = {}
        """The raised number of each note that the text points to, by its kind and id."""
        self.relations = parts.relations(parts.package.main)

    def styles(self, parts: Parts) -> None:
        """Which styles are headings, and which hide what is set in them."""
        root = parts.xml("word/styles.xml")
        for style in [] if root is None else root.iter(W + "style"):
            identity = attribute(style, "styleId") or ""
            self.named[identity] = attribute(style.find(W + "name"), "val") or ""
            if is_on(style.find(W + "rPr"), "vanish"):
                self.hidden.add(identity)
        if root is not None:
            parts.attributes(root, "the styles")

    def body(self, root: Any, place: str, layer: Layer = Layer.VISIBLE) -> None:
        """The paragraphs beneath an element, in order; those of text boxes where the box is anchored."""
        for paragraph in root.iter(W + "p"):
            if place == "":
                self.number += 1
            self.paragraph(paragraph, place or f"paragraph {self.number}", layer)

    def paragraph(self, paragraph: Any, place: str, layer: Layer) -> None:
        seen, apart = self.runs(paragraph)
        about = self._about(paragraph) if layer is Layer.VISIBLE else {}
        links = tuple(self._links(paragraph)) if layer is Layer.VISIBLE else ()
        self.found.add("".join(seen), layer, place, links=links, **about)
        for other, words in apart.items():
            self.found.add("".join(words), other, place)

    def _links(self, paragraph: Any) -> Iterator[tuple[str, str]]:
        """Words that lead out of the document, or nowhere; not those that lead to another place of it."""
        for link in paragraph.iter(W + "hyperlink"):
            words = "".join(words_of(link)).strip()
            if words and not attribute(link, "anchor"):
                yield words, self.relations.get(link.get(R + "id", ""), ("", "", False))[1]

    def runs(self, paragraph: Any) -> tuple[list[str], dict[Layer, list[str]]]:
        """What is seen of a paragraph, and what is not, by why."""
        seen: list[str] = []
        apart: dict[Layer, list[str]] = {}
        style = attribute(paragraph.find(f"{W}pPr/{W}pStyle"), "val") or ""
        for each in paragraph.iter(
            W + "t", W + "delText", W + "instrText", W + "tab", W + "br", W + "cr", _HYPHEN, *_ANCHORS
        ):
            if next(each.iterancestors(W + "p"), None) is not paragraph:
                continue  # of a text box within, which has its own turn
            name = local(each)
            if each.tag in _ANCHORS:
                seen.append(self._mark(_ANCHORS[each.tag], attribute(each, "id") or ""))
                continue
            if name in ("tab", "br", "cr", "noBreakHyphen"):
                if local(each.getparent()) == "r":
                    seen.append("-" if each.tag == _HYPHEN else " ")
                continue
            words = each.text or ""
            layer = Layer.HIDDEN_TEXT if style in self.hidden else self._layer(each, name)
            if layer is not Layer.VISIBLE:
                apart.setdefault(layer, []).append(words)
            if layer is Layer.VISIBLE or (layer is Layer.TRACKED and name == "t" and _inserted(each)):
                seen.append(words)
        return seen, apart

    def _mark(self, kind: str, identity: str) -> str:
        number = str(len(self.marks) + 1).translate(_RAISED)
        return self.marks.setdefault((kind, identity), number)

    def _layer(self, text: Any, name: str) -> Layer:
        if name == "delText":
            return Layer.TRACKED
        if name == "instrText":
            return Layer.FIELD_CODE
        run = next(text.iterancestors(W + "r"), None)
        about = None if run is None else run.find(W + "rPr")
        style = attribute(None if about is None else about.find(W + "rStyle"), "val") or ""
        if is_on(about, "vanish") or is_on(about, "webHidden") or style in self.hidden:
            return Layer.HIDDEN_TEXT
        if about is not None:
            size = whole(attribute(about.find(W + "sz"), "val"))
            if size is not None and size <= _TINY:
                return Layer.TINY_TEXT
            shade = attribute(about.find(W + "shd"), "fill") or "auto"
            colour = attribute(about.find(W + "color"), "val") or ""
            marked = attribute(about.find(W + "highlight"), "val")
            if _is_black(colour) and (marked == "black" or _is_black(shade, "auto")):
                return Layer.COVERED_TEXT
            if _WHITE.match(colour) and (shade == "auto" or _WHITE.match(shade)) and not _on_dark(text):
                return Layer.WHITE_TEXT
        if any(local(each) in ("ins", "del", "moveFrom", "moveTo") for each in text.iterancestors()):
            return Layer.TRACKED
        if any(is_on(row.find(W + "trPr"), "hidden") for row in text.iterancestors(W + "tr")):
            return Layer.HIDDEN_ROW
        return Layer.VISIBLE

    def _about(self, paragraph: Any) -> dict[str, Any]:
        """Its form, level, and place in a table."""
        cell = next(paragraph.iterancestors(W + "tc"), None)
        if cell is not None:
            if cell not in self.cells:
                self._number(next(cell.iterancestors(W + "tbl")))
            table, row, column = self.cells.get(cell, (-1, -1, -1))
            return {"form": Form.CELL, "table": table, "row": row, "column": column}
        about = paragraph.find(W + "pPr")
        style = attribute(None if about is None else about.find(W + "pStyle"), "val") or ""
        heading = _HEADING.match(self.named.get(style, style))
        if heading:
            return {"form": Form.HEADING, "level": int(heading[1] or 1)}
        listed = about is not None and about.find(W + "numPr") is not None
        if listed or "List" in style:
            return {"form": Form.POINT}
        return {}

    def _number(self, table: Any) -> None:
        """The place of each cell of a table; tables within it are counted by themselves."""
        rows = [each for each in table.iter(W + "tr") if next(each.iterancestors(W + "tbl")) is table]
        for y, row in enumerate(rows):
            cells = [each for each in row.iter(W + "tc") if next(each.iterancestors(W + "tr")) is row]
            for x, cell in enumerate(cells):
                self.cells[cell] = (self.tables, y, x)
        self.tables += 1

    def behind(self, root: Any, place: str) -> None:
        """Bookmarks, alt texts, fields, content controls, authors: what attributes of the text say."""
        for each in root.iter(W + "bookmarkStart"):
            name = attribute(each, "name") or ""
            if not name.startswith("_"):
                self.found.add(name.replace("_", " "), Layer.BOOKMARK, f"{place}, a bookmark")
        for each in root.iter(_ALT):
            for name in ("descr", "title", "name"):
                self.found.add(each.get(name), Layer.ALT_TEXT, f"{place}, a picture's {name}")
        for each in root.iter(W + "fldSimple"):
            self.found.add(attribute(each, "instr"), Layer.FIELD_CODE, place)
        for name in ("alias", "tag", "placeholder"):
            for each in root.iter(W + name):
                self.found.add(attribute(each, "val"), Layer.FORM_FIELD, f"{place}, a content control")
        for name in ("ddList", "dropDownList", "comboBox", "ffData", "textInput", "statusText", "helpText"):
            for each in root.iter(W + name):
                for one in each.iter(etree.Element):
                    self.found.add_once(
                        attribute(one, "displayText") or attribute(one, "val"), Layer.FORM_FIELD, place
                    )
        for kind in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange"):
            for each in root.iter(W + kind):
                self.found.add_once(attribute(each, "author"), Layer.TRACKED, f"{place}, who changed it")
        for each in root.iter("{*}caption", "{*}tblCaption", "{*}tblDescription"):
            self.found.add(attribute(each, "val"), Layer.ALT_TEXT, f"{place}, a table's description")
        self.parts.attributes(root, place)
        for comment in root.iter(etree.Comment):
            self.found.add(comment.text, Layer.ELSEWHERE, f"{place}, a comment in its XML")

    def notes(self, root: Any, kind: str) -> None:
        """Each note, its first paragraph with the number by which the text points to it."""
        for note in root.iter(W + kind[:-1]):
            mark = self.marks.get((kind, attribute(note, "id") or ""), "")
            for paragraph in note.iter(W + "p"):
                before = len(self.found.pieces)
                self.paragraph(paragraph, _NOTES[kind], Layer.NOTE)
                if mark and len(self.found.pieces) > before:
                    piece = self.found.pieces[before]
                    if piece.layer is Layer.NOTE:
                        self.found.pieces[before] = replace(piece, words=f"{mark} {piece.words}")
                        mark = ""

    def beside(self, name: str) -> None:
        """A header, a footer, notes or comments."""
        root = self.parts.xml(name)
        if root is None:
            return
        kind = _BESIDE.match(name)[1]  # type: ignore[index]
        if kind in ("header", "footer"):
            self.body(root, f"a {kind} ({name})", Layer.HEADER)
        elif kind in _NOTES:
            self.notes(root, kind)
        else:
            for comment in root.iter(W + "comment"):
                said = f"comment {attribute(comment, 'id')}"
                self.found.add(attribute(comment, "author"), Layer.COMMENT, f"{said}, its author")
                self.found.add_once(attribute(comment, "initials"), Layer.COMMENT, f"{said}, its author")
                self.body(comment, said, Layer.COMMENT)
            if kind == "people":
                self.parts.texts(root, Layer.COMMENT, "people who commented")
        self.behind(root, name)


def _is_black(colour: str, unsaid: str = "") -> bool:
    """Whether a colour is black; for letters, where none is said, it is."""
    return colour == "000000" or (not unsaid and colour in ("", "auto"))


def _inserted(text: Any) -> bool:
    return any(local(each) in ("ins", "moveTo") for each in text.iterancestors())


def _on_dark(text: Any) -> bool:
    """Whether white letters stand on a shaded cell or paragraph, where they can be read."""
    for each in text.iterancestors(W + "tc", W + "p"):
        for shade in each.iterfind(f"{W}tcPr/{W}shd"):
            if not _WHITE.match(attribute(shade, "fill") or "FFFFFF") and attribute(shade, "fill") != "auto":
                return True
        for shade in each.iterfind(f"{W}pPr/{W}shd"):
            if not _WHITE.match(attribute(shade, "fill") or "FFFFFF") and attribute(shade, "fill") != "auto":
                return True
    return False
