"""What stands on a page without belonging to its text: running heads and feet, page numbers, contents
entries; and the notes at its foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from heed.kit.reading.layout import layout_rules
from heed.kit.reading.markers import MONTH
from heed.kit.reading.pdf_lines import Line
from heed.kit.reading.pdf_page import Page
from heed.kit.reading.pdf_tables import Table

_MARGIN = 0.14  # of the page's height, at head and foot, where running lines stand
_SAME_PLACE = 4.0  # points
_LEADERS = re.compile(r"(?:[.…·_]\s?){4,}\s*\d{1,4}$")
_ENDS_IN_NUMBER = re.compile(r"\S.*\s\d{1,4}$")
_NOTE_START = re.compile(rf"(?:\d{{1,3}}|[*†‡§¶]{{1,3}}|[¹²³⁰⁴-⁹]{{1,3}}|\[\d{{1,3}}\])[.)]?\s*(?!{MONTH})\S")
_ROMAN = re.compile(r"[ivxl]{1,6}")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class Laid:
    """A page with its lines (at first, its stretches as the file has them), sorted into what they are."""

    page: Page
    lines: list[Line]
    tables: list[Table] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    contents: set[int] = field(default_factory=set)  # ids of lines that stay in place among the others
    notes: list[Line] = field(default_factory=list)

    def take(self, lines: Sequence[Line], into: list[Line]) -> None:
        """Move lines out of the running text."""
        gone = set(map(id, lines))
        into.extend(line for line in self.lines if id(line) in gone)
        self.lines = [line for line in self.lines if id(line) not in gone]


def set_furniture_aside(pages: Sequence[Laid]) -> None:
    """Take running heads and feet and page numbers out of the pages' stretches.

    A running line stands at the same height, with the same words but for its numbers, on at least
    three pages (on both of two); a bare page number in the margin needs no second page.
    """
    rules = layout_rules()
    body = body_size(pages)
    seen: dict[tuple[str, int], list[tuple[int, str]]] = {}
    near: list[tuple[Laid, Line, str]] = []
    for laid in pages:
        for line in laid.lines:
            if line.words and _in_margin(laid.page, line):
                text = line.text.lower()
                key = "0" if _ROMAN.fullmatch(text) else _DIGITS.sub("0", text).strip()
                if any(sign.isalnum() for sign in key):
                    near.append((laid, line, key))
                    seen.setdefault((key, round(line.y / _SAME_PLACE)), []).append((laid.page.number, text))
    running: list[tuple[Laid, Line]] = []
    judged: dict[tuple[str, int, bool], bool] = {}
    for laid, line, key in near:
        large = line.size > 1.1 * body or (line.bold and line.size >= body)
        place = (key, round(line.y / _SAME_PLACE), large)
        if place not in judged:
            found = [entry for step in (-1, 0, 1) for entry in seen.get((key, place[1] + step), ())]
            judged[place] = _runs(found, large, len(pages), rules["numbered_headings"])
        runs = judged[place]
        numbers = key in rules["page_numbers"] and _is_outermost(laid, line)
        if runs or numbers or (len(pages) > 1 and _is_small_and_apart(laid, line, body)):
            running.append((laid, line))
    chosen = {id(line) for _, line in running}
    # From the text outwards, so that a line let go lets the next one go too.
    for laid, line in sorted(
        running, key=lambda pair: -abs(pair[1].y - pair[0].page.height / 2), reverse=True
    ):
        if _leads_into_text(laid, line, chosen):
            chosen.discard(id(line))
    for laid, line in running:
        if id(line) in chosen:
            laid.take([line], laid.head if line.y < laid.page.height / 2 else laid.foot)


def _is_small_and_apart(laid: Laid, line: Line, body: float) -> bool:
    """Whether a line in small type at the very edge stands far from the text: a running line of a document
    too short to show it twice."""
    height = laid.page.height
    if line.size > 0.86 * body or 0.09 * height < line.y < 0.94 * height or _starts_raised(line):
        return False
    return not any(
        abs(other.y - line.y) < 2.2 * body
        for other in laid.lines
        if other.words and not (other.y < 0.09 * height or other.y > 0.94 * height)
    )


def _leads_into_text(laid: Laid, line: Line, chosen: set[int]) -> bool:
    """Whether a line that happens to stand alike on several pages is the text's own first or last line."""
    inward = 1 if line.y < laid.page.height / 2 else -1
    return any(
        0 < inward * (other.y - line.y) < 1.6 * line.size and abs(other.x0 - line.x0) < 40
        for other in laid.lines
        if other.words and id(other) not in chosen and abs(other.size - line.size) < 0.05 * line.size
    )


def _runs(found: list[tuple[int, str]], large: bool, pages: int, numbered: frozenset[str]) -> bool:
    """Whether a line found on these pages is a running line, and not a heading that opens many pages."""
    on = {page for page, _ in found}
    if len(on) < max(2, min(3, pages)):
        return False
    if len({text for _, text in found}) > 1:  # its number changes: "Recommendation 3" is no running head
        named = any(_DIGITS.sub("", text).strip(" .:") in numbered for _, text in found)
        return _counts_pages(found) and not named
    return not large or len(on) >= 0.6 * pages


def _counts_pages(found: list[tuple[int, str]]) -> bool:
    """Whether the numbers in a line that changes from page to page stay, or go up with the pages."""
    numbers_in = [[int(number[:9]) for number in _DIGITS.findall(text)] for _, text in found]
    pages = [page for page, _ in found]
    for numbers in zip(*numbers_in, strict=False):  # Roman numbers have no digits
        steps = {number - page for number, page in zip(numbers, pages, strict=True)}
        if len(set(numbers)) > 1 and len(steps) > 1:
            return False
    return True


def mark_contents(pages: Sequence[Laid]) -> None:
    """Find the entries of a table of contents among the ordered lines."""
    for laid in pages:
        laid.contents = set(map(id, _contents_entries(laid.lines)))


def _in_margin(page: Page, line: Line) -> bool:
    return line.y < _MARGIN * page.height or line.y > (1 - _MARGIN) * page.height


def _is_outermost(laid: Laid, line: Line) -> bool:
    return not any(
        other.y < line.y - 2 if line.y < laid.page.height / 2 else other.y > line.y + 2
        for other in laid.lines
        if other is not line and not _in_margin(laid.page, other)
    )


def _contents_entries(lines: Sequence[Line]) -> list[Line]:
    """Entries with leaders, and under a heading "Contents" those that only end in a page number."""
    texts = [line.text for line in lines]
    entries = [line for line, text in zip(lines, texts, strict=True) if _LEADERS.search(text)]
    headings = layout_rules()["contents_headings"]
    for index, text in enumerate(texts):
        if text.strip(" :").lower() in headings:
            after = index + 1
            misses = 0
            found: list[Line] = []
            while after < len(lines) and misses < 2:
                entry = _ENDS_IN_NUMBER.match(texts[after]) or _LEADERS.search(texts[after])
                if entry or texts[after].endswith("....."):  # a number that was not recognised
                    found.extend(lines[after - misses : after + 1])
                    misses = 0
                else:
                    misses += 1
                after += 1
            if len(found) >= 3:
                entries.extend(found)
    return entries


def body_size(pages: Sequence[Laid]) -> float:
    """The size in points that most of the text is printed in."""
    sizes: Counter[float] = Counter()
    for laid in pages:
        for line in laid.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 11.0


def set_notes_aside(pages: Sequence[Laid], body: float) -> None:
    """Take the notes at each column's foot out of its lines: small type under the text, from the first
    line that starts with a note's number, or all of it under a short rule."""
    for laid in pages:
        for column in sorted({line.column for line in laid.lines}):
            lines = [line for line in laid.lines if line.column == column and line.words]
            laid.take(_notes(lines, laid, body), laid.notes)
        if laid.notes:  # a note may go on in another column, or under all of them
            top = min(line.y for line in laid.notes)
            rest = [line for line in laid.lines if line.words and line.y > top and line.size <= 0.93 * body]
            laid.take(rest, laid.notes)
            laid.notes.sort(key=lambda line: (line.column, line.y))


def _notes(lines: list[Line], laid: Laid, body: float) -> list[Line]:
    first = len(lines)
    while first > 0 and (lines[first - 1].size <= 0.93 * body or _starts_raised(lines[first - 1])):
        first -= 1
        if (
            _starts_raised(lines[first])
            and lines[first].size > 0.93 * body
            and lines[first].y < laid.page.height / 2
        ):
            first += 1
            break
    small = lines[first:]
    if not small or first == 0 and small[0].y < 0.5 * laid.page.height:
        return []
    if _under_rule(small[0], laid):
        return small
    for index, line in enumerate(small):
        low = line.y > 0.55 * laid.page.height and line.size <= 0.93 * body
        if _NOTE_START.match(line.text) and (_starts_raised(line) or low):
            return small[index:]
    return []


def _starts_raised(line: Line) -> bool:
    first = line.words[0]
    return first.raised and len(line.words) > 1


def _under_rule(line: Line, laid: Laid) -> bool:
    """Whether a short rule at the left of the column stands right above the line."""
    return any(
        edge.level
        and 20 < edge.x1 - edge.x0 < 0.5 * laid.page.width
        and abs(edge.x0 - line.left) < 12
        and 0 <= line.y - edge.y0 < 3 * line.size
        for edge in laid.page.edges
    )
