"""Drawing places: from offsets into a text to boxes on a page, or to marked runs of a block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from heed.library.types import Offsets, Place, Rect, Run, Shape, Shown, ShownBlock, ShownTable, TextLine

WordBox = Sequence[float]
"""[start, end, x0, y0, x1, y1]"""

_SAME_LINE = 0.5
"""Words are on one line when they overlap by at least half their height."""
_AIR = 2.0
"""Points between words and the box drawn around them."""


def lines_of(words: Iterable[WordBox]) -> list[list[WordBox]]:
    """Words grouped into printed lines, in the order given."""
    lines: list[list[WordBox]] = []
    for word in words:
        if lines and _on_line(lines[-1][-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _on_line(last: WordBox, word: WordBox) -> bool:
    overlap = min(last[5], word[5]) - max(last[3], word[3])
    height = min(last[5] - last[3], word[5] - word[3])
    return word[2] >= last[2] and overlap >= _SAME_LINE * height


def _around(words: Sequence[WordBox], air: float) -> Rect:
    left, top = min(word[2] for word in words) - air, min(word[3] for word in words) - air
    right, bottom = max(word[4] for word in words) + air, max(word[5] for word in words) + air
    return Rect(round(left, 1), round(top, 1), round(right - left, 1), round(bottom - top, 1))


def shape_of(place: Place, words: Sequence[WordBox]) -> Shape | None:
    """The place as drawn over these words of one page; None where none of it is on the page."""
    inside = [
        word for word in words if any(word[0] < end and word[1] > start for start, end in place.offsets)
    ]
    if not inside:
        return None
    drawn = lines_of(inside)
    outlines = tuple(
        _around([word for line in column for word in line], _AIR * 2) for column in _columns(drawn)
    )
    return Shape(place=place, lines=tuple(_around(line, 1.0) for line in drawn), outlines=outlines)


def _columns(lines: list[list[WordBox]]) -> list[list[list[WordBox]]]:
    """Lines that follow one another downwards; a line that stands higher than the one before begins a new column."""
    columns: list[list[list[WordBox]]] = []
    for line in lines:
        if columns and line[0][3] >= columns[-1][-1][0][3]:
            columns[-1].append(line)
        else:
            columns.append([line])
    return columns


def text_lines(words: Sequence[WordBox], text: str) -> tuple[TextLine, ...]:
    """The page's lines for selecting words over its picture."""
    return tuple(
        TextLine(words=text[int(line[0][0]) : int(line[-1][1])].replace("\n", " "), rect=_around(line, 0.0))
        for line in lines_of(words)
    )


def shown_blocks(text: str, blocks: Iterable[dict[str, Any]], places: Sequence[Place]) -> list[Shown]:
    """The blocks of a document without pages, cut into runs wherever a marked place begins or ends; the cells of a
    table, which name their place as [table, row, column, head], put together again."""
    shown: list[Shown] = []
    for number, group in groupby(blocks, key=_table_of):
        if number is None:
            shown += [_shown(text, block, places) for block in group]
        else:
            shown.append(_table(text, list(group), places))
    return shown


def _table_of(block: dict[str, Any]) -> int | None:
    place = block.get("place")
    return None if place is None else int(place[0])


def _shown(text: str, block: dict[str, Any], places: Sequence[Place]) -> ShownBlock:
    return ShownBlock(
        kind=str(block["kind"]),
        level=int(block.get("level", 0)),
        marker=str(block.get("marker", "")),
        runs=tuple(_runs(text, block["spans"], places)),
    )


def _table(text: str, blocks: Sequence[dict[str, Any]], places: Sequence[Place]) -> ShownTable:
    """Rows and columns that hold nothing are left out."""
    cells: dict[int, dict[int, list[ShownBlock]]] = {}
    heads: set[int] = set()
    for block in blocks:
        _, row, column, head = block["place"]
        cells.setdefault(row, {}).setdefault(column, []).append(_shown(text, block, places))
        if head:
            heads.add(row)
    columns = sorted({column for row in cells.values() for column in row})
    rows = sorted(cells)
    return ShownTable(
        rows=tuple(tuple(tuple(cells[row].get(column, ())) for column in columns) for row in rows),
        heads=frozenset(index for index, row in enumerate(rows) if row in heads),
    )


def _runs(text: str, spans: Iterable[Sequence[int]], places: Sequence[Place]) -> Iterable[Run]:
    for start, end, *_ in spans:
        near = [place for place in places if _touches(place.offsets, start, end)]
        cuts = {start, end}
        for place in near:
            cuts |= {min(max(edge, start), end) for pair in place.offsets for edge in pair}
        ordered = sorted(cuts)
        for left, right in zip(ordered, ordered[1:], strict=False):
            marked = tuple(place for place in near if _touches(place.offsets, left, right))
            yield Run(words=shown_words(" ".join(text[left:right].splitlines())), places=marked)


def _touches(offsets: Offsets, start: int, end: int) -> bool:
    return any(left < end and right > start for left, right in offsets)


def shown_words(text: str) -> str:
    """Words for people to read: without the marks that a text file uses for bold type and links."""
    return _MARKS.sub("", _LINK.sub(r"\1", text)).replace("  ", " ")


_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_MARKS = re.compile(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
