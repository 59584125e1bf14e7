"""What is written can be read back, whole, and nothing is fetched for it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from heed.kit.writing import Document, Grid, Link, Paragraph, Part, Points, to_pdf, to_word
from heed.kit.writing.pdf import to_html

DOCUMENT = Document(
    title="Pack of the group",
    lead="MTG-0001",
    facts=[("Made for", "Ann <Bell> & Co")],
    parts=[
        Part("Actions", [Paragraph("Two are late."), Points(["First", "Second"])]),
        Part(
            "Overdue",
            [
                Grid(
                    "Overdue",
                    ["Reference", "Action"],
                    [[Link("ACT-0001", "/actions/x/"), "Write\nit down"]],
                    (1, 4),
                )
            ],
            level=2,
        ),
    ],
    foot="Made for Ann Bell",
    author="The group",
)
WORDS = ("Pack of the group", "Two are late.", "Second", "ACT-0001", "it down", "Ann <Bell> & Co")


def words_of_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as file:
        return "\n".join(page.get_textpage().get_text_range() for page in file)


def test_a_pdf_says_everything_and_is_tagged() -> None:
    data = to_pdf(DOCUMENT)
    words = words_of_pdf(data)
    assert [each for each in WORDS if each not in words] == []
    assert "Made for Ann Bell" in words
    with pypdfium2.PdfDocument(data) as file:
        assert pypdfium2.raw.FPDFCatalog_IsTagged(file.raw)
        assert file.get_metadata_value("Title") == "Pack of the group"


def test_word_says_everything_with_its_own_headings() -> None:
    file = docx.Document(io.BytesIO(to_word(DOCUMENT)))
    words = "\n".join(
        [each.text for each in file.paragraphs]
        + [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    )
    assert [each for each in WORDS if each not in words] == []
    styles = {(each.text, each.style.name) for each in file.paragraphs if each.style}
    assert {("Actions", "Heading 1"), ("Overdue", "Heading 2"), ("Second", "List Bullet")} <= styles
    assert file.sections[0].footer.paragraphs[0].text == "Made for Ann Bell · Page "
    assert file.core_properties.title == "Pack of the group"


def test_words_cannot_make_the_pdf_fetch_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of the machine")
    nasty = f'<img src="file://{secret}"><link rel=attachment href="file://{secret}">'
    page = to_html(Document(title=nasty, parts=[Part("A", [Paragraph(nasty)])]), font=False)
    assert "<img" not in page
    data = to_pdf(Document(title="A", parts=[Part("A", [Paragraph(nasty)])]))
    assert "a secret of the machine" not in words_of_pdf(data)


def test_whatever_asks_for_a_file_is_refused() -> None:
    from weasyprint.urls import FatalURLFetchingError

    from heed.kit.writing.pdf import _fetcher

    for address in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "handed:font"):
        with pytest.raises(FatalURLFetchingError):
            _fetcher(None).fetch(address)


@pytest.mark.parametrize("write", [to_pdf, to_word])
def test_letters_that_no_file_can_hold_are_left_out(write: object) -> None:
    assert callable(write)
    assert write(Document(title="A\x00\x0bB", parts=[Part("C\x1f", [Paragraph("D\ufffe")])]))


def test_a_word_file_carries_no_picture_of_another_document() -> None:
    with zipfile.ZipFile(io.BytesIO(to_word(Document("Title", ())))) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
