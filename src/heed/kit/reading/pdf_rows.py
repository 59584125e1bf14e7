"""Tables that have level lines between their rows and no upright ones: the white between their columns
stands in for the lines that are not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from heed.kit.reading.pdf_page import Page
from heed.kit.reading.pdf_space import Edge
from heed.kit.reading.pdf_words import Word

_TOUCH = 12.0  # points: pieces of one line, drawn cell by cell, are no further apart
_ALIKE = 4.0  # lines of one table begin and end within this
_NARROWEST = 150.0
_WHITE = 9.0  # between two columns
_TALLEST_ROW = 0.3  # of the page's height: lines further apart are a page's head and foot
_HEAD_LINES = 4
_AT_FOOT = 0.8  # of the page's height: only a row that reaches below this may be cut by the page end
_FEWEST_FILLED = 0.6  # of the rows: how many a column must have words in, two columns at least


def drawn_rows(page: Page) -> list[Edge]:
    """The lines that would make grids of a page's tables of ruled rows; none where the page has no such."""
    upright = [edge for edge in page.edges if not edge.level and edge.y1 - edge.y0 > 8]
    edges: list[Edge] = []
    for rules in _groups(page):
        top, foot = rules[0].y0, rules[-1].y0
        if any(edge.y0 < foot and edge.y1 > top for edge in upright):
            continue  # its columns are drawn
        edges.extend(_grid(page, rules))
    return edges


def _groups(page: Page) -> list[list[Edge]]:
    """Level lines one below the other, of one length, near enough to be the lines of one table."""
    shapes: dict[tuple[int, int], list[Edge]] = {}
    for rule in _whole_lines([edge for edge in page.edges if edge.level]):
        if rule.x1 - rule.x0 >= _NARROWEST:
            shapes.setdefault((round(rule.x0 / _ALIKE), round(rule.x1 / _ALIKE)), []).append(rule)
    groups: list[list[Edge]] = []
    for rules in shapes.values():
        rules.sort(key=lambda rule: rule.y0)
        group = [rules[0]]
        for rule in rules[1:]:
            if rule.y0 - group[-1].y0 > _TALLEST_ROW * page.height:
                groups.append(group)
                group = []
            group.append(rule)
        groups.append(group)
    return [group for group in groups if len(group) >= 3]


def _whole_lines(edges: list[Edge]) -> list[Edge]:
    """Lines drawn in pieces, put together."""
    whole: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (round(e.y0), e.x0)):
        last = whole[-1] if whole else None
        if last and abs(last.y0 - edge.y0) <= 1.5 and edge.x0 - last.x1 <= _TOUCH:
            whole[-1] = Edge(last.x0, last.y0, max(last.x1, edge.x1), last.y1)
        else:
            whole.append(edge)
    return whole


def _grid(page: Page, rules: Sequence[Edge]) -> list[Edge]:
    left, right = rules[0].x0, rules[0].x1
    inside = [word for word in page.words if left - 2 <= word.x0 and word.x1 <= right + 2]
    levels = [rule.y0 for rule in rules]
    body = [word for word in inside if levels[0] < word.y < levels[-1]]
    bounds = _columns(body)
    if not bounds or not _is_filled(body, levels, bounds):
        return []
    head = _head(inside, levels[0], bounds)
    if head is not None:
        levels.insert(0, head)
    foot = _cut_row(inside, levels[-1], bounds, page.height)
    if foot is not None:
        levels.append(foot)
    edges = [Edge(left, y, right, y) for y in levels]
    return edges + [Edge(x, levels[0], x, levels[-1]) for x in (left, *bounds, right)]


def _columns(words: Sequence[Word]) -> list[float]:
    """Where columns begin: right of white that no word of any row stands in."""
    bounds: list[float] = []
    reach = None
    for word in sorted(words, key=lambda w: w.x0):
        if reach is not None and word.x0 - reach >= _WHITE:
            bounds.append(word.x0 - 3)
        reach = max(reach or 0.0, word.x1)
    return bounds


def _is_filled(words: Sequence[Word], levels: Sequence[float], bounds: Sequence[float]) -> bool:
    """Whether two columns at least have words in most rows: a bullet beside a paragraph is no column."""
    filled: dict[int, set[int]] = {}
    for word in words:
        if any(sign.isalnum() for sign in word.text):
            row = sum(word.y > level for level in levels)
            filled.setdefault(sum(word.x0 > bound for bound in bounds), set()).add(row)
    rows = len(levels) - 1
    return sum(len(found) >= _FEWEST_FILLED * rows for found in filled.values()) >= 2


def _head(words: Sequence[Word], first: float, bounds: Sequence[float]) -> float | None:
    """The top of a head that stands above the first line without a line of its own, if there is one."""
    above = sorted((word for word in words if word.y <= first), key=lambda w: -w.y)
    taken: list[Word] = []
    for word in above:
        last = taken[-1].y if taken else first
        if last - word.y > 1.6 * word.size:
            break
        taken.append(word)
    crossed = any(word.x0 < bound < word.x1 for word in taken for bound in bounds)
    columns = {sum(word.x0 > bound for bound in bounds) for word in taken}
    lines = len({round(word.y) for word in taken})
    if not taken or crossed or len(columns) < 2 or lines > _HEAD_LINES:
        return None
    return min(word.y - word.size for word in taken)


def _cut_row(words: Sequence[Word], last: float, bounds: Sequence[float], height: float) -> float | None:
    """The foot of a row that the page end cuts, below the last line, if there is one."""
    taken: list[Word] = []
    for word in sorted((word for word in words if word.y > last), key=lambda w: w.y):
        before = taken[-1].y if taken else last
        if word.y - before > (1.6 if taken else 2.2) * word.size:
            break
        taken.append(word)
    crossed = any(word.x0 < bound < word.x1 for word in taken for bound in bounds)
    if not taken or crossed or taken[-1].y < _AT_FOOT * height:
        return None
    return max(word.y + 0.4 * word.size for word in taken)
