"""A report as it was composed, beside what the register says now: what changed, what is new, what is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heed.reports.rules.notes import numbered
from heed.reports.rules.wording import fingerprint
from heed.reports.types import (
    Block,
    Composed,
    Gap,
    Heading,
    Paragraph,
    Said,
    Statement,
    block_as_data,
    block_from_data,
    said_in,
    with_blocks,
)

Kept = Mapping[str, Any]
"""A block as `Report.blocks` holds it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is written by hand at a place: see `models.Statement`."""

    text: str
    by: str = ""
    role: str = ""
    on: Any = None
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a report. `now` is what the register says there where that differs from what was last looked at;
    `gone`: it says nothing there any more; `new`: the report does not have it yet; `out`: why it is left out."""

    says: Block
    now: Block | None = None
    gone: bool = False
    new: bool = False
    out: str = ""

    @property
    def differs(self) -> bool:
        return self.gone or self.new or self.now is not None


def kept(block: Block, *, out: str = "", seen: str = "") -> dict[str, Any]:
    """A block as it is kept."""
    return {"says": block_as_data(block), "seen": seen or fingerprint(block), "out": out}


def places(stored: Sequence[Kept], fresh: Sequence[Block]) -> list[Place]:
    """The places of a report in order, each beside what a report composed now would say there."""
    now = {each.key: each for each in fresh}
    mine = [_place(each, now) for each in stored]
    known = {each.says.key for each in mine}
    before = ""
    for block in fresh:
        if block.key not in known:
            at = next((index + 1 for index, each in enumerate(mine) if each.says.key == before), 0)
            mine.insert(at, Place(says=block, new=True))
        before = block.key
    return mine


def sources_of_places(found: Sequence[Place]) -> dict[str, set[str]]:
    """The public ids of all records that these places show, by kind: what they say, and what the register says now."""
    shown: dict[str, set[str]] = {}
    for place in found:
        for block in (place.says, place.now):
            for said in said_in(block) if block else ():
                for source in said.sources:
                    shown.setdefault(source.kind, set()).add(source.ref)
    return shown


def _place(entry: Kept, now: Mapping[str, Block]) -> Place:
    says, out = block_from_data(entry["says"]), entry["out"]
    fresh = now.get(says.key)
    if fresh is None:
        return Place(says, gone=entry["seen"] != "gone", out=out)
    return Place(says, now=fresh if fingerprint(fresh) != entry["seen"] else None, out=out)


def written_out(stored: Sequence[Kept], typed: Mapping[str, Typed]) -> list[Block]:
    """The blocks that go out: what is left out is not among them, what was written by hand stands at its place, and a
    heading under which nothing is left goes too."""
    blocks = [block_from_data(each["says"]) for each in stored if not each["out"]]
    return without_empty([block for each in blocks for block in _by_hand(each, typed)])


def without_empty(blocks: Sequence[Block]) -> list[Block]:
    """Without places to be written by hand, and without headings under which nothing stands then."""
    filled: list[Block] = []
    for each in reversed([each for each in blocks if not isinstance(each, Gap)]):
        following = filled[-1] if filled else None
        if not (isinstance(each, Heading) and _heads_nothing(each, following)):
            filled.append(each)
    return filled[::-1]


def _by_hand(block: Block, typed: Mapping[str, Typed]) -> list[Block]:
    if not isinstance(block, Gap):
        return [block]
    found = typed.get(block.key)
    if found is None or not found.text.strip():
        return []
    lines = [" ".join(each.split()) for each in found.text.splitlines() if each.strip()]
    said = tuple(Said(each, typed=True) for each in lines)
    if block.statement:
        return [Statement(block.key, said, found.by, found.role, found.on, found.signed)]
    return [Paragraph(f"{block.key}/{number}", (each,)) for number, each in enumerate(said, 1)]


def _heads_nothing(heading: Heading, following: Block | None) -> bool:
    return following is None or (isinstance(following, Heading) and following.level <= heading.level)


def signed_off(composed: Composed, *, layout: str, reference: str) -> Composed:
    """With the notes of what was written by hand, and what tells that it was made with Heed: by that Heed knows its own
    again."""
    blocks = numbered(composed.blocks)
    on = f"{composed.on.day} {composed.on:%B %Y}"
    named = f", {reference}" if reference else ""
    about = f"Made with Heed from the register of {composed.partnership} as it was on {on}. Layout: {layout}{named}."
    about_blocks: list[Block] = [
        Heading("about_heed", Said("About this document")),
        Paragraph("about_heed/words", (Said(about),)),
    ]
    return with_blocks(composed, [*blocks, *about_blocks])
