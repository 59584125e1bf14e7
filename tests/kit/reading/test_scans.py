"""Scans: named as such and what to do, without the extra; with it, read by OCR, and marked as never sure."""

from __future__ import annotations

import io
import textwrap
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from heed.kit.reading import Unreadable, extract, ocr, read, scans
from heed.kit.reading.process import read_many
from heed.kit.reading.scans import read_document, scans_last
from heed.kit.reading.types import Seen, SeenLine, SeenWord

ASKED = "The Board should make sure that every agency asks who lives in the home of a child."
PRINTED = ["Learning review: Rosie", "Recommendations", "Recommendation 1", ASKED, "Recommendation 2",
           "Westmere Police should tell schools of incidents by the next school day."]  # fmt: skip
needs_ocr = pytest.mark.skipif(
    not ocr.is_installed(), reason="the optional extra that reads scans is not installed: make ocr"
)


def a_scan(paragraphs: list[str]) -> bytes:
    """A PDF whose only page is a picture of these paragraphs, set in 12 points at 150 dots to the inch."""
    picture = Image.new("L", (1240, 1754), 255)
    draw, y = ImageDraw.Draw(picture), 150
    font = ImageFont.load_default(size=25)
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 70):
            draw.text((150, y), line, fill=0, font=font)
            y += 34
        y += 26
    out = io.BytesIO()
    pages = canvas.Canvas(out, pagesize=(595, 842))
    pages.drawImage(ImageReader(picture), 0, 0, 595, 842)
    pages.save()
    return out.getvalue()


def seen(lines: list[str]) -> Seen:
    """What recognition would give for lines of plain type, each word 6 points to a letter; a line that begins
    small goes on with the one above."""
    made, y = [], 70.0
    for line in lines:
        x, words = 72.0, []
        y += 15 if line[0].islower() else 32
        for word in line.split():
            words.append(SeenWord(word, x, x + 6.0 * len(word)))
            x += 6.0 * (len(word) + 1)
        made.append(SeenLine(tuple(words), y, 14.0))
    return (tuple(made),)


@pytest.mark.capability("B01")
def test_without_the_extra_a_scan_is_named_as_one_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    with pytest.raises(Unreadable) as refused:
        read_document(a_scan(PRINTED), "scan.pdf")
    assert refused.value.code == "scan"
    for words in ("(a scan)", "text recognition", "ask your administrator to install Heed's OCR extra"):
        assert words in refused.value.message


def test_without_the_extra_many_files_are_read_and_the_scan_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scans, "is_installed", lambda: False)
    (tmp_path / "scan.pdf").write_bytes(a_scan(PRINTED))
    (tmp_path / "text.txt").write_text("Recommendation 1: The Board should act.", encoding="utf-8")
    answers = dict(scans_last(read_many([tmp_path / "scan.pdf", tmp_path / "text.txt"], workers=1)))
    assert isinstance(answers[tmp_path / "scan.pdf"], Unreadable)
    assert len(answers[tmp_path / "text.txt"].recommendations) == 1


def test_recognised_lines_are_read_like_print_and_nothing_of_them_is_sure() -> None:
    reading = read(
        a_scan([]),
        "scan.pdf",
        seen=seen([*PRINTED[:3], *textwrap.wrap(ASKED, 60), *PRINTED[4:]]),
        layout=True,
    )
    assert reading.document.ocr
    assert [one.label for one in reading.recommendations] == ["1", "2"]
    assert reading.recommendations[0].text == ASKED
    for one in reading.recommendations:
        assert one.sure.value < 0.7
        assert "read by OCR: check every word against the picture" in one.sure.why
    assert "Read by OCR: check every word against the picture." in [one.message for one in reading.warnings]
    first = reading.document.layout[0].words[0]
    assert (first.x0, first.y0 < 102 < first.y1) == (72.0, True)


def test_a_scan_in_which_nothing_was_recognised_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        extract(a_scan([]), "scan.pdf", seen=((),))
    assert refused.value.code == "illegible"


@needs_ocr
def test_with_the_extra_a_scan_is_read_in_its_limited_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    steps: list[tuple[int, int]] = []
    reading = read_document(
        a_scan(PRINTED), "scan.pdf", layout=True, progress=lambda page, of: steps.append((page, of))
    )
    assert steps == [(1, 1)]
    assert reading.document.ocr
    assert [one.label for one in reading.recommendations] == ["1", "2"]
    assert reading.recommendations[0].text == ASKED
    assert len(reading.document.layout[0].words) > 30
    assert list(home.iterdir()) == []  # the runtime writes nothing where people keep their files
