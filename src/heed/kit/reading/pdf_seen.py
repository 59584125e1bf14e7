"""Words recognised in the pictures of a scan, as if they were printed there."""

from __future__ import annotations

from statistics import median

from heed.kit.reading.pdf_words import Word
from heed.kit.reading.types import Seen, SeenLine

_TO_SIZE = 0.66  # of a recognised line's height: the size of its type
_TO_BASELINE = 0.26  # of the size, below the line's middle
_ALIKE = 0.22  # of the usual height: lines that differ by no more are of one size


def words_seen(seen: Seen) -> list[list[Word]]:
    """The words of each page, line by line. Type of nearly the usual size is of that size, for a recognised
    line is as high as its letters happen to be."""
    listed = [sorted(page, key=lambda line: (line.middle, line.words[0].x0)) for page in seen]
    heights = [line.height for page in listed for line in page for _ in line.words]
    usual = median(heights) if heights else 1.0
    return [[word for line in page for word in _printed(line, usual)] for page in listed]


def _printed(line: SeenLine, usual: float) -> list[Word]:
    height = usual if abs(line.height - usual) <= _ALIKE * usual else line.height
    size = round(height * _TO_SIZE)
    baseline = round(2 * (line.middle + _TO_BASELINE * size)) / 2
    return [
        Word(
            word.text,
            word.x0,
            max(word.x1, word.x0),
            baseline,
            float(max(size, 1)),
            False,
            False,
            False,
            True,
        )
        for word in line.words
    ]
