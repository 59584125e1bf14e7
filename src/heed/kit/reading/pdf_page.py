"""One page of a PDF as PDFium gives it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2

from heed.kit.reading.pdf_drawn import read_drawn, read_links
from heed.kit.reading.pdf_space import Edge, Turn
from heed.kit.reading.pdf_words import Fonts, Word, read_words


@dataclass(slots=True)
class Page:
    """A page's raw matter. `picture` is the share of the page that its largest picture covers."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)  # printed sideways
    edges: list[Edge] = field(default_factory=list)
    picture: float = 0.0
    hidden: int = 0  # words that are not shown: a recognised text under a scan
    unmapped: int = 0  # characters that the file gives no letter for


def read_page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> Page:
    """Everything that later steps need of one page."""
    handle = document[index]
    try:
        turn = Turn(handle)
        text_page = handle.get_textpage()
        try:
            found = read_words(text_page, turn, fonts)
        finally:
            text_page.close()
        edges, picture = read_drawn(handle, turn)
        read_links(document, handle, turn, found.words)
        return Page(
            index + 1, turn.width, turn.height, found.words, found.turned, edges, picture, found.hidden,
            found.unmapped,
        )  # fmt: skip
    finally:
        handle.close()
