"""Word's automatic numbers, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from heed.kit.reading.docx_parts import Element, Styles, W, attribute, whole
from heed.kit.reading.markers import letters, roman


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
