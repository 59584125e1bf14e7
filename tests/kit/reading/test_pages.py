"""Pictures of pages, drawn in the limited process."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from heed.kit.reading.pages import PagePicture, draw_pages, keep_pictures
from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable


def render_pages(data: bytes, folder: Path, **options: Any) -> tuple[PagePicture, ...]:
    pictures = draw_pages(data, **options)
    keep_pictures(pictures, folder)
    return pictures


def a_report(pages: int = 3, size: tuple[float, float] = (595, 842)) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=size)
    for number in range(pages):
        sheet.drawString(72, size[1] - 100, f"Page {number + 1}: the Board should act.")
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def test_every_page_is_drawn_at_its_scale(tmp_path: Path) -> None:
    pictures = render_pages(a_report(), tmp_path, scale=1.5)
    assert [picture.number for picture in pictures] == [1, 2, 3]
    for picture in pictures:
        with Image.open(tmp_path / picture.file) as image:
            assert image.size == (picture.width, picture.height)
            assert image.size == (893, 1263)
            assert image.convert("L").getextrema()[0] < 64, "there is print on the page"


def test_some_pages_may_be_asked_for(tmp_path: Path) -> None:
    assert [p.number for p in render_pages(a_report(5), tmp_path, first=2, last=3)] == [2, 3]
    assert [p.number for p in render_pages(a_report(2), tmp_path, first=2, last=99)] == [2]


def test_a_poster_is_drawn_smaller(tmp_path: Path) -> None:
    (picture,) = render_pages(a_report(1, (14_000, 14_000)), tmp_path, scale=2)
    assert picture.width * picture.height <= 12_100_000


def test_only_complete_pictures_stand_in_the_folder(tmp_path: Path) -> None:
    render_pages(a_report(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "page-0001.webp",
        "page-0002.webp",
        "page-0003.webp",
    ]


def test_pages_are_drawn_in_the_limited_process(tmp_path: Path) -> None:
    pictures = call_in_process("heed.kit.reading.pages.draw_pages", a_report())
    keep_pictures(pictures, tmp_path / "pages")
    assert [picture.number for picture in pictures] == [1, 2, 3]
    assert (tmp_path / "pages" / pictures[2].file).stat().st_size > 500


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refusal:
        render_pages(b"nothing", tmp_path)
    assert refusal.value.code in {"truncated", "damaged"}
