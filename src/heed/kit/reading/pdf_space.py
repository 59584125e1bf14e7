"""A PDF page's space: from the file's own measure to the page as shown, in points from its top left corner."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line: level if `y0 == y1`, else upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.y0 == self.y1


class Turn:
    """From the page's own space to the page as shown, by its crop box and rotation.

    `more` turns it further, for a page whose text runs sideways though the file does not say so.
    """

    def __init__(self, page: pypdfium2.PdfPage, more: int = 0) -> None:
        media, crop = page.get_mediabox(), page.get_cropbox()
        self.left, self.bottom = max(media[0], crop[0]), max(media[1], crop[1])
        self.right, self.top = min(media[2], crop[2]), min(media[3], crop[3])
        if self.right <= self.left or self.top <= self.bottom:  # a crop box beside the page: never mind it
            self.left, self.bottom, self.right, self.top = media
        self.rotation = (page.get_rotation() + more) % 360
        wide, tall = self.right - self.left, self.top - self.bottom
        self.width, self.height = (tall, wide) if self.rotation in (90, 270) else (wide, tall)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def back(self, x: float, y: float) -> tuple[float, float]:
        """From a point of the page as shown to the page's own space."""
        if self.rotation == 90:
            return y + self.left, x + self.bottom
        if self.rotation == 180:
            return self.right - x, y + self.bottom
        if self.rotation == 270:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    def upright(self, a: float, b: float) -> bool:
        """Whether text that runs along (a, b) in the page's own space runs to the right as shown."""
        along = {0: a, 90: b, 180: -a, 270: -b}[self.rotation]
        across = b if self.rotation in (0, 180) else a
        return along > 0 and abs(across) < 0.2 * along
