"""Cutting a long text into passages that can be read by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heed.kit.words.fold import fold
from heed.kit.words.sentences import sentences

WANTED = 900
"""Letters that a passage has, about: as much as the language model reads in one go."""
_LONGEST = 1400
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage: on which page it stands (0: none), its words in one line, and where they stand in the text."""

    page: int
    text: str
    start: int
    end: int


def pieces(text: str, stretches: Sequence[tuple[int, int, int]]) -> list[Piece]:
    """Passages of a text. `stretches` are (page, start, end) of its blocks in order: short ones of a page that follow
    one another stand together, long ones are cut between sentences."""
    found: list[Piece] = []
    for page, start, end in stretches:
        for one in _cut(text, page, start, end):
            last = found[-1] if found else None
            if last and last.page == page and len(last.text) + len(one.text) < WANTED:
                found[-1] = Piece(page, f"{last.text} {one.text}", last.start, one.end)
            else:
                found.append(one)
    return [each for each in found if len(each.text) >= _SHORTEST]


def _cut(text: str, page: int, start: int, end: int) -> Iterator[Piece]:
    line, offsets = fold(text[start:end])
    for left, right in _cuts(line):
        if line[left:right].strip():
            yield Piece(page, line[left:right].strip(), start + offsets[left], start + offsets[right - 1] + 1)


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    at = last = 0
    for start, stop in sentences(line):
        if stop - at > WANTED and last > at:
            yield at, last
            at = start
        while stop - at > _LONGEST:
            edge = line.rfind(" ", at, at + WANTED)
            edge = edge if edge > at else at + WANTED
            yield at, edge
            at = edge
        last = stop
    if len(line) > at:
        yield at, len(line)
