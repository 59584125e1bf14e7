"""From a page's words to its lines in reading order, in one column or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from heed.kit.reading.pdf_words import Word

_GAP = 1.6  # ems of white that part two stretches of one line: a tab, a gutter, a table without rules
_SMALL = 0.8  # a raised number is smaller than this share of its neighbours


class Line:
    """Words on one baseline. `left` and `right` are its column's edges, in points.

    A line with a `table` has no words: it holds the place of that table of its page.
    """

    __slots__ = ("words", "x0", "x1", "y", "size", "page", "column", "left", "right", "table", "_text")

    def __init__(
        self,
        words: list[Word],
        page: int,
        table: int | None = None,
        box: tuple[float, float, float] = (0, 0, 0),
    ) -> None:
        self.words = words
        self.page = page
        self.column = 0
        self.left = self.right = 0.0
        self.table = table
        self._text: str | None = None
        self.x0, self.x1, self.y = box
        self.size = 0.1
        if words:
            self._measure()

    def _measure(self) -> None:
        words = self.words
        plain = [word for word in words if not word.raised and not word.symbol] or words
        self.x0 = words[0].x0
        self.x1 = max(word.x1 for word in words)
        longest = max(plain, key=lambda word: len(word.text))
        self.size = longest.size
        self.y = longest.y

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = words_text(self.words)
        return self._text

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if not word.raised and not word.symbol)

    def __repr__(self) -> str:
        place = f"p{self.page} c{self.column} {self.x0:.0f}-{self.x1:.0f},{self.y:.0f}"
        return f"Line({place} {self.size} {self.text!r})"


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
    if before.raised and gap < 0.1 * size:
        word.spaced = False  # a stop set close to a note's number
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
        if (
            rows
            and part.words
            and rows[-1][0].words
            and abs(rows[-1][0].y - part.y) <= 0.35 * min(rows[-1][0].size, part.size)
        ):
            rows[-1].append(part)
        else:
            rows.append([part])
    lines = []
    for row in rows:
        if not row[0].words:
            lines.append(row[0])
            continue
        words: list[Word] = []
        for part in sorted(row, key=lambda p: p.x0):
            if words:
                part.words[0].spaced = True
            words.extend(part.words)
        lines.append(Line(words, page))
    return lines


def reading_order(
    parts: list[Line], page: int, gutter: float | None, column_sizes: frozenset[float] = frozenset()
) -> list[Line]:
    """The page's lines as a person reads them: band by band, and within a band column by column.

    `column_sizes` are the sizes of type that stand in second columns: no heading over both has them.
    """
    columns: list[list[Line]] = []
    _columns(parts, page, gutter, column_sizes, columns)
    lines: list[Line] = []
    for number, column in enumerate(columns):
        left, right = min(line.x0 for line in column), max(line.x1 for line in column)
        for line in column:
            line.column, line.left, line.right = number, left, right
        lines.extend(column)
    return lines


def _columns(
    parts: list[Line],
    page: int,
    gutter: float | None,
    column_sizes: frozenset[float],
    found: list[list[Line]],
) -> None:
    """Add the columns of some parts, in reading order; a side of a gutter may have columns of its own."""
    if gutter is None:
        if parts:
            found.append(merge(parts, page))
        return
    heads = _heads_across(parts, gutter, column_sizes)
    across: list[Line] = []
    beside: list[Line] = []

    def close_beside() -> None:
        for side in ([p for p in beside if p.x0 < gutter], [p for p in beside if p.x0 >= gutter]):
            inner = find_gutter(side, min(p.x0 for p in side), max(p.x1 for p in side)) if side else None
            _columns(side, page, inner, column_sizes, found)
        beside.clear()

    def close_across() -> None:
        _columns(across, page, None, column_sizes, found)
        across.clear()

    for part in sorted(parts, key=lambda p: p.y):
        if part.x0 < gutter < part.x1 or id(part) in heads:
            close_beside()
            across.append(part)
        elif across and _ends_heading(across[-1], part):
            across.append(part)
        else:
            close_across()
            beside.append(part)
    close_beside()
    close_across()


def _heads_across(parts: list[Line], gutter: float, column_sizes: frozenset[float]) -> set[int]:
    """Headings over both columns that are too short to reach the second: large type at the left, with the
    other column white beside it, and taken up again below."""
    sizes = sorted(part.size for part in parts if part.words)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    right = sorted(part.y for part in parts if part.x0 >= gutter)
    left = sorted(part.y for part in parts if part.x1 <= gutter)
    found: set[int] = set()
    for part in parts:
        if part.x1 > gutter or part.size < 1.15 * usual or part.size in column_sizes:
            continue
        above = max((y for y in right if y < part.y + 0.3 * usual), default=part.y - 0.9 * part.size)
        below = min((y for y in right if y >= part.y + 0.3 * usual), default=None)
        beside = min((y for y in left if y > part.y + 0.3 * usual), default=None)
        if below is None and beside is None and above < part.y - part.size:
            found.add(id(part))  # it ends the page: no heading ends a column
            continue
        if below is None or beside is None or abs(below - beside) > 0.6 * usual:
            continue  # under such a heading both columns begin at one height
        if below - above > max(1.9 * part.size, 2.5 * usual):
            found.add(id(part))
    return found


def _ends_heading(before: Line, part: Line) -> bool:
    """Whether a short line is the end of a heading that runs over both columns."""
    if not (before.words and part.words) or before.size != part.size or before.bold != part.bold:
        return False
    same_edge = abs(before.x0 - part.x0) <= 2 or abs((before.x0 + before.x1) - (part.x0 + part.x1)) <= 6
    return before.bold and same_edge and 0 < part.y - before.y < 1.5 * part.size


def find_gutter(parts: list[Line], low: float, high: float) -> float | None:
    """The middle of the white between two columns that share the breadth from `low` to `high`, or None
    where there is one column.

    It is where fewest stretches of text cross. Two columns have, side by side over several lines, text
    that fills the column on either side: that tells them from labels with their values, whose left side
    is short.
    """
    long = [part for part in parts if len(part.words) >= 3]
    if len(long) < 8:
        return None
    step = 2.0
    first = int((low + 0.3 * (high - low)) / step)
    crossings = [0] * max(int((low + 0.7 * (high - low)) / step) - first + 1, 1)
    for part in parts:
        begin = max(int(part.x0 / step) + 1 - first, 0)
        end = min(int(part.x1 / step) - first, len(crossings) - 1)
        for index in range(begin, end + 1):
            crossings[index] += 1
    fewest = min(crossings)
    start, length = _longest_run(crossings, fewest)
    if length < 3:
        return None
    at = (first + start + length / 2) * step
    left = [part for part in long if part.x1 <= at]
    right = [part for part in long if part.x0 >= at]
    if min(len(left), len(right)) < 4:
        return None
    top = max(min(part.y for part in left), min(part.y for part in right))
    foot = min(max(part.y for part in left), max(part.y for part in right))
    beside = min(sum(top <= part.y <= foot for part in side) for side in (left, right))
    across = sum(part.x0 < at < part.x1 and top <= part.y <= foot for part in parts)
    if beside < 3 or across > 0.3 * beside:
        return None
    return at if all(_is_filled(side, share) for side, share in ((left, 0.55), (right, 0.5))) else None


def _is_filled(side: list[Line], share: float) -> bool:
    """Whether most lines of a side are as wide as a column's are, or it has columns of its own."""
    left, right = min(part.x0 for part in side), max(part.x1 for part in side)
    return _usual_width(side) > share * (right - left) or find_gutter(side, left, right) is not None


def parts_at(parts: list[Line], gutter: float) -> bool:
    """Whether a page's text stands on both sides of a gutter and hardly any across it."""
    crossing = sum(part.x0 < gutter < part.x1 for part in parts)
    left = sum(part.x1 <= gutter for part in parts)
    right = len(parts) - left - crossing
    return min(left, right) > 0 and crossing <= 0.3 * len(parts)


def _longest_run(values: list[int], wanted: int) -> tuple[int, int]:
    """Start and length of the longest run of a value."""
    best = (0, 0)
    start = None
    for index, value in enumerate([*values, -1]):
        if value == wanted and start is None:
            start = index
        elif value != wanted and start is not None:
            if index - start > best[1]:
                best = (start, index - start)
            start = None
    return best


def _usual_width(parts: list[Line]) -> float:
    return sorted(part.x1 - part.x0 for part in parts)[len(parts) // 2]
