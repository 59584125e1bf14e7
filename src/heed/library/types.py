"""Places in documents, as values that pages are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Offsets = tuple[tuple[int, int], ...]
"""Stretches of a Reading's text: (start, end) pairs."""


def offsets_of(spans: Iterable[Sequence[int | None]]) -> Offsets:
    """The offsets of stored spans, without their pages."""
    return tuple((int(span[0] or 0), int(span[1] or 0)) for span in spans)


@dataclass(frozen=True, slots=True)
class Rect:
    """A box on a page, in points from its top left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Some words of a document that a page marks: `ref` ties it to its record, `look` chooses its colour."""

    ref: str
    look: str
    offsets: Offsets
    label: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A place as drawn on one page: a box for each line, and one around each column of them."""

    place: Place
    lines: tuple[Rect, ...]
    outlines: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line's words where they stand, so that they can be selected over the picture."""

    words: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One printed page: its picture, the words on it and the places marked."""

    number: int
    of: int
    width: float
    height: float
    image_url: str
    lines: tuple[TextLine, ...]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a block's words under the same marks."""

    words: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of a document without pages, as it looks."""

    kind: str
    level: int
    marker: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of a document without pages: its rows of cells, each cell the blocks in it, and which rows are heads."""

    rows: tuple[tuple[tuple[ShownBlock, ...], ...], ...]
    heads: frozenset[int]
    kind: str = "table"


Shown = ShownBlock | ShownTable
"""What a document without pages is shown as, in order."""


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What to keep of a reading: see `models.Reading`. `pages`: (number, width, height, words) each."""

    reader: str
    kind: str
    title: str
    text: str
    blocks: list[dict[str, object]]
    found: dict[str, object]
    page_count: int | None
    pages: list[tuple[int, float, float, list[list[float]]]]
    links: list[FoundLink] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as a Reading has it: `address` is empty where it leads nowhere, `spans` is where it stands."""

    words: str
    address: str
    spans: list[list[int | None]]


class LinkState(StrEnum):
    NO_TARGET = "no_target"
    NOT_CHECKED = "not_checked"
    WORKS = "works"
    DEAD = "dead"


LINK_STATES: dict[str, str] = {
    LinkState.NO_TARGET: "Leads nowhere: no address",
    LinkState.NOT_CHECKED: "Not checked",
    LinkState.WORKS: "Works",
    LinkState.DEAD: "Dead",
}
"""What is known of a link, as people read it."""
