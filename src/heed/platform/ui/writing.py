"""A document of `kit.writing` as part of a page, and its font for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from markupsafe import Markup

from heed.kit.writing import Block, Cell, Document, Grid, Link, Paragraph, Points
from heed.platform.ui.components import Column, Content, Fact, Row, element, joined, table
from heed.platform.ui.components.element import classes

_FONT = "heed/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A heading with what stands beneath it; `level` 2 or 3."""

    id: str
    heading: str
    level: int
    body: Markup


def passages_of(document: Document) -> tuple[Passage, ...]:
    """The parts of a document as a page shows them."""
    return tuple(
        Passage(
            id=f"part-{number}",
            heading=part.heading,
            level=part.level + 1,
            body=joined([_block(each) for each in part.blocks]),
        )
        for number, part in enumerate(document.parts, 1)
    )


def facts_of(document: Document) -> tuple[Fact, ...]:
    return tuple(Fact(name=name, value=value) for name, value in document.facts)


def font_for_paper() -> Path | None:
    """Heed's font, where set-up has put it; without it a font of the machine stands in."""
    found = finders.find(_FONT) or Path(settings.STATIC_ROOT or "") / _FONT
    path = Path(found if isinstance(found, str | Path) else found[0])
    return path if path.is_file() else None


def _block(block: Block) -> Markup:
    if isinstance(block, Paragraph):
        words = _words(block.words)
        return element("p", element("strong", words) if block.strong else words)
    if isinstance(block, Points):
        return element(
            "ul",
            [element("li", _words(each)) for each in block.items],
            class_="govuk-list govuk-list--bullet",
        )
    return _grid(block)


def _grid(grid: Grid) -> Markup:
    columns = [
        Column(label=each, kind="number" if at in grid.numbers else "words")
        for at, each in enumerate(grid.columns)
    ]
    rows = [Row(cells=[_words(cell) for cell in row]) for row in grid.rows]
    return table(caption=grid.caption, columns=columns, rows=rows)


def _words(cell: Cell) -> Content:
    if isinstance(cell, Link):
        reference = " " not in cell.text
        return element(
            "a", cell.text, href=cell.href, class_=classes("govuk-link", reference and "heed-nowrap")
        )
    first, *rest = cell.split("\n")
    return joined([first, *_beneath(rest)]) if rest else first


def _beneath(lines: Sequence[str]) -> list[Markup]:
    return [element("span", each, class_="heed-lines__note") for each in lines if each]
