"""One page of a PDF as PDFium gives it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pypdfium2

from heed.kit.reading.pdf_drawn import read_drawn, read_links
from heed.kit.reading.pdf_space import Edge, Turn
from heed.kit.reading.pdf_words import Fonts, Word, read_words

_MOSTLY = 3  # times as many words sideways as upright, and some more: the page is read turned
_FEW = 20


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
    shown: Turn | None = None  # how the page is shown, where it was read turned
    read: Turn | None = None

    def place(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """A box of the page as read, on the page as shown."""
        if self.shown is None or self.read is None:
            return x0, y0, x1, y1
        (ax, ay), (bx, by) = (self.shown.point(*self.read.back(x, y)) for x, y in ((x0, y0), (x1, y1)))
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def read_page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> Page:
    """Everything that later steps need of one page."""
    handle = document[index]
    try:
        turn = shown = Turn(handle)
        text_page = handle.get_textpage()
        try:
            found = read_words(text_page, turn, fonts)
            if len(found.turned) > _MOSTLY * len(found.words) + _FEW:
                for more in (90, 270):
                    other = Turn(handle, more)
                    again = read_words(text_page, other, fonts)
                    if len(again.words) > len(found.words):
                        turn, found = other, again
        finally:
            text_page.close()
        edges, picture = read_drawn(handle, turn)
        read_links(document, handle, turn, found.words)
        page = Page(
            index + 1, turn.width, turn.height, found.words, found.turned, edges, picture, found.hidden,
            found.unmapped,
        )  # fmt: skip
        if turn is not shown:
            page.shown, page.read = shown, turn
        return page
    finally:
        handle.close()
