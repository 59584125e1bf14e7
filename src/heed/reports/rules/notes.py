"""Footnotes of what was written by hand: "[note: See the framework.]" becomes a number; its words stand at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from heed.reports.types import Block, Heading, Paragraph, Points, Said, Statement

_NOTE = re.compile(r"\s*\[note:\s*([^\[\]]+?)\s*\]", re.IGNORECASE)
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass
class _Notes:
    words: list[str] = field(default_factory=list)

    def said(self, said: Said) -> Said:
        return replace(said, words=_NOTE.sub(self._number, said.words)) if said.typed else said

    def _number(self, match: re.Match[str]) -> str:
        self.words.append(match[1])
        return str(len(self.words)).translate(_RAISED)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with numbers for their notes, and the notes beneath a heading of their own where there are any: each
    keeps its anchor, whatever is moved or left out before it."""
    notes = _Notes()
    found: list[Block] = []
    for each in blocks:
        if isinstance(each, Paragraph):
            each = replace(each, said=tuple(map(notes.said, each.said)))
        elif isinstance(each, Statement):
            each = replace(each, paragraphs=tuple(map(notes.said, each.paragraphs)))
        found.append(each)
    if notes.words:
        listed = tuple(
            Said(f"{str(at).translate(_RAISED)} {words}", typed=True)
            for at, words in enumerate(notes.words, 1)
        )
        found += [Heading("notes", Said("Notes")), Points("notes/list", listed)]
    return found
