"""Blocks cut by the end of a page or by a footnote, put together again."""

from __future__ import annotations

import re
from dataclasses import replace

from heed.kit.reading.shown import words
from heed.kit.reading.types import Block, BlockKind
from heed.kit.words import plain

_BETWEEN = (BlockKind.FOOTNOTE, BlockKind.FURNITURE)
_CLOSED = re.compile(r"[.!?:;\u2026]['\")\]*_]*$")
# A line that ends in one of these words cannot end a sentence.
_HANGING = re.compile(
    r"(?:^|\s)(?:a|an|the|of|to|in|on|by|for|from|with|without|into|onto|upon|between|within|towards|regarding|about|"
    r"and|or|but|nor|as|at|than|that|which|who|whose|their|its|our|his|her|this|these|those|is|are|was|were|be|been|has|have|"
    r"will|should|must|not|such|each|every|any|all)$",
    re.IGNORECASE,
)
_LIST_GOES_ON = re.compile(r"[,;]\s*(?:and|or)$", re.IGNORECASE)
_OPENS_SMALL = re.compile(r"[\"'(*_\[]*[a-z]")
_OPENS_NUMBER = re.compile(r"[\"'(*_\[]*\d")


def mend(blocks: list[Block], text: str) -> list[Block]:
    """The blocks with each broken paragraph or item whole again.

    What stood between its halves (footnotes, running heads) follows it. Two blocks that merely lack a
    full stop stay apart: the first must hang ("by the"), or the second must open in the middle of a sentence.
    """
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        at += 1
        aside: list[Block] = []
        while block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            ahead = at
            while ahead < len(blocks) and blocks[ahead].kind in _BETWEEN:
                ahead += 1
            if ahead >= len(blocks) or not _goes_on(block, blocks[ahead], text, blocks[at:ahead]):
                break
            aside += blocks[at:ahead]
            block = _joined(block, blocks[ahead])
            at = ahead + 1
        found.append(block)
        found += aside
    return found


def _goes_on(block: Block, other: Block, text: str, between: list[Block]) -> bool:
    if other.kind is BlockKind.ITEM:
        if block.kind is not BlockKind.ITEM or other.marker[:1].isalnum() or other.marker.startswith("("):
            return False
    elif other.kind is not BlockKind.PARAGRAPH:
        return False
    ending = plain(words(text, block.spans))
    opening = plain(words(text, other.spans))
    if not ending or not opening or _CLOSED.search(ending):
        return False
    hangs = bool(_HANGING.search(ending)) and not _LIST_GOES_ON.search(ending)
    small = bool(_OPENS_SMALL.match(opening))
    if other.kind is BlockKind.ITEM:
        return hangs and small
    footnotes = any(one.kind is BlockKind.FOOTNOTE for one in between)
    if hangs or footnotes:
        return True
    if (
        between
        and block.kind is BlockKind.PARAGRAPH
        and _turns_page(block, other)
        and len(ending) > 60
        and ending[-1].isalpha()
    ):
        return True
    if small:
        return not opening.startswith(("http", "www"))
    return bool(_OPENS_NUMBER.match(opening)) and ending[-1:].isalpha() and bool(between)


def _turns_page(block: Block, other: Block) -> bool:
    one, two = block.spans[-1].page, other.spans[0].page
    return one is not None and two == one + 1


def _joined(block: Block, other: Block) -> Block:
    return replace(
        block,
        spans=block.spans + other.spans,
        bold=block.bold + other.bold,
        italic=block.italic + other.italic,
        links=block.links + other.links,
    )
