"""Small numbers in tables, and how to leave them out so that no total gives them back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import SEEN, Act, Form, Hit, Kind, Layers, Piece

_COUNT = re.compile(r"\d{1,3}(?:,\d{3})*|\d{1,6}")
_TOTAL = re.compile(r"\b(?:total|all|sum|overall)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table in which small counts are left out. `rows` are as given, with `mark` in the place of what is left out;
    `primary` and `secondary` are places (row, column) counted from 0."""

    rows: tuple[tuple[str, ...], ...]
    primary: tuple[tuple[int, int], ...]
    secondary: tuple[tuple[int, int], ...]
    mark: str


def suppress(table: Sequence[Sequence[str]], below: int, *, mark: str = "c") -> Suppressed:
    """Leave out every count from 1 to `below` - 1, and then as many others as it takes.

    The first row and the first column are headings; a row or column whose heading says *total* is one. Where the sums
    of rows and columns (given, or known from elsewhere) would give back a cell that is left out, the smallest other
    count of its row or column is left out as well (secondary suppression), until none is given back. What is then left
    out could only be known within a range. A total is left out only where nothing else is there to leave out. Noughts
    stay where that does.
    """
    rows = [[str(cell) for cell in row] for row in table]
    counts = {
        (y, x): int(cell.replace(",", ""))
        for y, row in enumerate(rows)
        for x, cell in enumerate(row)
        if y and x and _COUNT.fullmatch(cell.strip())
    }
    totals = {
        (y, x)
        for y, x in counts
        if _TOTAL.search(rows[0][x] if x < len(rows[0]) else "") or _TOTAL.search(rows[y][0])
    }
    primary = {place for place, count in counts.items() if 0 < count < below}
    out = set(primary)
    while exposed := _exposed(out, counts):
        axis, line = exposed
        others = _left(axis, line, out, counts)
        inner = [place for place in others if place not in totals]
        # One that another line needs as well is left out first: fewer go in all.
        out.add(min(inner or others, key=lambda place: (not _helps(place, axis, out), counts[place], place)))
    for y, x in out:
        rows[y][x] = mark
    return Suppressed(tuple(map(tuple, rows)), tuple(sorted(primary)), tuple(sorted(out - primary)), mark)


Cell = tuple[int, int]


def _exposed(out: set[Cell], counts: dict[Cell, int]) -> tuple[int, int] | None:
    """A row (axis 0) or a column (axis 1) whose sum would give back a cell that is left out, where another cell of it
    can still be left out."""
    for axis in (0, 1):
        for line in sorted({place[axis] for place in out}):
            inside = [place for place in out if place[axis] == line]
            # Noughts stay, so that as many as their sum says are all ones.
            told = len(inside) == 1 or sum(counts[place] for place in inside) == len(inside)
            if told and _left(axis, line, out, counts):
                return axis, line
    for place in sorted(out):
        if _is_bridge(place, out):
            for axis in (0, 1):
                if _left(axis, place[axis], out, counts):
                    return axis, place[axis]
    return None


def _left(axis: int, line: int, out: set[Cell], counts: dict[Cell, int]) -> list[Cell]:
    """What of a row or column is not left out yet, noughts last."""
    rest = [place for place in counts if place[axis] == line and place not in out]
    return [place for place in rest if counts[place]] or rest


def _is_bridge(place: Cell, out: set[Cell]) -> bool:
    """Whether the sums of rows and columns give this cell back: rows and columns are points, what is left out are the
    lines between them, and a line on no round trip is known from the rest."""
    reached, waiting = {(0, place[0])}, [(0, place[0])]
    while waiting:
        axis, line = waiting.pop()
        for each in out - {place}:
            if each[axis] == line and (point := (1 - axis, each[1 - axis])) not in reached:
                reached.add(point)
                waiting.append(point)
    return (1, place[1]) not in reached


def _helps(place: tuple[int, int], axis: int, out: set[tuple[int, int]]) -> bool:
    other = 1 - axis
    return sum(each[other] == place[other] for each in out) == 1


def small_numbers(layers: Layers, rules: Rules) -> list[Hit]:
    """The small counts in the tables that are seen, where a heading says that people are counted."""
    tables: dict[int, dict[tuple[int, int], tuple[int, Piece]]] = {}
    for number, piece in enumerate(layers.pieces):
        if piece.form is Form.CELL and piece.layer in SEEN and piece.table >= 0:
            tables.setdefault(piece.table, {}).setdefault((piece.row, piece.column), (number, piece))
    return [hit for cells in tables.values() for hit in _of_table(cells, rules)]


def _of_table(cells: dict[tuple[int, int], tuple[int, Piece]], rules: Rules) -> list[Hit]:
    first = min(row for row, _ in cells)
    heads = {column: piece.words for (row, column), (_, piece) in cells.items() if row == first}
    sides: dict[int, str] = {}
    for (row, _), (_, piece) in sorted(cells.items()):
        sides.setdefault(row, piece.words if not _COUNT.fullmatch(piece.words) else "")
    numbers = [piece.words for _, piece in cells.values() if _COUNT.fullmatch(piece.words)]
    if len(numbers) < 2:
        return []
    found = []
    for (row, column), (number, piece) in cells.items():
        if row == first or not _COUNT.fullmatch(piece.words):
            continue
        count = int(piece.words.replace(",", ""))
        said = f"{heads.get(column, '')} {sides.get(row, '')} {' '.join(heads.values())}".lower()
        if (
            0 < count < rules.below
            and rules.counts & set(re.findall(r"\w+", said))
            and not _ordinal(heads.get(column, ""))
        ):
            why = f"a count of people under {rules.below} may be somebody whom a reader knows"
            found.append(
                Hit(
                    Kind.SMALL_NUMBER,
                    piece.words,
                    piece.layer,
                    piece.place,
                    number,
                    0,
                    len(piece.words),
                    why,
                    Act.REPLACE,
                    f"fewer than {rules.below}",
                    piece.page,
                )  # fmt: skip
            )
    return found


def _ordinal(head: str) -> bool:
    """A column of numbers that count nothing: of the row, the recommendation, the page."""
    return bool(
        re.search(r"\b(?:no\.?|ref|page|row|recommendation|item|level|year|age)\b", head, re.IGNORECASE)
    )
