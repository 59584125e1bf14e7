"""What is seen of a document, from the blocks that the reader makes of it."""

from __future__ import annotations

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.types import Form, Layer
from heed.kit.reading.shown import words
from heed.kit.reading.types import Block, BlockKind, Document

_FORMS = {
    BlockKind.HEADING: Form.HEADING,
    BlockKind.ITEM: Form.POINT,
    BlockKind.CELL: Form.CELL,
    BlockKind.FOOTNOTE: Form.NOTE,
}


def add_document(document: Document, found: Collected, layers: dict[int, Layer] | None = None) -> None:
    """Each block as a piece, `layers` giving those that are not seen (by the index of the block)."""
    found.pages = document.pages
    for number, block in enumerate(document.blocks):
        page = block.spans[0].page if block.spans else None
        layer = (layers or {}).get(number, _layer(block))
        place = f"page {page}" if page else f"paragraph {number + 1}"
        marker = f"{block.marker} " if block.marker and block.marker.strip("•-–—*·o ") else ""
        found.add(
            marker + words(document.text, block.spans),
            layer,
            place,
            page=page,
            form=_FORMS.get(block.kind, Form.PARAGRAPH),
            level=max(block.level, 1) if block.kind is BlockKind.HEADING else 0,
            table=block.place.table if block.place else -1,
            row=block.place.row if block.place else -1,
            column=block.place.column if block.place else -1,
            links=tuple((words(document.text, (span,)), address) for span, address in block.links),
        )
        for _, address in block.links:
            found.add_once(address, Layer.LINK, place)


def _layer(block: Block) -> Layer:
    if block.kind is BlockKind.FOOTNOTE:
        return Layer.NOTE
    return Layer.HEADER if block.kind is BlockKind.FURNITURE else Layer.VISIBLE
