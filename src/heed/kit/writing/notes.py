"""Notes of a document: raised numbers in its words, and a part "Notes" whose points begin with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from heed.kit.writing.types import Block, Document, Grid, Paragraph, Part, Points, words_of

HEADING = "Notes"
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NOTE = re.compile(f"({RAISED.pattern}) (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Notes:
    """`part` is the part of the document that lists them; `words` are theirs, the first one's first."""

    part: Part
    words: tuple[str, ...]


def number_of(raised: str) -> int:
    """The number that raised figures say."""
    return int(raised.translate(_FIGURES))


def notes_of(document: Document) -> Notes | None:
    """The notes of a document, where each is numbered in order and the text points to each, once, in that order; None
    where they are anything else, and stand as they are."""
    for part in document.parts:
        if part.heading != HEADING or len(part.blocks) != 1 or not isinstance(part.blocks[0], Points):
            continue
        found = [_NOTE.fullmatch(words_of(each)) for each in part.blocks[0].items]
        listed = [match for match in found if match]
        numbers = [number_of(match[1]) for match in listed]
        anchors = [number for number in anchors_of(document, part) if number <= len(found)]
        if len(listed) == len(found) and numbers == anchors == list(range(1, len(found) + 1)):
            return Notes(part, tuple(match[2] for match in listed))
    return None


def anchors_of(document: Document, apart: Part) -> Iterator[int]:
    """The raised numbers in a document's text, outside the part that lists its notes."""
    for part in document.parts:
        for block in part.blocks if part is not apart else ():
            for words in _said(block):
                yield from map(number_of, RAISED.findall(words))


def _said(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield words_of(block.words)
    elif isinstance(block, Points):
        yield from map(words_of, block.items)
    elif isinstance(block, Grid):
        yield from (words_of(cell) for row in block.rows for cell in row)
