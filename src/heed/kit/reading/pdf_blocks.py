"""From lines to logical paragraphs: what goes on over a line, column or page end, and what starts anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from heed.kit.reading.headings import may_be_heading
from heed.kit.reading.layout import layout_rules
from heed.kit.reading.markers import bare_number, find_marker, is_bullet, ordinal
from heed.kit.reading.pdf_lines import Line, words_text
from heed.kit.reading.pdf_words import Word
from heed.kit.reading.types import BlockKind, Place

_LOOSE = 1.22  # a gap this much wider than the usual leading parts two paragraphs
_INDENT = 3.5  # points within which two left edges are one
_ENDINGS = (".", "!", "?", ":", ";", ".”", ".’", "?”", ".)", ".'", '."')
_LARGER = 1.09  # of the body's size: type that a heading is set in


@dataclass(slots=True)
class Draft:
    """A block before its text is written: its lines and what its first words say it is."""

    lines: list[Line]
    kind: BlockKind = BlockKind.PARAGRAPH
    marker: list[Word] = field(default_factory=list)
    marker_text: str = ""
    text_x: float = 0.0  # where the words after the marker start
    level: int = 0
    place: Place | None = None

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def words(self) -> list[Word]:
        """The words it says, without its marker and note numbers."""
        skip = len(self.marker)
        every = [word for line in self.lines for word in line.words]
        return [word for word in every[skip:] if not word.raised]

    @property
    def text(self) -> str:
        return words_text(self.words)


def usual_leading(lines: Iterable[Line], body: float) -> dict[float, float]:
    """The distance between two lines of a paragraph, in ems, by size: the commonest for the body's size,
    and no looser for others, whose lines may all be headings far apart."""
    counts: dict[float, Counter[float]] = {}
    before: Line | None = None
    for line in lines:
        if before and before.page == line.page and before.column == line.column and before.size == line.size:
            ratio = round((line.y - before.y) / max(line.size, 1), 2)
            if 0.9 < ratio < 2.6:
                counts.setdefault(line.size, Counter())[ratio] += 1
        before = line
    usual = {size: min(r for r, n in c.items() if n >= 0.5 * max(c.values())) for size, c in counts.items()}
    nearest = min(usual, key=lambda size: abs(size - body), default=None)
    limit = usual[nearest] if nearest is not None else 1.3
    return {size: min(ratio, limit * 1.1) for size, ratio in usual.items()}


def paragraphs(lines: Sequence[Line], leading: dict[float, float]) -> list[Draft]:
    """Join lines, given in reading order, into paragraphs and items."""
    drafts: list[Draft] = []
    counts: dict[str, int] = {}  # the last number seen of each shape
    for line in lines:
        draft = _start(line)
        goes_on = bool(drafts) and _goes_on(drafts[-1], line, leading)
        if draft.marker and goes_on:
            goes_on = _is_false_marker(drafts[-1], draft, counts)
        if goes_on:
            drafts[-1].lines.append(line)
            continue
        if draft.marker and not is_bullet(draft.marker_text):
            shape, number = ordinal(draft.marker_text)
            counts[shape] = number
        drafts.append(draft)
    return drafts


def _start(line: Line) -> Draft:
    """A draft of one line, with its list marker taken off."""
    draft = Draft([line], text_x=line.x0)
    words = line.words
    if len(words) < 2:
        return draft
    first = words[0]
    hanging = words[1].x0 - first.x1 > 0.55 * line.size
    if first.symbol and len(first.text) == 1:
        draft.marker, draft.marker_text = [first], _sign(first.text)
        typed = find_marker(words_text(words[1:]))
        if typed is None or typed.start or is_bullet(typed.text):
            draft.text_x = words[1].x0
            return draft
        draft.marker, draft.marker_text = words[:2], words[1].text
    else:
        _take_marker(draft, bare=hanging)
        return draft
    draft.text_x = words[2].x0 if len(words) > 2 else line.x0
    return draft


def _take_marker(draft: Draft, *, bare: bool) -> None:
    """Part the marker that a draft's first words begin with from its text."""
    words = draft.first.words
    found = find_marker(draft.first.text, bare=bare)
    if found is None:
        return
    count, length = 0, 0
    while length < found.end and count < len(words):
        length += len(words[count].text) + (1 if count and words[count].spaced else 0)
        count += 1
    if count < len(words):
        draft.marker, draft.marker_text = words[:count], _sign(found.text)
        draft.text_x = words[count].x0


def _sign(text: str) -> str:
    if len(text) == 1 and not (text.isascii() or text in "•◦▪◼"):
        return text if text < "\ue000" or text > "\uf8ff" else "•"
    return "▪" if text == "§" else text


def _is_false_marker(draft: Draft, line: Draft, counts: dict[str, int]) -> bool:
    """Whether a line of running text only happens to begin like an item, as in "the case of (Child / F)".

    It goes on from a full line that did not end, at the place where that paragraph's lines go on, and its
    number neither begins a count nor is the next of one.
    """
    before = draft.lines[-1]
    if before.text.endswith(_ENDINGS) or not _is_full(before, line.first):
        return False
    expected = before.x0 if len(draft.lines) > 1 and before.page == line.first.page else draft.text_x
    if abs(line.first.x0 - expected) > _INDENT:
        return False
    if is_bullet(line.marker_text):
        return line.marker_text in "-–—*"
    shape, number = ordinal(line.marker_text)
    return number != 1 and number != counts.get(shape, -1) + 1


def _goes_on(draft: Draft, line: Line, leading: dict[float, float]) -> bool:
    """Whether a line without a marker belongs to the paragraph before it."""
    before = draft.lines[-1]
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return False
    small_start = line.text[:1].islower()
    ended = before.text.endswith(_ENDINGS)
    full = _is_full(before, line) or before.words[-1].text.lower() in layout_rules()["go_on"]
    if before.bold != line.bold and not (full and not ended):
        return False
    if before.page != line.page or before.column != line.column:
        return _goes_on_over_break(draft, line, small_start, ended, full)
    gap = (line.y - before.y) / max(line.size, 1)
    usual = leading.get(line.size, 1.25)
    if (
        len(draft.lines) > 1
        and draft.lines[-2].page == before.page
        and draft.lines[-2].column == before.column
    ):
        usual = max(usual, min((before.y - draft.lines[-2].y) / max(line.size, 1), 1.6 * usual))
    if gap > _LOOSE * usual and not (small_start and full and not ended and gap < 1.7 * usual):
        return False
    if gap < 0:
        return False
    if not _indent_fits(draft, line):
        return False
    if _centred(before, line) and before.bold:
        return True
    return full or (not ended and (small_start or (_is_nearly_full(before) and gap <= 1.06 * usual)))


def _is_nearly_full(line: Line) -> bool:
    return line.x1 - line.left >= 0.8 * (line.right - line.left)


def _is_full(before: Line, line: Line) -> bool:
    """Whether the next line's first word would not have fitted behind the line before."""
    first = line.words[0]
    needed = first.x1 - first.x0 + 0.25 * before.size
    return before.x1 + needed > before.right - 0.3 * before.size


def _indent_fits(draft: Draft, line: Line) -> bool:
    if draft.marker:
        at_text = abs(line.x0 - draft.text_x) <= _INDENT
        at_marker = abs(line.x0 - draft.first.x0) <= _INDENT
        if len(draft.lines) > 1 and draft.lines[-1].page == line.page:
            return abs(line.x0 - draft.lines[-1].x0) <= _INDENT
        return at_text or at_marker or draft.first.x0 - _INDENT <= line.x0 <= draft.text_x + _INDENT
    if len(draft.lines) == 1:
        return abs(line.x0 - draft.first.x0) <= 4 * line.size or _centred(draft.first, line)
    before = draft.lines[-1]
    return abs(line.x0 - before.x0) <= _INDENT or before.page != line.page or _centred(before, line)


def _centred(one: Line, other: Line) -> bool:
    middle = abs((one.x0 + one.x1) - (other.x0 + other.x1)) / 2
    return middle <= 3 and max(one.x0 - one.left, other.x0 - other.left) > 6


def _goes_on_over_break(draft: Draft, line: Line, small_start: bool, ended: bool, full: bool) -> bool:
    """Over a column or page end white space says nothing: the words and the left edge must."""
    before = draft.lines[-1]
    if line.page - before.page > 1:
        return False
    expected = (
        draft.text_x if draft.marker else (draft.lines[1].x0 if len(draft.lines) > 1 else draft.first.x0)
    )
    shift = (line.x0 - line.left) - (expected - before.left)
    in_place = abs(shift) <= 2 * _INDENT or (
        before.column == line.column and abs(line.x0 - expected) <= _INDENT
    )
    if ended and not (full and in_place and len(draft.lines) > 1):
        return False
    return small_start or (full and in_place and not before.bold)


def mark_headings(drafts: Sequence[Draft], body: float) -> None:
    """Find headings by size, weight, capitals and shortness, and give them levels by look."""
    found: list[tuple[Draft, tuple[float, int]]] = []
    for draft in drafts:
        if draft.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and _is_heading(draft, body):
            size = round(draft.first.size * 2) / 2
            weight = 0 if size >= _LARGER * body or draft.first.bold else 1
            found.append((draft, (-size, weight)))
    order = sorted({look for _, look in found})
    for draft, look in found:
        draft.kind = BlockKind.HEADING
        if not draft.marker:
            _take_marker(draft, bare=True)
        draft.level = min(order.index(look) + 1, 6)


def _is_heading(draft: Draft, body: float) -> bool:
    text = draft.text
    if len(draft.lines) > 4 or (draft.marker and is_bullet(draft.marker_text)):
        return False
    large = draft.first.size >= _LARGER * body
    if not may_be_heading(text) and not (large and may_be_heading(text.rstrip(".,;"))):
        return False
    if large:
        return not text.endswith((".", ";", ",")) or len(text) <= 100
    if draft.first.size < 0.95 * body:
        return False
    if all(word.bold for word in draft.words if not word.symbol):
        return len(draft.lines) <= 3
    return _capitals(text) and not text.endswith((".", ";", ",")) and len(text) <= 100


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 6 and " " in text.strip() and all(c.isupper() for c in letters)


def mark_bare_numbers(drafts: Sequence[Draft]) -> None:
    """Paragraphs one after another that begin with 1, 2, 3 without a stop are a numbered list."""
    before: tuple[Draft, int] | None = None
    for draft in drafts:
        number = bare_number(draft.text) if draft.kind is BlockKind.PARAGRAPH and not draft.marker else None
        if number is not None and before is not None and number == before[1] + 1:
            for member in (before[0], draft):
                if not member.marker:
                    _take_marker(member, bare=True)
                    member.kind = BlockKind.ITEM
        before = None if number is None else (draft, number)


def set_depths(drafts: Sequence[Draft]) -> None:
    """Give items their depth by where their markers stand, list by list."""
    stack: list[float] = []
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            stack = []
        if draft.kind is not BlockKind.ITEM:
            continue
        at = draft.first.x0 - draft.first.left
        while stack and at < stack[-1] - _INDENT:
            stack.pop()
        if not stack or at > stack[-1] + _INDENT:
            stack.append(at)
        draft.level = len(stack) - 1
