"""Where a text names a person: in several spellings, either way round, with initials, or by date of birth."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from heed.kit.words.plain import plain

_BETWEEN = r"[\s,.\-]+(?:\w\.?[\s\-]+)?"
"""Between a first and a last name: blanks, a comma, a hyphen, and at most one letter of a middle name."""


def without_marks(text: str) -> str:
    """The text in small letters without accents, of the same length, so that offsets stay true."""
    return "".join(_bare(letter) for letter in plain(text))


def _bare(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    lowered = unicodedata.normalize("NFD", letter)[0].lower()
    return lowered if len(lowered) == 1 else letter


def pattern_of(names: Sequence[str], born_on: date | None = None) -> re.Pattern[str]:
    """What finds any of these names in a text that went through `without_marks`; matches nothing without any.

    A name of several words is also found as "Last, First", "F. Last" and "F Last"; every name with 's after it.
    """
    said = [alternative for name in names for alternative in _spellings(name)]
    said += list(_days(born_on)) if born_on else []
    if not said:
        return re.compile(r"(?!)")
    longest_first = sorted(set(said), key=lambda each: (-len(each), each))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


def _spellings(name: str) -> Iterator[str]:
    words = [_letters(word) for word in without_marks(name).replace(",", " ").split()]
    if not words:
        return
    yield _BETWEEN.join(words) if len(words) == 2 else r"[\s,.\-]+".join(words)
    if len(words) > 1:
        first, last = words[0], words[-1]
        yield rf"{last}[\s,]+{first}"
        initial = re.match(r"\\?.", first)
        if initial:
            yield rf"{initial.group()}\.?\s*{last}"
        if len(words) > 2:
            yield _BETWEEN.join((first, last))


def _letters(word: str) -> str:
    """A word whose apostrophes and hyphens may be left out, or be a blank."""
    return "".join(r"[\s'\-]?" if letter in "'-" else re.escape(letter) for letter in word)


def _days(born: date) -> Iterator[str]:
    """The date as forms, letters and extracts write it."""
    day, month, year = f"0?{born.day}", f"0?{born.month}", str(born.year)
    short = year[2:]
    for mark in (r"\.", "/", "-"):
        yield rf"{day}{mark}{month}{mark}(?:{year}|{short})"
    yield rf"{year}-{born.month:02d}-{born.day:02d}"
    name = born.strftime("%B").lower()
    written = rf"(?:{name}|{name[:3]}\.?)"
    yield rf"{day}(?:st|nd|rd|th)?(?:\s+of)?\s+{written},?\s+{year}"
    yield rf"{written}\s+{day}(?:st|nd|rd|th)?,?\s+{year}"


def find_person(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the pattern of a person is met in a text, as offsets into it."""
    return [found.span() for found in pattern.finditer(without_marks(text))]
