"""Short forms: spelt out where a report uses one first in words of its own, and listed at its end.

A record's words stay as they are recorded: nothing is put into a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from heed.reports.types import (
    Block,
    Composed,
    Heading,
    Paragraph,
    Points,
    Said,
    Statement,
    Table,
    lines_of,
    said_in,
    with_blocks,
)

_SHORT = re.compile(r"(?<![\w-])([A-Z][A-Z&]+|[A-Z]+[a-z]?[A-Z]+)(s?)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Short forms with what they stand for; `never` are those that nobody spells out."""

    terms: Mapping[str, str]
    never: frozenset[str] = frozenset()


def _used(lines: Iterable[str]) -> list[str]:
    found = (match[1] for line in lines for match in _SHORT.finditer(line))
    return list(dict.fromkeys(found))


def unknown_short_forms(composed: Composed, glossary: Glossary) -> list[str]:
    """Those that it uses and that the glossary does not have, unless it spells them out itself: "word (SHORT)"."""
    lines = lines_of(composed)
    whole = "\n".join(lines)
    known = set(glossary.terms) | glossary.never
    return [
        each
        for each in _used(lines)
        if each not in known and not re.search(rf"\w \({re.escape(each)}s?\)", whole) and not _heads(each)
    ]


def _heads(word: str) -> bool:
    """Letters that are a numeral or a reference of Heed's own and stand for nothing."""
    return bool(re.fullmatch(r"[IVX]+|REC|ACT|FND|EVD", word))


@dataclass
class _Spelling:
    glossary: Glossary
    seen: set[str] = field(default_factory=set)

    def said(self, said: Said) -> Said:
        if said.sources:
            self.seen.update(_used([said.words]))
            return said
        return replace(said, words=_SHORT.sub(self._spelt, said.words))

    def _spelt(self, match: re.Match[str]) -> str:
        short, many = match[1], match[2]
        if short in self.seen or short not in self.glossary.terms:
            return match[0]
        self.seen.add(short)
        before = match.string[: match.start()].rstrip()
        if before.endswith("(") or before.lower().endswith(self.glossary.terms[short].lower()):
            return match[0]
        return f"{self.glossary.terms[short]}{many} ({short}{many})"

    def block(self, block: Block) -> Block:
        if isinstance(block, Heading):
            # A heading stays short: what stands beneath it spells out.
            return block
        if isinstance(block, Paragraph):
            return replace(block, said=tuple(map(self.said, block.said)))
        if isinstance(block, Points):
            return replace(block, items=tuple(map(self.said, block.items)))
        if isinstance(block, Statement):
            return replace(block, paragraphs=tuple(map(self.said, block.paragraphs)))
        if isinstance(block, Table):
            for each in said_in(block):
                self.seen.update(_used([each.words]))
        return block


def expanded(composed: Composed, glossary: Glossary) -> Composed:
    """The report with its short forms spelt out, and a list of them at its end where it uses any."""
    spelling = _Spelling(glossary)
    blocks = [spelling.block(each) for each in composed.blocks]
    used = [each for each in sorted(_used(lines_of(composed))) if each in glossary.terms]
    if used:
        listed = tuple(Said(f"{each}: {glossary.terms[each]}") for each in used)
        blocks += [Heading("short_forms", Said("Short forms")), Points("short_forms/list", listed)]
    return with_blocks(composed, blocks)
