"""What a document says, before it is Word, PDF or a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. On paper only the words stand."""

    text: str
    href: str


Cell = str | Link
"""Words; a new line in them begins a line beneath, for what is secondary."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    words: Cell
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of points."""

    items: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` share out its width among the columns; without them they are alike. `numbers` are the
    columns, counted from 0, that hold numbers."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    numbers: Sequence[int] = ()


Block = Paragraph | Points | Grid


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with what stands beneath it; `level` 1 is a heading of the document, 2 one beneath. What stands
    before the first heading has none: ""."""

    heading: str
    blocks: Sequence[Block]
    level: int = 1


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture at the head of a document: a PNG that says its own size, and the words for those who do not see it."""

    png: bytes
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """`facts` stand at its head, `foot` at the foot of every page."""

    title: str
    parts: Sequence[Part]
    lead: str = ""
    facts: Sequence[tuple[str, str]] = ()
    foot: str = ""
    author: str = ""
    logo: Logo | None = None


def words_of(cell: Cell) -> str:
    """A cell as it reads on paper."""
    return cell.text if isinstance(cell, Link) else cell


def repeats(grid: Grid, heading: str) -> bool:
    """Whether a table's caption says only what stands above it: on paper it stands once."""
    return heading.startswith(grid.caption)
