"""From a page's words to its lines in reading order, in one column or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from heed.kit.reading.pdf_words import Word

_GAP = 1.6  # ems of white that part two stretches of one line: a tab, a gutter, a table without rules
_SMALL = 0.8  # a raised number is smaller than this share of its neighbours


class Line:
    """Words on one baseline. `left` and `right` are its column's edges, in points."""

    __slots__ = ("words", "x0", "x1", "y", "size", "page", "column", "left", "right", "order")

    def __init__(self, words: list[Word], page: int) -> None:
        self.words = words
        self.page = page
        self.column = 0
        self.left = 0.0
        self.right = 0.0
        self.order = 0
        self.measure()

    def measure(self) -> None:
        words = self.words
        plain = [word for word in words if not word.raised and not word.symbol] or words
        self.x0 = words[0].x0
        self.x1 = max(word.x1 for word in words)
        longest = max(plain, key=lambda word: len(word.text))
        self.size = longest.size
        self.y = longest.y

    @property
    def text(self) -> str:
        return words_text(self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if not word.raised and not word.symbol)

    def __repr__(self) -> str:
        return f"Line(p{self.page} c{self.column} {self.x0:.0f}-{self.x1:.0f},{self.y:.0f} {self.size} {self.text!r})"


def words_text(words: Iterable[Word]) -> str:
    """Words with a space where the page has one."""
    parts: list[str] = []
    for word in words:
        if parts and word.spaced:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def stretches(words: Sequence[Word], page: int) -> list[Line]:
    """Words that follow one another on one baseline without a wide gap, in the order of the file."""
    made: list[list[Word]] = []
    current: list[Word] = []
    for word in words:
        if current and not _follows(current, word):
            made.append(current)
            current = []
        current.append(word)
    if current:
        made.append(current)
    return [Line(group, page) for group in made]


def _follows(current: list[Word], word: Word) -> bool:
    before = current[-1]
    size = max(before.size, word.size)
    gap = word.x0 - before.x1
    if gap > _GAP * size or gap < -0.6 * size:
        return False
    rise = before.y - word.y  # positive: the word stands higher
    if abs(rise) <= 0.15 * size:
        if word.raised or not before.raised:
            return True
        return word.size < before.size / _SMALL  # two raised numbers, or a note's own small type
    smaller, larger = (word, before) if word.size < before.size else (before, word)
    lift = larger.y - smaller.y
    if smaller.size < _SMALL * larger.size and 0.1 * larger.size < lift < 0.75 * larger.size:
        if len(smaller.text) <= 4 and not any(letter.isalpha() for letter in smaller.text):
            smaller.raised = True
        return True
    if before.raised and len(current) > 1:  # back on the line after a raised number
        return abs(current[-2].y - word.y) <= 0.15 * size
    return abs(rise) <= 0.3 * size


def merge(parts: Iterable[Line], page: int) -> list[Line]:
    """Stretches that share a baseline become one line, left to right; lines stand top to bottom."""
    rows: list[list[Line]] = []
    for part in sorted(parts, key=lambda p: (p.y, p.x0)):
        if rows and abs(rows[-1][0].y - part.y) <= 0.35 * min(rows[-1][0].size, part.size):
            rows[-1].append(part)
        else:
            rows.append([part])
    lines = []
    for row in rows:
        words: list[Word] = []
        for part in sorted(row, key=lambda p: p.x0):
            if words:
                part.words[0].spaced = True
            words.extend(part.words)
        lines.append(Line(words, page))
    return lines


def reading_order(parts: list[Line], page: int, width: float) -> list[Line]:
    """The page's lines as a person reads them: band by band, and within a band column by column."""
    if not parts:
        return []
    gutter = _gutter(parts, width)
    if gutter is None:
        return _column(merge(parts, page), 0)
    lines: list[Line] = []
    band: list[Line] = []
    count = 0

    def close() -> None:
        nonlocal count
        for side in (
            [part for part in band if part.x1 <= gutter + 2],
            [part for part in band if part.x1 > gutter + 2],
        ):
            if side:
                lines.extend(_column(merge(side, page), count))
                count += 1
        band.clear()

    for part in sorted(parts, key=lambda p: p.y):
        if part.x0 < gutter - 2 and part.x1 > gutter + 2:
            close()
            lines.extend(_column([part], count))
            count += 1
        else:
            band.append(part)
    close()
    return _join_bands(lines)


def _join_bands(lines: list[Line]) -> list[Line]:
    """Neighbouring full-width lines are one column, merged where they share a baseline."""
    for before, after in zip(lines, lines[1:], strict=False):
        if after.left == before.left and after.y > before.y and abs(after.right - before.right) < 1:
            after.column = before.column
    return lines


def _column(lines: list[Line], number: int) -> list[Line]:
    left = min(line.x0 for line in lines)
    right = max(line.x1 for line in lines)
    for line in lines:
        line.column, line.left, line.right = number, left, right
    return lines


def _gutter(parts: list[Line], width: float) -> float | None:
    """Where the white between two columns ends, or None on a page of one column.

    Two columns have, side by side over several lines, text that fills the column on either side: that
    tells them from labels with their values, whose left side is short.
    """
    long = [part for part in parts if len(part.words) >= 3]
    edges: dict[int, int] = {}
    for part in long:
        if 0.35 * width < part.x0 < 0.7 * width:
            key = round(part.x0 / 3)
            edges[key] = edges.get(key, 0) + 1
    if not edges:
        return None
    key = max(edges, key=lambda k: edges[k] + edges.get(k - 1, 0) + edges.get(k + 1, 0))
    at = key * 3 - 4.0
    right = [part for part in long if part.x0 >= at]
    left = [part for part in long if part.x1 <= at]
    crossing = [part for part in long if part.x0 < at - 2 and part.x1 > at + 2]
    if min(len(right), len(left)) < 4 or len(crossing) > len(left) + len(right):
        return None
    if not (max(p.y for p in left) > min(p.y for p in right) and max(p.y for p in right) > min(p.y for p in left)):
        return None
    side_left, side_right = min(part.x0 for part in left), max(part.x1 for part in right)
    filled_left = sorted(part.x1 - part.x0 for part in left)[len(left) // 2] > 0.55 * (at - side_left)
    filled_right = sorted(part.x1 - part.x0 for part in right)[len(right) // 2] > 0.5 * (side_right - at)
    return at if filled_left and filled_right else None
