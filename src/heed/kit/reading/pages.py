"""Pictures of a PDF's pages, to show beside what was read from them.

Call `draw_pages` in the limited process (`heed.kit.reading.process`): it opens an untrusted file. Needs Pillow.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from heed.kit.reading.pdf import open_pdf
from heed.kit.reading.sniff import LIMITS, Limits, refuse

_MOST_PIXELS = 12_000_000  # of one picture: a poster is drawn smaller rather than filling the memory


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's picture: `width` and `height` in pixels, `content` as WebP, `file` its name in a folder."""

    number: int
    width: int
    height: int
    content: bytes

    @property
    def file(self) -> str:
        return f"page-{self.number:04d}.webp"


def draw_pages(
    data: bytes,
    *,
    scale: float = 1.5,
    first: int = 1,
    last: int | None = None,
    limits: Limits = LIMITS,
) -> tuple[PagePicture, ...]:
    """Draw pages `first` to `last` (to the end if None) as WebP pictures, `scale` pixels to a point.

    Raises `Unreadable` as reading does.
    """
    import pypdfium2

    document = open_pdf(data, limits)
    pictures: list[PagePicture] = []
    try:
        for number in range(max(first, 1), min(last or len(document), len(document)) + 1):
            try:
                page = document[number - 1]
                pictures.append(_draw(page, number, scale))
                page.close()
            except pypdfium2.PdfiumError as error:
                raise refuse("damaged", page=number) from error
    finally:
        document.close()
    return tuple(pictures)


def keep_pictures(pictures: Iterable[PagePicture], folder: str | Path) -> None:
    """Write pictures into a folder; each appears under its name only once it is complete. Not for the limited
    process, which cannot write."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        unfinished = folder / f".{picture.file}.part"
        unfinished.write_bytes(picture.content)
        os.replace(unfinished, folder / picture.file)


def _draw(page: object, number: int, scale: float) -> PagePicture:
    width, height = page.get_size()  # type: ignore[attr-defined]
    fitting = min(scale, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image = page.render(scale=fitting, may_draw_forms=False).to_pil()  # type: ignore[attr-defined]
    content = io.BytesIO()
    image.convert("RGB").save(content, "WEBP", quality=80, method=1)
    return PagePicture(number, image.width, image.height, content.getvalue())
