"""The judged pages of tests/gold/disclosure, and how the check does on them. Totals only for the sealed half."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from heed.kit.disclosure import Hit, Kind, Known, Layer, Layers, find_identifiers, read_layers

FOLDER = Path(__file__).resolve().parents[2] / "gold" / "disclosure"
_TAG = re.compile(r"\{(name|date|age|place|time):([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a partnership would have it, what is known of its case, and where names of people stand in it."""

    text: str
    known: Known
    names: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Score:
    names: int
    found: int
    false: int
    pages: int

    @property
    def recall(self) -> float:
        return self.found / self.names

    @property
    def false_a_page(self) -> float:
        return self.false / self.pages


def pages(half: str) -> list[Page]:
    """The pages of a half, in order."""
    return [_page(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / half).glob("*.txt"))]


def _page(source: str) -> Page:
    lines = source.splitlines()
    about: dict[str, tuple[str, ...]] = {}
    while lines[0].startswith("# "):
        name, _, listed = lines.pop(0)[2:].partition(":")
        about[name] = tuple(each.strip() for each in listed.split(",") if each.strip())
    marked, text, names, at = "\n".join(lines), "", [], 0
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        if tag[1] == "name":
            names.append((len(text), len(text) + len(tag[2])))
        text += tag[2]
        at = tag.end()
    return Page(text + marked[at:], Known(**about), tuple(names))


def score(half: str) -> Score:
    """How many names of a half are found, and how many hits are none."""
    total = found = false = 0
    judged = pages(half)
    for page in judged:
        hits = name_hits(page)
        total += len(page.names)
        found += sum(any(_meet(name, hit) for hit in hits) for name in page.names)
        false += sum(not any(_meet(name, hit) for name in page.names) for hit in hits)
    return Score(total, found, false, len(judged))


def name_hits(page: Page) -> list[tuple[int, int]]:
    """The hits of the kind name, as offsets into the page."""
    layers = read_layers(page.text.encode(), "page.txt")
    hits = [
        hit
        for hit in find_identifiers(layers, None, page.known)
        if hit.kind is Kind.NAME and hit.layer is not Layer.FILE_NAME
    ]
    return [span for hit in hits for span in _placed(page.text, layers, hit)]


def _placed(text: str, layers: Layers, hit: Hit) -> Sequence[tuple[int, int]]:
    """Where a hit's piece, whose blanks were folded, stands in the page."""
    words = layers.pieces[hit.piece].words
    whole = re.search(r"\s+".join(re.escape(each) for each in words.split()), text)
    assert whole, words
    seen = re.sub(r"\s+", " ", whole.group())
    assert len(seen) == len(whole.group()), "the pages are written with single blanks"
    return [(whole.start() + hit.start, whole.start() + hit.end)]


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
