"""A document as plain text: headings underlined, points with a dash, tables as lines of "head: words"."""

from __future__ import annotations

from collections.abc import Iterator

from heed.kit.writing.types import Block, Document, Grid, Paragraph, Points, repeats, words_of


def to_text(document: Document) -> str:
    """The words of the document, a blank line between what stands apart."""
    head = [_under(document.title, "="), document.lead]
    head += [f"{name}: {value}" for name, value in document.facts]
    pieces = [each for each in head if each]
    for part in document.parts:
        if part.heading:
            pieces.append(_under(part.heading, "-" if part.level == 1 else "."))
        pieces += [each for block in part.blocks for each in _block(block, part.heading)]
    return "\n\n".join(pieces) + "\n"


def _under(heading: str, sign: str) -> str:
    return f"{heading}\n{sign * min(len(heading), 72)}"


def _block(block: Block, heading: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield words_of(block.words)
    elif isinstance(block, Points):
        yield "\n".join(f"- {words_of(each)}" for each in block.items)
    else:
        yield from _grid(block, heading)


def _grid(grid: Grid, heading: str) -> Iterator[str]:
    if not repeats(grid, heading):
        yield grid.caption
    for row in grid.rows:
        yield "\n".join(f"{head}: {words_of(cell)}" for head, cell in zip(grid.columns, row, strict=True))
