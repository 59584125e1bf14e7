"""What could harm whoever opens it is refused before it is kept or parsed, in a sentence; what is sound is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from heed.kit.reading.inspect import inspect
from heed.kit.reading.inspect_office import inspect_office
from heed.kit.reading.sniff import LIMITS, SENTENCES
from heed.kit.reading.types import Unreadable
from tests.kit.reading.hostile import (
    A_PARAGRAPH,
    a_pdf,
    a_picture,
    a_stream,
    a_word_file,
    a_workbook,
    hostile_files,
    relations,
)

HOSTILE = dict(hostile_files())
HOUSE = Path(__file__).resolve().parents[3]


def refusal_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        inspect(data)
    assert refused.value.message.endswith(".")
    return refused.value.code


def test_there_are_many_of_many_kinds() -> None:
    assert len(HOSTILE) >= 120


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_a_sentence(name: str) -> None:
    assert refusal_of(HOSTILE[name]) in SENTENCES


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("command-0.docx", "commands"),
        ("command-1.docx", "commands"),
        ("macro-macrosheets.xlsx", "macros"),
        ("fetched-attachedTemplate.docx", "unsafe"),
        ("xxe-file.docx", "unsafe"),
        ("script-hidden.pdf", "active"),
        ("script-in-numbers-0.pdf", "active"),
        ("attached.pdf", "attached"),
        ("packaged-oleObject1.bin.docx", "attached"),
        ("pdf-and-zip.pdf", "two_in_one"),
        ("picture-and-script-9a.gif", "image"),
        ("test-virus.docx", "malware"),
        ("unpacks-300.pdf", "bomb"),
        ("loop-of-two.pdf", "bomb"),
        ("flood-60000.docx", "pixels"),
        ("drawing.svg", "image"),
    ],
)
def test_the_sentence_says_what_is_wrong(name: str, code: str) -> None:
    assert refusal_of(HOSTILE[name]) == code


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("docx", a_word_file()),
        ("xlsx", a_workbook()),
        ("pdf", a_pdf()),
        ("pdf", a_pdf(before=b"\r\n")),
        ("pdf", a_pdf(a_stream(bytes(40_000_000), b"/Subtype /Image /Width 6000 /Height 8000"))),
        ("docx", a_word_file({"word/media/image1.png": a_picture(6_000, 8_000)})),
        ("docx", a_word_file({"word/embeddings/oleObject1.bin": "Equation.3".encode("utf-16-le")})),
        (
            "docx",
            a_word_file({"word/_rels/document.xml.rels": relations("hyperlink", "https://example.org/")}),
        ),
        (
            "docx",
            a_word_file(
                {
                    "word/_rels/settings.xml.rels": relations(
                        "attachedTemplate", "file:///C:/Users/a/Normal.dotm"
                    )
                }
            ),
        ),
        ("docx", a_word_file(body=A_PARAGRAPH + b"<w:instrText>PAGEREF _Toc1 \\h</w:instrText>")),
        ("xlsx", a_workbook(rows=b"<row><c><f>SUM(A1:A9)</f></c></row>")),
        ("text", b"Recommendation 1: the Board should act | the Council 'agrees'!\n"),
        ("html", b"<html><body><h1>Review</h1><script>track()</script><p>The Board</p></body></html>"),
    ],
)
def test_what_is_sound_is_not_refused(kind: str, data: bytes) -> None:
    assert inspect(data) == kind


def test_no_document_of_ours_is_refused() -> None:
    endings = {".pdf", ".docx", ".xlsx", ".html", ".txt", ".md"}
    folders = (HOUSE / "tests" / "gold" / "open", HOUSE / "demo" / "documents")
    ours = [path for folder in folders for path in folder.iterdir() if path.suffix in endings]
    assert len(ours) > 40
    refused = []
    for path in ours:
        try:
            inspect(path.read_bytes())
        except Unreadable as reason:
            refused.append((path.name, reason.code))
    assert refused == []


def test_a_member_that_holds_more_than_it_says_is_refused() -> None:
    whole = bytearray(a_word_file({"word/more.xml": b"<a>" + b" " * 5_000 + b"</a>"}))
    at = whole.rfind(b"PK\x01\x02")
    whole[at + 24 : at + 28] = (100).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        inspect_office(bytes(whole), LIMITS, b"-")
