"""The parts of a Word file: its XML, its styles, its tables' rows and cells, read without trusting it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from lxml import etree

from heed.kit.reading.sniff import Limits, read_member, refuse

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_STRICT: Final = (  # "Strict Open XML" has names of its own for the same things
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)

PASSED_THROUGH = frozenset(
    W + n for n in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "fldSimple", "dir")
)
"""What paragraphs, rows and runs may be wrapped in."""

Element: TypeAlias = Any  # lxml has no types of its own


def attribute(element: Element | None, name: str) -> str | None:
    """A `w:` attribute's value."""
    return None if element is None else element.get(W + name)


def whole(value: str | None) -> int | None:
    """A whole number, or None where there is none."""
    return int(value) if value and re.fullmatch(r"-?\d{1,9}", value) else None


def is_on(properties: Element | None, name: str) -> bool | None:
    """A switch such as `w:b`: on, off, or None where nothing is said."""
    found = None if properties is None else properties.find(W + name)
    if found is None:
        return None
    return attribute(found, "val") not in ("0", "false", "off", "none")


@dataclass(slots=True)
class Package:
    """An open Word file."""

    archive: zipfile.ZipFile
    limits: Limits
    unpacked: int = 0
    main: str = "word/document.xml"

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> Package:
        package = cls(zipfile.ZipFile(io.BytesIO(data)), limits)
        for kind, target, _ in package.relations("", "_rels/.rels").values():
            if kind == "officeDocument":
                package.main = target
        return package

    def xml(self, name: str) -> Element | None:
        """A part's root, or None where the file has no such part. Raises `Unreadable` for XML that is
        damaged or that names entities, local or outside."""
        try:
            raw = read_member(self.archive, name, self.limits.unpacked - self.unpacked)
        except KeyError:
            return None
        self.unpacked += len(raw)
        if self.unpacked > self.limits.unpacked:
            raise refuse("bomb")
        plain = raw.replace(b"\x00", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise refuse("unsafe")
        for strict, usual in _STRICT:
            raw = raw.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(raw, parser)
        except etree.XMLSyntaxError as error:
            raise refuse("damaged") from error

    def relations(self, part: str, name: str = "") -> dict[str, tuple[str, str, bool]]:
        """What a part points to: id to (kind, target, whether outside the file)."""
        folder, file = posixpath.split(part)
        root = self.xml(name or f"{folder}/_rels/{file}.rels")
        answer: dict[str, tuple[str, str, bool]] = {}
        for relation in [] if root is None else root.iter(_REL + "Relationship"):
            outside = relation.get("TargetMode") == "External"
            target = relation.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            answer[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target, outside)
        return answer


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph or character style with what it inherits."""

    name: str = ""
    outline: int | None = None
    number: tuple[int | None, int | None] = (None, None)  # numId, level
    bold: bool | None = None
    italic: bool | None = None
    size: float | None = None
    indent: float | None = None
    bold_first_row: bool = False


def size_of(properties: Element | None) -> float | None:
    """The font size in points that run properties give."""
    half = whole(attribute(None if properties is None else properties.find(W + "sz"), "val"))
    return half / 2 if half else None


def indent_of(properties: Element | None) -> float | None:
    """The left edge in points that paragraph properties give."""
    element = None if properties is None else properties.find(W + "ind")
    twentieths = whole(attribute(element, "left") or attribute(element, "start"))
    return None if twentieths is None else twentieths / 20


def number_of(properties: Element | None) -> tuple[int | None, int | None]:
    """The list and level that paragraph properties name."""
    element = None if properties is None else properties.find(W + "numPr")
    if element is None:
        return None, None
    return (
        whole(attribute(element.find(W + "numId"), "val")),
        whole(attribute(element.find(W + "ilvl"), "val")),
    )


@dataclass(slots=True)
class Styles:
    """All styles by id, with the document's own default size."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default_paragraph: str = ""
    size: float = 10.0

    @classmethod
    def read(cls, root: Element | None) -> Styles:
        styles = cls()
        if root is None:
            return styles
        default = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        styles.size = size_of(default) or styles.size
        elements = {attribute(e, "styleId") or "": e for e in root.iter(W + "style")}
        for identity, element in elements.items():
            styles.by_id[identity] = _style(identity, elements)
            if attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true"):
                styles.default_paragraph = identity
        return styles

    def get(self, identity: str | None) -> Style:
        return self.by_id.get(identity or self.default_paragraph, Style())


def _style(identity: str, elements: dict[str, Element]) -> Style:
    """One style, each thing unsaid taken from the style it is based on."""
    style = Style()
    seen: set[str] = set()
    current: str | None = identity
    while current and current in elements and current not in seen:
        seen.add(current)
        element = elements[current]
        paragraph, run = element.find(W + "pPr"), element.find(W + "rPr")
        outline = whole(attribute(None if paragraph is None else paragraph.find(W + "outlineLvl"), "val"))
        first = element.find(f"{W}tblStylePr[@{W}type='firstRow']/{W}rPr")
        number, level = number_of(paragraph)
        style = replace(
            style,
            name=style.name or (attribute(element.find(W + "name"), "val") or "").lower(),
            outline=outline if style.outline is None else style.outline,
            number=(
                number if style.number[0] is None else style.number[0],
                level if style.number[1] is None else style.number[1],
            ),
            bold=is_on(run, "b") if style.bold is None else style.bold,
            italic=is_on(run, "i") if style.italic is None else style.italic,
            size=size_of(run) if style.size is None else style.size,
            indent=indent_of(paragraph) if style.indent is None else style.indent,
            bold_first_row=style.bold_first_row or bool(is_on(first, "b")),
        )
        current = attribute(element.find(W + "basedOn"), "val")
    return style


def rows_of(table: Element) -> Iterator[Element]:
    """A table's rows, whatever they are wrapped in."""
    for child in table:
        if child.tag == W + "tr":
            yield child
        elif child.tag in PASSED_THROUGH or child.tag == W + "sdt":
            yield from rows_of(child)


def cells_of(row: Element) -> Iterator[tuple[Element, int]]:
    """A row's cells with their column; a cell merged into the one above is passed over."""
    column = whole(attribute(row.find(f"{W}trPr/{W}gridBefore"), "val")) or 0
    pending = list(row)
    while pending:
        child = pending.pop(0)
        if child.tag in PASSED_THROUGH or child.tag == W + "sdt":
            pending = list(child) + pending
        elif child.tag == W + "tc":
            merge = child.find(f"{W}tcPr/{W}vMerge")
            if merge is None or attribute(merge, "val") == "restart":
                yield child, column
            column += whole(attribute(child.find(f"{W}tcPr/{W}gridSpan"), "val")) or 1


def property_of(core: Element | None, name: str) -> str:
    """One of the file's own properties, such as its title."""
    found = None if core is None else core.find("{*}" + name)
    return " ".join((found.text or "").split()) if found is not None else ""
