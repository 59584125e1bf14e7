"""Damaged and hostile files end in a document or in one clear sentence, never in a traceback or a hang."""

from __future__ import annotations

import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from heed.kit.reading.extract import extract
from heed.kit.reading.process import Bounds, Worker
from heed.kit.reading.types import Document, Unreadable
from tests.kit.reading.documents import spans_are_sound
from tests.kit.reading.render import parse, to_docx, to_html, to_pdf
from tests.kit.reading.test_extract_alike import REVIEW

EXTRACT = "heed.kit.reading.extract.extract"


def damaged(data: bytes, luck: random.Random) -> bytes:
    """A file with some bytes changed, lost, or said twice, or with its end cut off."""
    spoilt = bytearray(data)
    for _ in range(luck.choice((1, 3, 10, 60))):
        at, chance = luck.randrange(len(spoilt)), luck.random()
        if chance < 0.5:
            spoilt[at] = luck.randrange(256)
        elif chance < 0.7:
            del spoilt[at : at + luck.randrange(1, 40)]
        elif chance < 0.95:
            spoilt[at:at] = spoilt[luck.randrange(len(spoilt)) :][:40]
        else:
            del spoilt[max(at, 100) :]
    return bytes(spoilt)


@pytest.mark.parametrize("form", [to_pdf, to_docx, to_html])
def test_damaged_files_are_read_or_refused(form: Callable[..., bytes]) -> None:
    whole = form(parse(REVIEW))
    luck = random.Random(4)
    outcomes = [outcome(damaged(whole, luck)) for _ in range(120)]
    assert all(isinstance(one, Document) or one.message.endswith(".") for one in outcomes)
    for one in outcomes:
        if isinstance(one, Document):
            spans_are_sound(one)
    assert {Document, Unreadable} == {type(one) for one in outcomes}


def outcome(data: bytes) -> Document | Unreadable:
    try:
        return extract(data, "file")
    except Unreadable as refusal:
        return refusal


def a_pdf_of(*objects: bytes) -> bytes:
    """A PDF written by hand, its cross-references right."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"


def a_stream(data: bytes, filters: bytes) -> bytes:
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data)


def filter_bomb() -> bytes:
    twice = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 40_000_000, 9), 9)
    return a_pdf_of(
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        a_stream(twice, b"/FlateDecode /FlateDecode"),
    )


def page_loop() -> bytes:
    return a_pdf_of(
        CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999 >>", PAGE, a_stream(b"", b"")
    )


def form_loop() -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 5 0 R >> >> /Length 4 >>\nstream\n/F Do\nendstream"
    page = PAGE.replace(b"<< >>", b"<< /XObject << /F 5 0 R >> >>", 1)
    return a_pdf_of(
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        a_stream(zlib.compress(b"/F Do"), b"/FlateDecode"),
        form,
    )


def deep_array() -> bytes:
    deep = b"[" * 200_000 + b"]" * 200_000
    return a_pdf_of(
        CATALOG, b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Deep " + deep + b" >>", PAGE, a_stream(b"", b"")
    )


@pytest.mark.parametrize("bomb", [filter_bomb, page_loop, form_loop, deep_array])
def test_a_hostile_pdf_costs_at_most_its_bounds(bomb: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(bomb())
    with Worker(Bounds(memory=600_000_000, processor=5, seconds=15)) as worker:
        began = time.monotonic()
        with pytest.raises(Unreadable) as refusal:
            worker.call(EXTRACT, path.read_bytes(), path.name)
        assert refusal.value.message.endswith(".")
        assert time.monotonic() - began < 20
        assert worker.call("math.sqrt", 9) == 3, "and the next file is read"
