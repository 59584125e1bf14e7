"""Excel files: every cell of every sheet, shown or hidden, and what stands behind the sheets."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from heed.kit.dates import counted_day
from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.office import Parts, local, words_of
from heed.kit.disclosure.types import Form, Layer
from heed.kit.reading.docx_parts import R

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_STATES = {"hidden": Layer.HIDDEN_SHEET, "veryHidden": Layer.VERY_HIDDEN_SHEET}
_WHITE = re.compile(r"^(?:FF)?(?:F[C-F]){3}$", re.IGNORECASE)
_DAYS = re.compile(r"[dy]", re.IGNORECASE)
_BUILT_IN_DAYS = frozenset({14, 15, 16, 17, 22})
_TINY = 4.0
_SHOWS_NOTHING = re.compile(r"^;+(?:@)?$|^\"\"$")


def fill_from_sheets(data: bytes, found: Collected) -> None:
    """Add every piece of text of an Excel file."""
    parts = Parts(data, found)
    _Book(parts, found).read()
    parts.rest()


class _Book:
    def __init__(self, parts: Parts, found: Collected) -> None:
        self.parts, self.found = parts, found
        self.texts = self._shared()
        self.used: set[int] = set()
        self.looks = self._looks()

    def read(self) -> None:
        """Sheets in order, then what belongs to the workbook."""
        main = self.parts.package.main
        book, relations = self.parts.xml(main), self.parts.relations(main)
        for number, sheet in enumerate([] if book is None else book.iter("{*}sheet")):
            name, state = sheet.get("name", ""), sheet.get("state", "")
            layer = _STATES.get(state, Layer.VISIBLE)
            self.found.add(name, layer, f"the name of sheet {number + 1}", form=Form.HEADING, level=1)
            target = relations.get(sheet.get(R + "id", ""), ("", "", False))[1]
            if target in self.parts.names:
                self._sheet(target, name, layer, number)
        for each in [] if book is None else book.iter("{*}definedName"):
            self.found.add(_spaced(each.get("name")), Layer.DEFINED_NAME, "a defined name")
            self.found.add(each.text, Layer.DEFINED_NAME, f"the defined name {each.get('name')}")
            self.found.add(each.get("comment"), Layer.DEFINED_NAME, "the comment of a defined name")
        if book is not None:
            self.parts.attributes(book, "the workbook")
        for number, words in enumerate(self.texts):
            if number not in self.used:
                self.found.add_once(words, Layer.LEFT_OVER, "words that no cell shows any longer")
        for name in self.parts.names:
            self._beside(name)

    def _shared(self) -> list[str]:
        root = self.parts.xml("xl/sharedStrings.xml")
        return [] if root is None else ["".join(words_of(each)) for each in root.iter("{*}si")]

    def _looks(self) -> list[tuple[Layer, bool]]:
        """For each format of cells: how it hides what it holds, and whether it shows days."""
        root = self.parts.xml("xl/styles.xml")
        if root is None:
            return []
        formats = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
        fonts = [_font(each) for each in root.iterfind("{*}fonts/{*}font")]
        inks = [_ink(each) for each in root.iterfind("{*}fonts/{*}font")]
        fills = [_filled(each) for each in root.iterfind("{*}fills/{*}fill")]
        looks = []
        for each in root.iterfind("{*}cellXfs/{*}xf"):
            number, code = each.get("numFmtId", "0"), formats.get(each.get("numFmtId"), "")
            layer = _at(fonts, each.get("fontId"), Layer.VISIBLE)
            if layer is Layer.WHITE_TEXT and _at(fills, each.get("fillId"), ""):
                layer = Layer.VISIBLE
            inked = _at(inks, each.get("fontId"), "")
            if inked and inked == _at(fills, each.get("fillId"), ""):
                layer = Layer.COVERED_TEXT
            if _SHOWS_NOTHING.match(code.strip()):
                layer = Layer.HIDDEN_TEXT
            days = number.isdigit() and int(number) in _BUILT_IN_DAYS
            looks.append((layer, days or bool(_DAYS.search(re.sub(r"\[[^\]]*\]|\"[^\"]*\"", "", code)))))
        return looks

    def _sheet(self, part: str, name: str, layer: Layer, number: int) -> None:
        root = self.parts.xml(part)
        if root is None:
            return
        columns = _hidden_columns(root)
        for row in root.iter("{*}row"):
            gone = row.get("hidden") in ("1", "true") or row.get("ht") in ("0", "0.0")
            for cell in row.iterfind("{*}c"):
                self._cell(cell, name, layer, number, gone, columns)
        for each in root.iter("{*}oddHeader", "{*}oddFooter", "{*}evenHeader", "{*}evenFooter", "{*}firstHeader",
                              "{*}firstFooter"):  # fmt: skip
            self.found.add(re.sub(r"&(?:\"[^\"]*\"|[A-Z]|\d+)", " ", each.text or ""), Layer.HEADER, name)
        for each in root.iter("{*}dataValidation", "{*}formula1", "{*}formula2", "{*}formula"):
            self.found.add_once(each.text, Layer.FORMULA, f"{name}, a rule for what may be typed")
        for each in root.iter("{*}hyperlink"):
            self.found.add_once(each.get("tooltip"), Layer.LINK, f"{name}!{each.get('ref')}")
        self.parts.attributes(root, f"the sheet {name}")

    def _cell(
        self, cell: Any, sheet: str, layer: Layer, number: int, gone: bool, columns: list[tuple[int, int]]
    ) -> None:
        address = cell.get("r", "")
        place = f"{sheet}!{address}"
        matched = _ADDRESS.fullmatch(address)
        x = _column(matched[1]) if matched else -1
        y = int(matched[2]) - 1 if matched else -1
        hides, days = _at(self.looks, cell.get("s"), (Layer.VISIBLE, False))
        formula = cell.find("{*}f")
        if formula is not None:
            self.found.add(formula.text, Layer.FORMULA, place)
        words = self._said(cell, days)
        if layer is Layer.VISIBLE:
            layer = (
                Layer.HIDDEN_ROW
                if gone
                else Layer.HIDDEN_COLUMN
                if any(first <= x + 1 <= last for first, last in columns)
                else hides
            )
        self.found.add(words, layer, place, form=Form.CELL, table=number, row=y, column=x)

    def _said(self, cell: Any, days: bool) -> str:
        kind, value = cell.get("t", "n"), cell.find("{*}v")
        if kind == "inlineStr":
            return "".join(words_of(cell))
        said = "" if value is None else value.text or ""
        if kind == "s" and said.isdigit() and int(said) < len(self.texts):
            self.used.add(int(said))
            return self.texts[int(said)]
        if kind == "n" and days and said:
            counted = counted_day(said)
            return f"{counted[0].day} {counted[0]:%B %Y}" if counted else said
        return said

    def _beside(self, name: str) -> None:
        lower = name.lower()
        if name in self.parts.taken or not lower.endswith((".xml", ".vml")):
            return
        if "/comments" in lower or "threadedcomment" in lower or "/persons/" in lower:
            root = self.parts.xml(name)
            if root is not None:
                for each in root.iter("{*}author", "{*}person"):
                    self.found.add_once(each.text or each.get("displayName"), Layer.COMMENT, "who commented")
                for each in root.iter("{*}comment", "{*}threadedComment"):
                    words = "".join(words_of(each)) or "".join(each.itertext())
                    self.found.add(words, Layer.COMMENT, f"the comment on {each.get('ref', '')}")
                self.parts.attributes(root, "the comments")
        elif "pivotcache" in lower or "pivottable" in lower:
            self._values(name, Layer.PIVOT_CACHE, "what a pivot table has kept")
        elif "externallink" in lower or "connections" in lower or "querytable" in lower:
            self._values(name, Layer.EXTERNAL_LINK, "what was kept of another file")
        elif "/drawings/" in lower or "/charts/" in lower:
            self._drawing(name)

    def _values(self, name: str, layer: Layer, place: str) -> None:
        """Every value and every text of a part, once."""
        root = self.parts.xml(name)
        for each in [] if root is None else root.iter(etree.Element):
            self.found.add_once(each.text, layer, place)
            for tag in (
                "v",
                "val",
                "name",
                "caption",
                "refreshedBy",
                "sourceName",
                "displayName",
                "uniqueName",
            ):
                self.found.add_once(each.get(tag), layer, place)

    def _drawing(self, name: str) -> None:
        root = self.parts.xml(name)
        for each in [] if root is None else root.iter(etree.Element):
            if local(each) in ("cNvPr", "docPr"):
                for tag in ("descr", "title", "name"):
                    self.found.add(each.get(tag), Layer.ALT_TEXT, f"a drawing's {tag}")
            elif local(each) == "p":
                self.found.add("".join(words_of(each)), Layer.VISIBLE, "a drawing", form=Form.PARAGRAPH)
            elif local(each) in ("v", "f") and each.text:
                self.found.add_once(each.text, Layer.LEFT_OVER, "what a chart has kept")
        if root is not None:
            self.parts.texts(root, Layer.ELSEWHERE, name)


def _font(font: Any) -> Layer:
    size, colour = font.find("{*}sz"), font.find("{*}color")
    if size is not None and float(size.get("val") or 11) <= _TINY:
        return Layer.TINY_TEXT
    if colour is not None and (_WHITE.match(colour.get("rgb", "")) or colour.get("theme") == "0"):
        return Layer.WHITE_TEXT
    return Layer.VISIBLE


def _ink(font: Any) -> str:
    """The colour of letters, black where none is said."""
    colour = font.find("{*}color")
    if colour is None or colour.get("theme") == "1":
        return "000000"
    return (colour.get("rgb") or "").upper()[-6:]


def _filled(fill: Any) -> str:
    """The colour of a cell on which white letters can be read; "" where it has none."""
    pattern = fill.find("{*}patternFill")
    colour = fill.find(".//{*}fgColor")
    if pattern is None or pattern.get("patternType") in (None, "none"):
        return ""
    if colour is None:
        return "other"
    if _WHITE.match(colour.get("rgb", "")) or colour.get("theme") == "0":
        return ""
    return "000000" if colour.get("theme") == "1" else (colour.get("rgb") or "other").upper()[-6:]


def _hidden_columns(root: Any) -> list[tuple[int, int]]:
    return [
        (int(each.get("min") or 0), int(each.get("max") or 0))
        for each in root.iter("{*}col")
        if each.get("hidden") in ("1", "true") or each.get("width") in ("0", "0.0")
    ]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _at(listed: list[Any], number: str | None, otherwise: Any) -> Any:
    at = int(number) if number and number.isdigit() else 0
    return listed[at] if at < len(listed) else otherwise


def _spaced(name: str | None) -> str:
    return (name or "").replace("_", " ").replace(".", " ")
