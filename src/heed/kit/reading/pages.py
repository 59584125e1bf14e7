"""Pictures of a PDF's pages, to show beside what was read from them.

Call it in the limited process (`heed.kit.reading.process`): it opens an untrusted file. Needs Pillow.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from heed.kit.reading.pdf import open_pdf
from heed.kit.reading.sniff import LIMITS, Limits, refuse

_MOST_PIXELS = 12_000_000  # of one picture: a poster is drawn smaller rather than filling the memory


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page's picture: `width` and `height` in pixels, `file` its name in the folder."""

    number: int
    width: int
    height: int
    file: str


def render_pages(
    source: bytes | str | Path,
    folder: str | Path,
    *,
    scale: float = 1.5,
    first: int = 1,
    last: int | None = None,
    limits: Limits = LIMITS,
) -> tuple[PagePicture, ...]:
    """Draw pages `first` to `last` (to the end if None) as WebP files in `folder`, `scale` pixels to a point.

    Each picture appears under its name only once it is complete. Raises `Unreadable` as reading does.
    """
    import pypdfium2

    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    document = open_pdf(data, limits)
    pictures: list[PagePicture] = []
    try:
        for number in range(max(first, 1), min(last or len(document), len(document)) + 1):
            try:
                page = document[number - 1]
                pictures.append(_draw(page, number, folder, scale))
                page.close()
            except pypdfium2.PdfiumError as error:
                raise refuse("damaged", page=number) from error
    finally:
        document.close()
    return tuple(pictures)


def _draw(page: object, number: int, folder: Path, scale: float) -> PagePicture:
    width, height = page.get_size()  # type: ignore[attr-defined]
    fitting = min(scale, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    image = page.render(scale=fitting, may_draw_forms=False).to_pil()  # type: ignore[attr-defined]
    name = f"page-{number:04d}.webp"
    unfinished = folder / f".{name}.part"
    image.convert("RGB").save(unfinished, "WEBP", quality=80, method=1)
    os.replace(unfinished, folder / name)
    return PagePicture(number, image.width, image.height, name)
