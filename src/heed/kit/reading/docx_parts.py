"""The parts of a Word file: its XML, its styles and its numbering, read without trusting it."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from lxml import etree

from heed.kit.reading.markers import letters, roman
from heed.kit.reading.sniff import Limits, read_member, refuse

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"

_STRICT: Final = (  # "Strict Open XML" has names of its own for the same things
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)

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


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    shape: str
    text: str
    restart: int | None
    legal: bool
    style: str


@dataclass(slots=True)
class Numbering:
    """Counts lists as Word does, so that a marker is what a reader sees."""

    lists: dict[int, tuple[int, dict[int, int]]] = field(
        default_factory=dict
    )  # numId: abstract, start by level
    levels: dict[tuple[int, int], _Level] = field(default_factory=dict)  # (abstract or -numId, level)
    counts: dict[int, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def read(cls, root: Element | None, styles: Styles) -> Numbering:
        numbering = cls()
        if root is None:
            return numbering
        links: dict[int, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            identity = whole(attribute(abstract, "abstractNumId")) or 0
            link = attribute(abstract.find(W + "numStyleLink"), "val")
            if link:
                links[identity] = link
            numbering._levels(identity, abstract)
        for element in root.iter(W + "num"):
            number = whole(attribute(element, "numId"))
            abstract_id = whole(attribute(element.find(W + "abstractNumId"), "val"))
            if number is None or abstract_id is None:
                continue
            starts: dict[int, int] = {}
            for override in element.iter(W + "lvlOverride"):
                level = whole(attribute(override, "ilvl")) or 0
                start = whole(attribute(override.find(W + "startOverride"), "val"))
                if start is not None:
                    starts[level] = start
                numbering._levels(-number, override)
            numbering.lists[number] = (abstract_id, starts)
        for identity, link in links.items():
            target = numbering.lists.get(styles.get(link).number[0] or -1)
            if target:
                for (owner, level), found in list(numbering.levels.items()):
                    if owner == target[0]:
                        numbering.levels.setdefault((identity, level), found)
        return numbering

    def _levels(self, owner: int, parent: Element) -> None:
        for level in parent.findall(W + "lvl"):
            self.levels[owner, whole(attribute(level, "ilvl")) or 0] = _Level(
                start=_or(whole(attribute(level.find(W + "start"), "val")), 0),
                shape=attribute(level.find(W + "numFmt"), "val") or "decimal",
                text=attribute(level.find(W + "lvlText"), "val") or "",
                restart=whole(attribute(level.find(W + "lvlRestart"), "val")),
                legal=level.find(W + "isLgl") is not None,
                style=attribute(level.find(W + "pStyle"), "val") or "",
            )

    def level_of_style(self, number: int, style: str) -> int | None:
        """The level that a list keeps for a paragraph style."""
        abstract = self.lists.get(number, (None, {}))[0]
        for (owner, level), found in self.levels.items():
            if owner == abstract and found.style == style:
                return level
        return None

    def next(self, number: int, level: int) -> str:
        """Count one paragraph of list `number` at `level`; its marker as shown, "" for none."""
        abstract, starts = self.lists.get(number, (None, {}))
        shape = self._level(number, level)
        if abstract is None or shape is None:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if level in starts and (number, level) not in self.started:
            counts[level] = starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = shape.start
        self.started.add((number, level))
        for deeper in [k for k in counts if k > level]:
            below = self._level(number, deeper)
            if below is None or below.restart is None or below.restart > 0 and level < below.restart:
                del counts[deeper]
        if shape.shape == "bullet":
            return bullet(shape.text)
        return re.sub(
            r"%([1-9])", lambda m: self._shown(number, counts, int(m.group(1)) - 1, shape), shape.text
        )

    def has_words(self, number: int, level: int) -> bool:
        """Whether the list prints words with its number, as in "Recommendation 3:"."""
        shape = self._level(number, level)
        return shape is not None and bool(re.search(r"[A-Za-z]{2}", shape.text))

    def _level(self, number: int, level: int) -> _Level | None:
        abstract = self.lists.get(number, (-1, {}))[0]
        return self.levels.get((-number, level)) or self.levels.get((abstract, level))

    def _shown(self, number: int, counts: dict[int, int], level: int, printed: _Level) -> str:
        shape = self._level(number, level)
        if shape is None:
            return ""
        value = counts.setdefault(level, shape.start)
        return _format(value, "decimal" if printed.legal else shape.shape)


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def _format(value: int, shape: str) -> str:
    if shape in ("lowerLetter", "upperLetter") and value > 0:
        # Word repeats the letter after z (aa, bb), unlike a spreadsheet.
        text = letters((value - 1) % 26 + 1) * ((value - 1) // 26 + 1)
    elif shape in ("lowerRoman", "upperRoman"):
        text = roman(value)
    elif shape == "decimalZero":
        text = f"{value:02d}"
    elif shape == "ordinal":
        tail = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        text = f"{value}{tail}"
    elif shape == "none":
        text = ""
    else:
        text = str(value)
    return text.upper() if shape.startswith("upper") else text


def bullet(text: str) -> str:
    """The sign a bullet shows; a symbol font's own codes stand for the signs they draw."""
    known = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf076": "❖", "\uf0a8": "□"}
    sign = text.strip()[:1]
    if "\uf000" <= sign <= "\uf0ff":
        return known.get(sign, "•")
    return sign or "•"
