"""What the tests of extraction ask of a document."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import weasyprint

from heed.kit.reading.extract import extract
from heed.kit.reading.types import Block, BlockKind, Document

SENTENCE = "The Board should require every agency to show that its arrangements are safe and well understood."
_AGENCIES = (
    "the council",
    "the police force",
    "each school",
    "the health trust",
    "every surgery",
    "probation",
)
FILLER = " ".join(
    f"By month {2 * n + 1} {agency} should show the Board, with figures for cases {n}{n} to {n}{n + 3} and their own words,"
    f" that what it arranged for its {n + 3} teams is {' and '.join(('safe', 'sound', 'kept', 'known')[: n % 4 + 1])}."
    for n, agency in enumerate(_AGENCIES)
)


def read_pdf_of(body: str, style: str = "", *, layout: bool = False) -> Document:
    """A web page printed to PDF by WeasyPrint, and read."""
    base = "@page { size: A4; margin: 20mm } body { font: 11pt/1.35 sans-serif } p { margin: 0 0 8pt }"
    page = (
        f'<!doctype html><html lang="en"><head><style>{base}{style}</style></head><body>{body}</body></html>'
    )
    return extract(bytes(weasyprint.HTML(string=page).write_pdf()), "report.pdf", layout=layout)


def said(document: Document, block: Block) -> str:
    """What a block says: its spans end to end, white space folded."""
    return " ".join("".join(document.text[s.start : s.end] for s in block.spans).split())


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [said(document, block) for block in document.blocks if block.kind is kind]


def running(document: Document) -> list[str]:
    """What the document says, without furniture and notes."""
    aside = (BlockKind.FURNITURE, BlockKind.FOOTNOTE)
    return [said(document, block) for block in document.blocks if block.kind not in aside]


def table(document: Document, number: int = 0) -> dict[tuple[int, int], str]:
    """A table's cells by row and column; a cell's paragraphs parted by " / "."""
    cells: dict[tuple[int, int], str] = {}
    for block in document.blocks:
        if block.place and block.place.table == number:
            key = (block.place.row, block.place.column)
            words = f"{block.marker} {said(document, block)}".strip()
            cells[key] = f"{cells[key]} / {words}" if key in cells else words
    return cells


def shared(path: str) -> Path:
    """A file of the shared folder; the test is passed over where there is none."""
    root = os.environ.get("HEED_SHARED") or Path(__file__).resolve().parents[4] / "shared"
    found = Path(root) / path
    if not found.exists():
        pytest.skip(f"the shared seeds are not here: no {path} beside this checkout")
    return found


def spans_are_sound(document: Document) -> None:
    """Every span lies in the text, in order, and shows no other block's words."""
    taken = bytearray(len(document.text))
    for block in document.blocks:
        assert block.spans
        for span in block.spans:
            assert 0 <= span.start < span.end <= len(document.text)
            for at in range(span.start, span.end):
                if not document.text[at].isspace():
                    assert not taken[at], f"{document.text[at - 20 : at + 20]!r} is in two blocks"
                    taken[at] = 1
        inside = [(span.start, span.end) for span in block.spans]
        for stretch in (*block.bold, *block.italic, *(span for span, _ in block.links)):
            assert any(low <= stretch.start and stretch.end <= high for low, high in inside), block
        if block.marker_span:
            assert document.text[block.marker_span.start : block.marker_span.end].strip()
