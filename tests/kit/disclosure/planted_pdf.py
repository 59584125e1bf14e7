"""PDF files with words planted in each of their places."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from tests.kit.disclosure.planted_office import VISIBLE, jpeg, make_sheets

PLACES = (
    "attachment", "name of an attachment", "page", "white text", "annotation", "tiny text", "text off the page", "property",
    "earlier version of the file", "XMP properties", "string of an object", "bookmark", "text under a box", "form field",
    "text without ink", "EXIF of a picture", "text under a picture", "address of a link",
)  # fmt: skip
"""PDFium writes a file anew for an attachment, so those stand apart from what is added after a file's end."""


def make_pdf(plants: Sequence[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, pageCompression=0)
    page.setFont("Helvetica", 10)
    page.drawString(72, 780, VISIBLE[:90])
    later: list[tuple[str, str]] = []
    for number, (place, words) in enumerate(plants):
        if place in (
            "attachment",
            "name of an attachment",
            "earlier version of the file",
            "XMP properties",
            "string of an object",
        ):
            later.append((place, words))
            if place == "earlier version of the file":
                page.drawString(72, 100, f"As told by {words} then.")
        else:
            _draw(page, 700 - 60 * number, place, words)
    page.save()
    data = out.getvalue()
    for place, words in sorted(
        later, key=lambda one: "attachment" not in one[0]
    ):  # PDFium writes a file anew
        data = _after(data, place, words)
    return data


def _draw(page: Any, y: int, place: str, words: str) -> None:
    page.setFont("Helvetica", 10)
    page.setFillColorRGB(0, 0, 0)
    if place == "page":
        page.drawString(72, y, f"The worker spoke with {words} that day.")
    elif place == "white text":
        page.setFillColorRGB(1, 1, 1)
        page.drawString(72, y, words)
    elif place == "tiny text":
        page.setFont("Helvetica", 1)
        page.drawString(72, y, words)
    elif place == "text off the page":
        page.drawString(2000, y, words)
    elif place == "text without ink":
        text = page.beginText(72, y)
        text.setTextRenderMode(3)
        text.textLine(words)
        page.drawText(text)
    elif place == "text under a box":
        page.drawString(72, y, words)
        page.rect(60, y - 10, 400, 30, fill=1)
    elif place in ("text under a picture", "EXIF of a picture"):
        if place == "text under a picture":
            page.drawString(72, y, words)
        picture = jpeg(exif=words if place.startswith("EXIF") else "")
        page.drawImage(ImageReader(io.BytesIO(picture)), 60, y - 10, 400, 30)
    elif place == "annotation":
        page.textAnnotation(f"ask {words}", Rect=[10, y, 30, y + 20])
    elif place == "bookmark":
        page.bookmarkPage("here")
        page.addOutlineEntry(f"Home of {words}", "here")
    elif place == "property":
        page.setSubject(f"about {words}")
    elif place == "form field":
        page.acroForm.textfield(name="person", value=words, x=72, y=y, width=200, height=20)
    elif place == "address of a link":
        page.linkURL(f"https://example.org/?case={words.replace(' ', '+')}", (72, y, 200, y + 10))
    else:
        raise ValueError(place)


def _after(data: bytes, place: str, words: str) -> bytes:
    if "attachment" in place:
        file = pypdfium2.PdfDocument(data)
        name = f"{words}.txt" if place.startswith("name") else "plan.xlsx"
        content = b"nothing" if place.startswith("name") else make_sheets([("cell", words)])
        file.new_attachment(name).set_data(content)
        out = io.BytesIO()
        file.save(out)
        file.close()
        return out.getvalue()
    if place == "earlier version of the file":
        return _without_last_words(data, words)
    number = _size(data)
    if place == "XMP properties":
        packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>{words}</dc:title></x:xmpmeta>'.encode()
        body = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (
            len(packet),
            packet,
        )
    else:
        body = b"<< /Type /Note /Said (%s) >>" % words.encode("latin-1")
    return appended(data, {number: body}, number + 1)


def _without_last_words(data: bytes, words: str) -> bytes:
    """The page's contents once more without a line, added at the end of the file as programs do that save in haste."""
    found = re.search(
        rb"(\d+) 0 obj\s*<<[^>]*/Length \d+[^>]*>>\s*stream\r?\n((?:(?!endstream).)*?"
        + re.escape(words.encode("latin-1"))
        + rb"(?:(?!endstream).)*?)\r?\nendstream",
        data,
        re.DOTALL,
    )
    assert found, "the page's contents are written plainly"
    kept = b"\n".join(line for line in found[2].split(b"\n") if words.encode("latin-1") not in line)
    body = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(kept), kept)
    return appended(data, {int(found[1]): body}, _size(data))


def _size(data: bytes) -> int:
    return int(re.findall(rb"/Size (\d+)", data)[-1])


def appended(data: bytes, objects: dict[int, bytes], size: int) -> bytes:
    """The file with objects added after its end (ISO 32000-1, 7.5.6)."""
    root, before = re.findall(rb"/Root (\d+ \d+ R)", data)[-1], re.findall(rb"startxref\s+(\d+)", data)[-1]
    info = re.findall(rb"/Info (\d+ \d+ R)", data)
    out, table = bytearray(data.rstrip() + b"\n"), b""
    for number, body in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    more = b"/Info %s " % info[-1] if info else b""
    out += b"xref\n%strailer\n<< /Size %d /Root %s %s/Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        table, size, root, more, before, start,
    )  # fmt: skip
    return bytes(out)
