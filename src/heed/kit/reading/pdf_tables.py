"""Ruled tables: the grid that a page's lines draw, and the words in its cells.

The lines come from PDFium, which finds them in no time; pdfplumber is asked only to make cells of
them, and only on pages whose lines cross.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from heed.kit.reading.layout import layout_rules
from heed.kit.reading.pdf_lines import Line, merge, stretches
from heed.kit.reading.pdf_page import Page
from heed.kit.reading.pdf_rows import drawn_rows
from heed.kit.reading.pdf_space import Edge
from heed.kit.reading.pdf_words import Word

_SNAP = 3.0  # points: lines nearer than this are one
_SHORTEST = 6.0
_LONGEST_CELL_ACROSS = 60  # words
_MOST_EDGES = 3_000
_MOST_CROSSINGS = 2_500

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Cell:
    """A cell's box and lines; a cell that a page end cuts has lines of two pages."""

    box: Box
    column: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A grid on one page; `number` and `first_row` are set once the pages are joined."""

    page: int
    box: Box
    rows: list[list[Cell]]
    edges: tuple[float, ...]
    number: int = 0
    first_row: int = 0
    head_rows: int = 0
    repeated: int = 0  # rows at its top that only repeat the head
    head: list[str] = field(default_factory=list)  # what the whole table's first row says
    index: int = 0  # among the page's tables
    goes_on: bool = False  # from the page before

    @property
    def filled(self) -> int:
        """How many cells have words."""
        return sum(bool(cell.lines) for row in self.rows for cell in row)

    @property
    def is_frame(self) -> bool:
        """Whether it only frames one text; a row's last cell on the next page looks so too, but goes on."""
        return self.filled < 2 and not self.goes_on

    def placeholder(self) -> Line:
        """A line without words that holds the table's place among the page's lines."""
        x0, y0, x1, _ = self.box
        return Line([], self.page, table=self.index, box=(x0, x1, y0))


def find_tables(page: Page) -> tuple[list[Table], list[Word]]:
    """The page's tables and the words that stand in none of them."""
    grids = [_table(page.number, cells) for cells in _cells(page.edges + drawn_rows(page))]
    tables = [table for table in grids if table is not None]
    if not tables:
        return [], page.words
    rest: list[Word] = []
    inside: dict[int, list[Word]] = {}
    boxes = [(cell, cell.box) for table in tables for row in table.rows for cell in row]
    for word in page.words:
        middle, height = (word.x0 + word.x1) / 2, word.y - word.size * 0.3
        for index, (_, (x0, y0, x1, y1)) in enumerate(boxes):
            if x0 <= middle <= x1 and y0 <= height <= y1:
                inside.setdefault(index, []).append(word)
                break
        else:
            rest.append(word)
    for index, words in inside.items():
        cell = boxes[index][0]
        cell.lines = merge(stretches(words, page.number), page.number)
        for line in cell.lines:
            line.left = min(other.x0 for other in cell.lines)
            line.right = max(cell.box[2] - (line.left - cell.box[0]), max(other.x1 for other in cell.lines))
    kept = [table for table in tables if table.filled]
    for index, table in enumerate(kept):
        table.index = index
        table.head_rows = _head_rows(table)
    return kept, rest


def _cells(edges: list[Edge]) -> list[list[Box]]:
    upright = [edge for edge in edges if not edge.level and edge.y1 - edge.y0 >= _SHORTEST]
    level = [edge for edge in edges if edge.level and edge.x1 - edge.x0 >= _SHORTEST]
    columns, rows = len({round(edge.x0) for edge in upright}), len({round(edge.y0) for edge in level})
    if columns < 2 or (rows < 2 and columns < 3):  # a row cut at both ends has no level line at all
        return []
    if len(upright) + len(level) > _MOST_EDGES:
        return []
    from pdfplumber import table as grid  # loaded only for pages with a grid: it is slow to start

    plain = [
        {
            "x0": edge.x0, "x1": edge.x1, "top": edge.y0, "bottom": edge.y1, "doctop": edge.y0,
            "width": edge.x1 - edge.x0, "height": edge.y1 - edge.y0,
            "orientation": "h" if edge.level else "v", "object_type": "line",
        }
        for edge in (*upright, *level)
    ]  # fmt: skip
    merged = grid.merge_edges(plain, _SNAP, _SNAP, _SNAP, _SNAP)
    merged += _closing_edges(merged)
    crossings = grid.edges_to_intersections(merged, _SNAP, _SNAP)
    if not 4 <= len(crossings) <= _MOST_CROSSINGS:
        return []
    return [list(cells) for cells in grid.cells_to_tables(grid.intersections_to_cells(crossings))]


def _closing_edges(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where a page end cuts a row, its upright lines end without a level one: close the row there."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    closing: list[dict[str, Any]] = []
    for end in ("top", "bottom"):
        for y in _distinct(edge[end] for edge in upright):
            ending = [edge for edge in upright if abs(edge[end] - y) <= _SNAP]
            if len(ending) < 3 or any(abs(edge["top"] - y) <= _SNAP for edge in level):
                continue
            x0, x1 = min(edge["x0"] for edge in ending), max(edge["x0"] for edge in ending)
            place = {"top": y, "bottom": y, "doctop": y, "width": x1 - x0, "height": 0.0}
            closing.append(ending[0] | place | {"x0": x0, "x1": x1, "orientation": "h"})
    return closing


def _table(page: int, cells: list[Box]) -> Table | None:
    """A table needs two columns; anything less is a frame around running text."""
    lefts = _distinct(cell[0] for cell in cells)
    tops = _distinct(cell[1] for cell in cells)
    if len(lefts) < 2:
        return None
    rows: list[list[Cell]] = [[] for _ in tops]
    for box in sorted(cells, key=lambda b: (b[1], b[0])):
        rows[_nearest(tops, box[1])].append(Cell(box, _nearest(lefts, box[0])))
    low = (min(cell[0] for cell in cells), min(cell[1] for cell in cells))
    high = (max(cell[2] for cell in cells), max(cell[3] for cell in cells))
    box = (*low, *high)
    return Table(page, box, [sorted(row, key=lambda c: c.column) for row in rows], tuple(lefts))


def _distinct(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _SNAP:
            kept.append(value)
    return kept


def _nearest(places: list[float], value: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))


def _head_rows(table: Table) -> int:
    """The first row is a head when all its words are bold and the row below is not."""
    first, rest = table.rows[0], table.rows[1:]
    lines = [line for cell in first for line in cell.lines]
    if not lines or not rest or not all(line.bold for line in lines):
        return 0
    return int(not all(line.bold for row in rest for cell in row for line in cell.lines))


def is_box(table: Table, row: list[Cell]) -> bool:
    """Whether a row is one cell across the whole table that holds running text: a frame, not a cell."""
    if len(row) != 1 or row[0].box[2] - row[0].box[0] < table.box[2] - table.box[0] - _SNAP:
        return False
    return sum(len(line.words) for line in row[0].lines) > _LONGEST_CELL_ACROSS


def join_tables(tables: list[tuple[Table, bool, bool]]) -> None:
    """Number the tables of a document, given in order with whether each begins and ends its page's text.

    A table at the top of a page with the columns of the one that ended the page before goes on from it.
    """
    number = -1
    before: tuple[Table, bool] | None = None
    for table, begins, ends in tables:
        last = before[0] if before else None
        if (
            last
            and before
            and before[1]
            and begins
            and table.page == last.page + 1
            and _same_columns(last, table)
        ):
            table.number, table.head, table.head_rows, table.goes_on = number, last.head, 0, True
            table.repeated = int(_row_text(table.rows[0]) == last.head)
            table.first_row = last.first_row + len(last.rows) - last.repeated
            if table.repeated and not last.first_row:
                last.head_rows = 1
            _rejoin_cut_row(last, table)
        elif table.filled > 1:
            number += 1
            table.number, table.head = number, _row_text(table.rows[0])
        before = (table, ends)


def _same_columns(one: Table, other: Table) -> bool:
    return len(one.edges) == len(other.edges) and all(
        abs(a - b) <= 2 * _SNAP for a, b in zip(one.edges, other.edges, strict=True)
    )


def _row_text(row: list[Cell]) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in row]


def _rejoin_cut_row(last: Table, table: Table) -> None:
    """Where the page end cut a row, its cells' lines go on in the cells above."""
    if len(table.rows) <= table.repeated:
        return
    above = {cell.column: cell for cell in last.rows[-1]}
    below = table.rows[table.repeated]
    filled = [cell for cell in below if cell.lines]
    if not filled or any(cell.column not in above for cell in filled):
        return
    if not _key_is_empty(below) and not _is_mid_sentence(above, filled):
        return
    for cell in filled:
        above[cell.column].lines.extend(cell.lines)
        cell.lines = []
    table.rows.pop(table.repeated)


def _key_is_empty(row: list[Cell]) -> bool:
    """A row without its first cell, where rows have a number or a name, is the rest of the one before."""
    return bool(row) and row[0].column == 0 and not row[0].lines


def _is_mid_sentence(above: dict[int, Cell], filled: list[Cell]) -> bool:
    """Whether a cell's sentence goes on, and the row does not begin with a key of its own."""
    first = filled[0]
    if first.column == 0 and above[0].lines and not _goes_on(above[0], first):
        return False
    return any(_goes_on(above[cell.column], cell) for cell in filled)


def _goes_on(above: Cell, below: Cell) -> bool:
    """Whether a cell ends in the middle of a sentence that the other takes up."""
    if not above.lines or above.lines[-1].text.endswith((".", "!", "?")):
        return False
    last = above.lines[-1].words[-1].text.lower()
    return below.lines[0].text[:1].islower() or last in layout_rules()["go_on"]
