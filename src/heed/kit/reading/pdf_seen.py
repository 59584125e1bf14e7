"""Words recognised in the pictures of a scan, as if they were printed there."""

from __future__ import annotations

import re
from statistics import median

from heed.kit.reading.pdf_words import Word
from heed.kit.reading.types import Seen, SeenLine

_TO_SIZE = 0.86  # of a recognised line's height: the size of its type
_TO_BASELINE = 0.26  # of the size, below the line's middle
_LARGER, _SMALLER = 1.15, 0.85  # of the usual breadth of letters: type of another size
_LEAST_LETTERS = 8
_NARROW = frozenset("iIljtfr1.,;:'’‘!|()[]-/ ")
_WIDE = frozenset("mwMW@%—")
_LEADERS = re.compile(r"\.{2,}$")


def words_seen(seen: Seen) -> list[list[Word]]:
    """The words of each page, line by line.

    A recognised line is as high as its letters happen to be, so the size of type is told by how broad they
    are: where that is near the usual, the type is of the usual size.
    """
    lines = [line for page in seen for line in page]
    size = round(median(line.height for line in lines) * _TO_SIZE) if lines else 1
    breadths = [_breadth(line) for line in lines if _letters(line) >= _LEAST_LETTERS]
    usual = median(breadths) if breadths else 0.0
    return [
        [
            word
            for line in sorted(page, key=lambda one: (one.middle, one.words[0].x0))
            for word in _printed(line, _size(line, size, usual))
        ]
        for page in seen
    ]


def _size(line: SeenLine, size: int, usual: float) -> int:
    share = _breadth(line) / usual if usual and _letters(line) >= _LEAST_LETTERS else 1.0
    return max(size if _SMALLER < share < _LARGER else round(size * share), 1)


def _letters(line: SeenLine) -> int:
    return sum(len(word.text) for word in line.words)


def _breadth(line: SeenLine) -> float:
    """How broad a letter of middling breadth is in a line, in points."""
    shares = sum(
        0.55 if sign in _NARROW else 1.5 if sign in _WIDE else 1.25 if sign.isupper() else 1.0
        for word in line.words
        for sign in word.text
    )
    return sum(word.x1 - word.x0 for word in line.words) / max(shares, 1.0)


def _printed(line: SeenLine, size: int) -> list[Word]:
    baseline = round(2 * (line.middle + _TO_BASELINE * size)) / 2
    return [
        # Of the dots that lead to a page number only some are recognised.
        Word(_LEADERS.sub("......", word.text), word.x0, max(word.x1, word.x0), baseline, float(size),
             False, False, False, True)
        for word in line.words
    ]  # fmt: skip
