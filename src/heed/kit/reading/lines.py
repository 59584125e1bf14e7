"""The lines of a text file: what each of them is by its looks alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto

from heed.kit.reading.types import Span
from heed.kit.words import plain


class Kind(Enum):
    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    ITEM = auto()
    ROW = auto()
    ROW_RULE = auto()
    RULE = auto()
    FOOTNOTE = auto()
    FURNITURE = auto()


@dataclass(slots=True)
class Line:
    """A line: its text from `start` to `end` (blanks, list marker and heading signs left out)."""

    shown: str
    start: int
    end: int
    page: int | None
    indent: int
    kind: Kind = Kind.TEXT
    marker: str = ""
    marker_start: int = 0
    level: int = 0
    opens_bold: bool = False

    def marker_span(self) -> Span | None:
        if not self.marker:
            return None
        return Span(self.marker_start, self.marker_start + len(self.marker), self.page)


_BULLET = r"[-*+\u2022\u2013\u2014]|o(?=\s{2,})"
_NUMBER = r"\(?(?:\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]|[a-zA-Z][.)]|[ivxIVX]{1,5}[.)])"
_ITEM = re.compile(rf"(?P<bullet>(?:{_BULLET})[ ]+)?(?P<number>{_NUMBER}(?=[ ]))?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_BARE_NUMBER = re.compile(rf"(\d{{1,3}})[ ]+(?=[A-Z\"'(])(?!(?i:{_MONTH})[ ]+(?:19|20)\d\d)")
_HASHES = re.compile(r"(#{1,6})[ ]+(.*?)(?:[ ]+#+)?$")
_SETEXT = re.compile(r"(=+|-{3,})$")
_FRAMED = re.compile(r"[-=~*]{2,}[ ]+(\S.{2,80}?\S)[ ]+[-=~*]{2,}$")
_HORIZONTAL = re.compile(r"([-*_=])(?:[ ]*\1){2,}$")
_ROW = re.compile(r"(?:[-*][ ]+)?(\|.*\|)$")
_ROW_RULE = re.compile(r"(?:[-*][ ]+)?\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)+\|?$")
_FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+[ ]+\S|\[\^?\w+\]:[ ]")
_CONTENTS = re.compile(r".*\S[ ]*(?:\.[ ]?){4,}[ ]*\d+$")
_PAGE = re.compile(
    r"(?:page[ ]+)?\d{1,3}(?:[ ]+of[ ]+\d{1,3})?|-[ ]*\d{1,3}[ ]*-|page[ ]*\|[ ]*\d+|\d+[ ]*\|[ ]*page",
    re.IGNORECASE,
)
_FOOT = re.compile(r"\bpage[ ]+\d{1,3}[ ]+of[ ]+\d{1,3}$", re.IGNORECASE)
_PAGE_WORD = re.compile(r"page", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|(?<!to )be|(?<!to have )been|has|have|had|will|would|"
    r"should|must|can|could|may|might|shall|does|do|did)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[A-Z][a-z]+(?: [a-z]+)? \d{1,3}(?:\.\d+)?[a-z]?\.?")
_LEADS_IN = re.compile(
    r"\b(?:that|to|are|is|includ\w*|following|follows|stat\w+|said|found|by|of|from)\s*:$", re.IGNORECASE
)
LONGEST_HEADING_WORDS = 14
LONGEST_HEADING = 100


def read_lines(text: str) -> list[Line]:
    """The lines with their place; blank ones too. A form feed ends a page."""
    lines: list[Line] = []
    paged = "\f" in text
    page = 1
    for found in re.finditer(r"[^\n\f]*[\n\f]?", text):
        content = found.group().rstrip("\n\f")
        if found.group():
            stripped = content.strip()
            start = found.start() + len(content) - len(content.lstrip())
            expanded = content.expandtabs(4)
            indent = len(expanded) - len(expanded.lstrip())
            line = Line(plain(stripped), start, start + len(stripped), page if paged else None, indent)
            line.kind = Kind.TEXT if stripped else Kind.BLANK
            lines.append(line)
        if found.group().endswith("\f"):
            page += 1
            lines.append(Line("", found.end(), found.end(), page, 0, Kind.BLANK))
    return lines


def classify(lines: list[Line], text: str) -> None:
    """Say of each line what it is."""
    _mark_furniture(lines)
    bare = _bare_numbers(lines)
    for number, line in enumerate(lines):
        if line.kind is not Kind.TEXT:
            continue
        below = lines[number + 1] if number + 1 < len(lines) else None
        if _FOOTNOTE.match(line.shown):
            line.kind = Kind.FOOTNOTE
        elif _CONTENTS.match(line.shown):
            line.kind = Kind.FURNITURE
        elif _ROW_RULE.match(line.shown):
            line.kind = Kind.ROW_RULE
        elif row := _ROW.match(line.shown):
            line.kind = Kind.ROW
            line.start += row.start(1)
        elif hashes := _HASHES.match(line.shown):
            line.kind, line.level = Kind.HEADING, len(hashes.group(1))
            line.start, line.end = line.start + hashes.start(2), line.start + hashes.end(2)
            _take_number(line, text)
        elif framed := _FRAMED.match(line.shown):
            line.kind, line.level = Kind.HEADING, 2
            line.start, line.end = line.start + framed.start(1), line.start + framed.end(1)
            line.shown = framed.group(1)
        elif _HORIZONTAL.match(line.shown):
            line.kind = Kind.RULE
        elif (
            below is not None
            and below.kind is Kind.TEXT
            and _SETEXT.match(below.shown)
            and len(below.shown) > 2
        ):
            line.kind, line.level = Kind.HEADING, 1 if below.shown[0] == "=" else 2
            below.kind = Kind.RULE
            _take_number(line, text)
        else:
            _mark_item(line, number in bare)
        line.opens_bold = line.shown.count("**") % 2 == 1
    _mark_bold(lines)
    numbers: set[str] = set()
    for number, line in enumerate(lines):
        if line.kind in (Kind.TEXT, Kind.ITEM) and (
            _heads(lines, number) or _next_heading(lines, number, numbers)
        ):
            line.kind = Kind.HEADING
            line.level = _level(line)
        if line.kind is Kind.HEADING and line.marker:
            numbers.add(line.marker)


def _mark_item(line: Line, bare: bool) -> None:
    found = _ITEM.match(line.shown)
    bullet, number = (found.group("bullet"), found.group("number")) if found else (None, None)
    if number and len(number) == 2 and number[0].isupper() and not bullet:
        number = None  # "J. Smith said" is no item J
    if not bullet and not number:
        if not bare:
            return
        number = line.shown.split(" ", 1)[0]
    opening = len(bullet or "")
    line.kind = Kind.ITEM
    line.marker = number or (bullet or "").strip()
    line.marker_start = line.start + (opening if number else 0)
    rest = line.shown[opening + len(number or "") :]
    line.start += len(line.shown) - len(rest.lstrip())
    line.shown = rest.lstrip()


def _take_number(line: Line, text: str) -> None:
    """Move a heading's number into its marker."""
    shown = plain(text[line.start : line.end])
    found = re.match(rf"(?:{_NUMBER}|\d{{1,3}})(?=[ ])", shown)
    if found:
        line.marker, line.marker_start = found.group(), line.start
        line.start += len(shown) - len(shown[found.end() :].lstrip())


def _bare_numbers(lines: list[Line]) -> set[int]:
    """Lines that open with a number without a full stop ("12 The Board should"), where the numbers run on."""
    found: list[tuple[int, int]] = []
    for at, line in enumerate(lines):
        if line.kind is Kind.TEXT and (number := _BARE_NUMBER.match(line.shown)):
            found.append((at, int(number.group(1))))
    runs: set[int] = set()
    for (one, low), (other, high) in zip(found, found[1:], strict=False):
        if high == low + 1:
            runs |= {one, other}
    for at, line in enumerate(lines):
        if (
            line.kind is Kind.TEXT
            and _BARE_NUMBER.match(line.shown)
            and _alone(lines, at)
            and _short(line.shown)
        ):
            runs.add(at)
    return runs


def _alone(lines: list[Line], number: int) -> bool:
    above = lines[number - 1].kind if number else Kind.BLANK
    below = lines[number + 1].kind if number + 1 < len(lines) else Kind.BLANK
    return above in (Kind.BLANK, Kind.HEADING, Kind.FURNITURE) and below is Kind.BLANK


def _short(shown: str) -> bool:
    return len(shown) <= LONGEST_HEADING and len(shown.split()) <= LONGEST_HEADING_WORDS


def _heads(lines: list[Line], number: int) -> bool:
    line = lines[number]
    shown = line.shown.strip("*_ ")
    if not shown or not _short(shown) or line.opens_bold:
        return False
    above = lines[number - 1].kind if number else Kind.BLANK
    below = lines[number + 1].kind if number + 1 < len(lines) else Kind.BLANK
    if above not in (Kind.BLANK, Kind.HEADING, Kind.FURNITURE, Kind.RULE):
        return False
    bold = line.shown.startswith("**") and line.shown.endswith("**") and line.shown.count("**") == 2
    numbered = bool(line.marker) and line.marker[-1:] not in "-*+\u2022)" and line.marker[0] in "0123456789"
    if line.kind is Kind.ITEM and not numbered:
        return False
    if below is Kind.BLANK or bold:
        return _titled(shown, bold or shown.isupper() and len(shown) > 6)
    if line.kind is Kind.TEXT and below in (Kind.ITEM, Kind.ROW) and shown.endswith(":"):
        return _titled(shown, bold) and len(shown.split()) <= 8
    return line.kind is Kind.TEXT and shown.isupper() and len(shown) > 3


def _next_heading(lines: list[Line], number: int, numbers: set[str]) -> bool:
    """A numbered heading pressed against the list above it: its number follows an earlier heading's."""
    line = lines[number]
    found = re.fullmatch(r"(\d{1,2})(\.?)", line.marker)
    below = lines[number + 1].kind if number + 1 < len(lines) else Kind.BLANK
    if (
        not found
        or line.indent
        or below is not Kind.BLANK
        or f"{int(found.group(1)) - 1}{found.group(2)}" not in numbers
    ):
        return False
    return _short(line.shown) and _titled(line.shown.strip("*_ "), bold=False)


def _titled(shown: str, bold: bool) -> bool:
    """Whether the words of a line could be a heading: no sentence, no full stop."""
    if _LABEL.fullmatch(shown):
        return True
    if shown.endswith(":") and (len(shown.split()) > 6 or _LEADS_IN.search(shown)):
        return False
    if shown[0] in "\"'" and shown[-1] in "\"'":
        return False
    if shown[-1] in ".;," or not (shown[0].isupper() or shown[0].isdigit() or shown[0] in "\"'("):
        return False
    if shown.endswith("?"):
        return True
    return bold or not _VERB.search(shown)


def _level(line: Line) -> int:
    number = line.marker.strip("().")
    if number and number[0].isdigit():
        parts = [part for part in number.split(".") if part]
        if len(parts) == 2 and parts[1] == "0":
            return 1
        return len(parts)
    letters = [character for character in line.shown if character.isalpha()]
    return 1 if letters and all(character.isupper() for character in letters) else 2


def _mark_bold(lines: list[Line]) -> None:
    """A bold stretch that runs over lines stays open until it closes, four lines at most."""
    for number, line in enumerate(lines):
        if not line.opens_bold:
            continue
        for step in range(1, 5):
            if number + step >= len(lines) or lines[number + step].kind is Kind.BLANK:
                line.opens_bold = False
                break
            if lines[number + step].opens_bold:
                lines[number + step].opens_bold = False
                for between in range(1, step):
                    lines[number + between].opens_bold = True
                break


def _mark_furniture(lines: list[Line]) -> None:
    """Page numbers, and the first and last lines that return on page after page."""
    edges: list[int] = []
    pages = {line.page for line in lines if line.page is not None}
    for page in pages:
        filled = [at for at, line in enumerate(lines) if line.page == page and line.kind is Kind.TEXT]
        edges.extend({*filled[:2], *filled[-2:]})
    counts = Counter(re.sub(r"\d+", "#", lines[at].shown) for at in edges)
    needed = max(3, len(pages) // 2)
    for at in edges:
        line = lines[at]
        if counts[re.sub(r"\d+", "#", line.shown)] >= needed or _PAGE.fullmatch(line.shown):
            line.kind = Kind.FURNITURE
    for line in lines:
        if line.kind is Kind.TEXT and (
            _PAGE.fullmatch(line.shown) and _PAGE_WORD.search(line.shown) or _FOOT.search(line.shown)
        ):
            line.kind = Kind.FURNITURE


def wrap_width(lines: list[Line]) -> int | None:
    """How wide a file's lines were broken, in characters; None where each paragraph is one line."""
    lengths = sorted(len(line.shown) + line.indent for line in lines if line.kind in (Kind.TEXT, Kind.ITEM))
    if not lengths or lengths[-1] > 140:
        return None
    long = [length for length in lengths if length >= 45]
    return lengths[int(len(lengths) * 0.98) - 1] if len(long) >= 4 else None
