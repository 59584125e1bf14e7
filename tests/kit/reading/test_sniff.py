"""A file is what its bytes say, and what cannot be read is refused in one clear sentence."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest
import xlsxwriter
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from heed.kit.reading.extract import extract
from heed.kit.reading.sniff import SENTENCES, Limits, sniff
from heed.kit.reading.types import Unreadable


def a_pdf(text: str = "The Board should act.", pages: int = 1, **options: object) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, **options)
    for _ in range(pages):
        sheet.drawString(72, 700, text)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def a_docx(text: str = "The Board should act.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def a_spreadsheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "The Board should act.")
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """An Office file with a member added or put in another's place."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def a_zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_picture() -> io.BytesIO:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    out.seek(0)
    return out


def a_scan(pages: int = 2) -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(600, 800))
    for _ in range(pages):
        sheet.drawImage(ImageReader(a_picture()), 0, 0, 600, 800)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def an_ole_file(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + b"".join(s.encode("utf-16-le") for s in streams)
    )


def code_of(data: bytes, name: str = "file.pdf") -> str:
    with pytest.raises(Unreadable) as refusal:
        extract(data, name)
    message = refusal.value.message
    assert message[0].isupper(), message
    assert message.endswith("."), message
    assert "{" not in message, message
    assert message.rstrip(".").count(". ") <= 1, message
    return refusal.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (a_pdf(), "pdf"),
        (b"\n\n" + a_pdf(), "pdf"),
        (a_docx(), "docx"),
        (b"<!DOCTYPE html><p>The Board should act.</p>", "html"),
        (b"\xef\xbb\xbf  <!-- saved --><html><body>Act.</body></html>", "html"),
        (b"<div><p>One</p><p>Two</p></div>", "html"),
        (b"# Report\n\n**The Board** should act.", "markdown"),
        (b"| No | Text |\n|----|------|\n| 1 | Act |", "markdown"),
        (b"The Board should act.\n\n1. Now.\n", "text"),
        ("The Board\u2019s plan".encode("cp1252"), "text"),
        ("\ufeffThe Board should act.".encode("utf-16"), "text"),
        (b"A <b> in a line of text is not a page.", "text"),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: str) -> None:
    assert sniff(data) == kind


def test_a_wrong_ending_does_not_matter() -> None:
    assert extract(a_pdf(), "report.docx").kind == "pdf"
    assert extract(a_docx(), "report.pdf").kind == "docx"
    assert extract(b"<html><p>Act now.</p></html>", "report.txt").kind == "html"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n\t\n", "no_text"),
        (a_spreadsheet(), "spreadsheet"),
        (an_ole_file("Root Entry", "WordDocument"), "old_word"),
        (an_ole_file("Root Entry", "EncryptedPackage"), "encrypted"),
        (an_ole_file("Root Entry", "Workbook"), "old_excel"),
        (b"{\\rtf1\\ansi The Board should act.}", "rich_text"),
        (
            a_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
            "open_document",
        ),
        (a_picture().getvalue(), "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 50, "image"),
        (gzip.compress(b"text", mtime=0), "archive"),
        (a_zip({"one.txt": b"text"}), "archive"),
        (a_zip({"inner.zip": a_zip({"one.txt": b"text"})}), "archive"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "unknown"),
        (bytes(range(256)) * 20, "unknown"),
        (b"%!PS-Adobe-3.0\n", "unknown"),
        (b"<?xml version='1.0'?><data/>", "unknown"),
        (
            b"From: a@example.org\nSubject: Review\nMIME-Version: 1.0\nContent-Type: text/plain\n\nText",
            "message",
        ),
        (a_pdf(encrypt=StandardEncryption("secret")), "encrypted"),
        (a_pdf(pages=40)[:-1500], "truncated"),
        (a_docx()[:-400], "truncated"),
        (b"%PDF-1.7\nnothing of a PDF follows\n%%EOF\n", "damaged"),
        (a_scan(), "scan"),
        (a_pdf(""), "no_text"),
        (with_member(a_docx(), "word/vbaProject.bin", b"macro"), "macros"),
        (with_member(a_docx(), "word/document.xml", b"<w:document>"), "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_every_refusal_has_a_sentence_and_a_way_on() -> None:
    for code, sentence in SENTENCES.items():
        assert sentence.endswith("."), code
        assert ":" in sentence or "so nothing" in sentence, code


def test_a_pdf_with_something_after_its_end_is_read() -> None:
    assert "should act" in extract(a_pdf() + b"\n<!-- served by -->" * 500, "report.pdf").text


def test_a_scan_is_named_as_a_scan_and_says_what_to_do() -> None:
    with pytest.raises(Unreadable, match=r"\(a scan\).*original"):
        extract(a_scan(), "scan.pdf")


def test_pages_that_are_pictures_among_text_are_listed() -> None:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=(600, 800))
    for number in range(4):
        if number == 2:
            sheet.drawImage(ImageReader(a_picture()), 0, 0, 600, 800)
        else:
            for line in range(30):
                sheet.drawString(72, 700 - 14 * line, "The Board should act on the findings of the review.")
        sheet.showPage()
    sheet.save()
    assert extract(out.getvalue(), "mixed.pdf").unread == (3,)


def test_limits_hold() -> None:
    small = Limits(size=1000)
    with pytest.raises(Unreadable, match="larger than 0 MB"):
        sniff(b"a" * 1001, small)
    with pytest.raises(Unreadable, match="more than 3 pages") as refusal:
        extract(a_pdf(pages=4), "long.pdf", limits=Limits(pages=3))
    assert refusal.value.code == "too_long"


def test_a_zip_bomb_is_refused_before_it_is_opened() -> None:
    bomb = with_member(a_docx(), "word/media/image1.bin", b"\x00" * 30_000_000)
    assert code_of(bomb, "bomb.docx") == "bomb"


def test_a_lie_about_size_is_found_out() -> None:
    data = with_member(a_docx(), "word/document.xml", b"<a>" + b" " * 5_000_000 + b"</a>")
    lie = data.replace(struct.pack("<I", 5_000_007), struct.pack("<I", 1000))
    assert lie != data
    assert code_of(lie, "lie.docx") in {"damaged", "bomb"}


def test_too_many_members_are_refused() -> None:
    many = a_zip({"[Content_Types].xml": b"wordprocessingml"} | {f"word/{n}.xml": b"x" for n in range(1100)})
    assert code_of(many) == "bomb"


def test_members_that_share_their_bytes_are_refused() -> None:
    data = bytearray(
        a_zip({"[Content_Types].xml": b"wordprocessingml", "a.xml": b"a" * 400, "b.xml": b"b" * 400})
    )
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first, second = archive.getinfo("a.xml").header_offset, archive.getinfo("b.xml").header_offset
    directory = data.rindex(b"b.xml")
    place = data.index(struct.pack("<I", second), directory - 46)
    data[place : place + 4] = struct.pack("<I", first + 1)
    assert code_of(bytes(data)) in {"bomb", "damaged"}


def test_a_path_that_leaves_the_archive_is_refused() -> None:
    assert code_of(with_member(a_docx(), "../../evil.xml", b"x")) == "unsafe"


def test_an_archive_inside_a_word_file_is_refused_but_a_charts_workbook_is_not() -> None:
    inner = a_zip({"one.txt": b"text"})
    assert code_of(with_member(a_docx(), "word/inner.zip", inner)) == "bomb"
    assert (
        extract(with_member(a_docx(), "word/embeddings/chart.xlsx", a_spreadsheet()), "a.docx").kind == "docx"
    )


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hosts">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)
LAUGHS = ENTITY.replace(b'SYSTEM "file:///etc/hosts"', b'"ha ha ha"')


@pytest.mark.parametrize("xml", [ENTITY, LAUGHS, ENTITY.decode().encode("utf-16")])
def test_xml_that_names_entities_is_refused(xml: bytes) -> None:
    assert code_of(with_member(a_docx(), "word/document.xml", xml)) == "unsafe"


def test_a_deeply_nested_page_is_refused_at_once() -> None:
    assert code_of(b"<html><body>" + b"<div>" * 100_000 + b"text", "deep.html") == "too_hard"


def test_a_page_nested_as_deep_as_real_ones_is_read() -> None:
    page = b"<html><body>" + b"<div><span>" * 300 + b"The Board should act." + b"</span></div>" * 300
    assert extract(page, "deep.html").text.strip() == "The Board should act."


def test_a_file_is_opened_from_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "a report (final).PDF"
    path.write_bytes(a_pdf())
    assert "The Board should act." in extract(path.read_bytes(), path.name).text


def typed(kind: bytes) -> bytes:
    return (
        b"<Types><Override ContentType='application/vnd.openxmlformats-officedocument."
        + kind
        + b"'/></Types>"
    )


def locked(data: bytes) -> bytes:
    """The same ZIP, its first member marked as encrypted in the directory."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 30, "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image"),
        (b"<?xml version='1.0'?><!-- drawn --><svg xmlns='http://www.w3.org/2000/svg'/>", "image"),
        (an_ole_file("Root Entry", "Something"), "unknown"),
        (an_ole_file("Root Entry", "PowerPoint Document"), "presentation"),
        (
            a_zip({"[Content_Types].xml": typed(b"presentationml"), "ppt/presentation.xml": b"<p/>"}),
            "presentation",
        ),
        (a_zip({"[Content_Types].xml": typed(b"drawingml"), "a.xml": b"<a/>"}), "archive"),
        (locked(a_zip({"[Content_Types].xml": typed(b"wordprocessingml")})), "encrypted"),
    ],
)
def test_pictures_slides_and_locked_files_are_named(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        sniff(data)
    assert refused.value.code == code
