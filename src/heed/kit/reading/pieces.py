"""A document's blocks as the interpreter walks over them: with their words, and cells as tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from heed.kit.reading.mend import mend
from heed.kit.reading.shown import Shown
from heed.kit.reading.types import Block, BlockKind, Document, Place, Span


@dataclass(slots=True)
class Piece:
    """A block with the words it shows. `level` is a heading's level from 1 or an item's depth from 0."""

    block: Block
    shown: Shown
    kind: BlockKind
    marker: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        return self.shown.text

    @property
    def plain(self) -> str:
        return self.shown.plain

    @property
    def bare(self) -> str:
        """The plain words without emphasis marks at either end."""
        return self.shown.plain.strip("*_ ")

    @property
    def is_heading(self) -> bool:
        return self.kind is BlockKind.HEADING

    @property
    def is_item(self) -> bool:
        return self.kind is BlockKind.ITEM

    @property
    def numbered(self) -> bool:
        return any(character.isalnum() for character in self.marker) and self.marker != "o"

    def is_item_of(self, head: str) -> bool:
        """Whether the piece is an item of the list that plain words lead in to."""
        return bool(self.marker) and head.endswith((":", ",", " and", " to", " that", " should"))

    @property
    def place_in_table(self) -> bool:
        return self.block.place is not None

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        return self.shown.cut(start, end)


@dataclass(slots=True)
class Cell:
    """A cell of a table: the pieces in it, in reading order."""

    row: int
    column: int
    head: bool
    pieces: list[Piece] = field(default_factory=list)

    @property
    def plain(self) -> str:
        return " ".join(piece.bare for piece in self.pieces).strip()


@dataclass(slots=True)
class Table:
    """A table: its rows of cells, columns counted from 0; empty cells are left out."""

    number: int
    rows: list[dict[int, Cell]] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max((max(row, default=-1) for row in self.rows), default=-1) + 1

    def pieces(self) -> list[Piece]:
        return [piece for row in self.rows for _, cell in sorted(row.items()) for piece in cell.pieces]


def joined(one: Piece, other: Piece) -> Piece:
    """Two halves of a piece that a page's end cut."""
    block = replace(one.block, spans=one.block.spans + other.block.spans)
    return Piece(block, Shown(one.shown.source, block.spans), one.kind, one.marker, one.level)


def pieces(document: Document) -> list[Piece | Table]:
    """The document's blocks in reading order, page furniture and footnotes left out, cells gathered into tables."""
    found: list[Piece | Table] = []
    table: Table | None = None
    for block in mend(list(document.blocks), document.text):
        if block.kind in (BlockKind.FURNITURE, BlockKind.FOOTNOTE):
            continue
        shown = Shown(document.text, block.spans)
        if not any(character.isalnum() for character in shown.text):
            continue
        piece = Piece(block, shown, block.kind, block.marker.strip(), block.level)
        if block.place is None:
            table = None
            found.append(piece)
            continue
        if table is None or table.number != block.place.table:
            table = Table(block.place.table)
            found.append(table)
        _place(table, block.place, piece)
    return found


def _place(table: Table, place: Place, piece: Piece) -> None:
    while len(table.rows) <= place.row:
        table.rows.append({})
    row = table.rows[place.row]
    if place.column not in row:
        row[place.column] = Cell(place.row, place.column, place.head)
    row[place.column].pieces.append(piece)
