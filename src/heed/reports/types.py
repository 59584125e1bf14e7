"""What a report says, block by block: every sentence, cell and number with the record that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """As which a report goes out; all say the same in the same order."""

    PDF = "pdf"
    WORD = "docx"
    PAGE = "html"
    TEXT = "txt"
    EXCEL = "xlsx"
    JSON = "json"


FORM_NAMES = {
    Form.PDF: "PDF",
    Form.WORD: "Word",
    Form.PAGE: "a page (HTML)",
    Form.TEXT: "plain text",
    Form.EXCEL: "Excel",
    Form.JSON: "JSON",
}
MEDIA_TYPES = {
    Form.PDF: "application/pdf",
    Form.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PAGE: "text/html; charset=utf-8",
    Form.TEXT: "text/plain; charset=utf-8",
    Form.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.JSON: "application/json",
}


@dataclass(frozen=True, slots=True)
class Source:
    """The record that some words come from: its kind as the audit log calls it, its reference as people know it, its
    public id, the version it had, and the name of its page's address ("" where it has no page of its own)."""

    kind: str
    reference: str
    ref: str
    version: int
    url_name: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, a cell or a number. `sources` are empty for standing text of the layout; `typed`: written by hand.
    `cells` are what a line about an action is made of, for a table of the plan."""

    words: str
    sources: tuple[Source, ...] = ()
    typed: bool = False
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a heading of the report, 2 and 3 stand beneath."""

    key: str
    said: Said
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    key: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Points:
    key: str
    items: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`numbers` are the columns, counted from 0, that hold numbers."""

    key: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Said, ...], ...]
    widths: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says by name, in a role that they have on a day; `signed`: they have signed it."""

    key: str
    paragraphs: tuple[Said, ...]
    by: str
    role: str
    on: date | None
    signed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where something is to be written by hand, and nothing is yet. It goes out in no form."""

    key: str
    prompt: str
    statement: bool = False


Block = Heading | Paragraph | Points | Table | Statement | Gap


@dataclass(frozen=True, slots=True)
class Composed:
    """A report as it stands. `review` is the public id of the review it is about, "" where it is about all;
    `edition` the partnership's edition of the layouts that it was made with."""

    layout: str
    edition: int
    title: str
    lead: str
    review: str
    partnership: str
    on: date
    blocks: tuple[Block, ...]


def said_in(block: Block) -> Iterator[Said]:
    """Everything that a block says, in its order; the heads of a table are the layout's."""
    if isinstance(block, Heading):
        yield block.said
    elif isinstance(block, Paragraph):
        yield from block.said
    elif isinstance(block, Points):
        yield from block.items
    elif isinstance(block, Statement):
        yield from block.paragraphs
    elif isinstance(block, Table):
        for row in block.rows:
            yield from row


def lines_of(composed: Composed) -> list[str]:
    """The words of a report in their order, as every form says them."""
    found = [composed.title, composed.lead]
    for block in composed.blocks:
        if isinstance(block, Paragraph):
            found.append(" ".join(each.words for each in block.said))
        elif isinstance(block, Table):
            found += [block.caption, *block.columns]
            found += [each.words for each in said_in(block)]
        else:
            found += [each.words for each in said_in(block)]
            if isinstance(block, Statement):
                found += signature_of(block)
    return [each for each in found if each]


def signature_of(block: Statement) -> list[str]:
    """Who says it, in which role, as at which day."""
    signed = "Signed" if block.signed else "Not signed yet"
    as_at = f", as at {block.on.day} {block.on:%B %Y}" if block.on else ""
    return [f"{block.by}, {block.role}".strip(", "), f"{signed}{as_at}."]


def sources_of(composed: Composed) -> dict[str, set[str]]:
    """The public ids of all records that a report speaks of, by kind."""
    found: dict[str, set[str]] = {}
    for block in composed.blocks:
        for said in said_in(block):
            for source in said.sources:
                found.setdefault(source.kind, set()).add(source.ref)
    return found


_KINDS: dict[str, Any] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "points": Points,
    "table": Table,
    "statement": Statement,
    "gap": Gap,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def block_as_data(block: Block) -> dict[str, Any]:
    """A block as it is kept and as JSON has it."""
    data: dict[str, Any] = {"block": _NAMES[type(block)], "key": block.key}
    if isinstance(block, Heading):
        data |= {"level": block.level, "said": _said_as_data(block.said)}
    elif isinstance(block, Paragraph):
        data |= {"said": [_said_as_data(each) for each in block.said]}
    elif isinstance(block, Points):
        data |= {"items": [_said_as_data(each) for each in block.items]}
    elif isinstance(block, Table):
        data |= {
            "caption": block.caption,
            "columns": list(block.columns),
            "rows": [[_said_as_data(cell) for cell in row] for row in block.rows],
            "widths": list(block.widths),
            "numbers": list(block.numbers),
        }
    elif isinstance(block, Statement):
        data |= {
            "paragraphs": [_said_as_data(each) for each in block.paragraphs],
            "by": block.by,
            "role": block.role,
            "on": block.on.isoformat() if block.on else "",
            "signed": block.signed,
        }
    else:
        data |= {"prompt": block.prompt, "statement": block.statement}
    return data


def _said_as_data(said: Said) -> dict[str, Any]:
    data: dict[str, Any] = {"words": said.words}
    if said.sources:
        data["sources"] = [
            {"kind": each.kind, "reference": each.reference, "ref": each.ref, "version": each.version}
            | {"url_name": each.url_name}
            for each in said.sources
        ]
    if said.typed:
        data["typed"] = True
    if said.cells:
        data["cells"] = list(said.cells)
    return data


def block_from_data(data: Mapping[str, Any]) -> Block:
    """What `block_as_data` wrote."""
    key = data["key"]
    match data["block"]:
        case "heading":
            return Heading(key, _said_from(data["said"]), data["level"])
        case "paragraph":
            return Paragraph(key, _all_from(data["said"]))
        case "points":
            return Points(key, _all_from(data["items"]))
        case "table":
            rows = tuple(_all_from(row) for row in data["rows"])
            widths, numbers = tuple(data["widths"]), tuple(data["numbers"])
            return Table(key, data["caption"], tuple(data["columns"]), rows, widths, numbers)
        case "statement":
            on = date.fromisoformat(data["on"]) if data["on"] else None
            said = _all_from(data["paragraphs"])
            return Statement(key, said, data["by"], data["role"], on, data["signed"])
        case _:
            return Gap(key, data["prompt"], data["statement"])


def _all_from(data: Sequence[Mapping[str, Any]]) -> tuple[Said, ...]:
    return tuple(_said_from(each) for each in data)


def _said_from(data: Mapping[str, Any]) -> Said:
    sources = tuple(Source(**each) for each in data.get("sources", ()))
    return Said(data["words"], sources, data.get("typed", False), tuple(data.get("cells", ())))


def with_blocks(composed: Composed, blocks: Sequence[Block]) -> Composed:
    """The same report with other blocks."""
    return replace(composed, blocks=tuple(blocks))
