"""Files made to hang or break whoever opens them: each ends with one sentence, and the next file is read."""

from __future__ import annotations

import io
import random
import time
import zipfile
import zlib

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from heed.kit.disclosure import CHECK, LAYERS, Layer, read_layers
from heed.kit.reading import Unreadable
from heed.kit.reading.process import call_in_process
from tests.kit.disclosure.planted import documents
from tests.kit.disclosure.planted_office import make_sheets, make_slides, make_word, repacked
from tests.kit.disclosure.planted_pdf import make_pdf

_MOST_SECONDS = 20.0
_ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"""


def _bomb() -> bytes:
    return repacked(make_word([]), added={"word/media/image9.png": b"\0" * 12_000_000})


def _inner_archive() -> bytes:
    """A workbook inside a workbook inside a workbook: opened to a depth, and no deeper."""
    data = make_sheets([("cell", "Jayden Holt")])
    for _ in range(4):
        data = repacked(make_word([]), added={"word/embeddings/inside.docx": data})
    return data


def _deep_xml() -> bytes:
    return repacked(make_word([]), added={"customXml/item9.xml": b"<a>" * 3_000 + b"</a>" * 3_000})


def _brackets() -> bytes:
    return make_pdf([]).replace(b"%%EOF", b"(" * 300_000 + b"\n%%EOF")


def _stream_bomb() -> bytes:
    body = zlib.compress(b"\0" * 20_000_000, 9)
    return make_pdf([]) + b"\n90 0 obj << /Length %d /Filter /FlateDecode >> stream\n%s\nendstream endobj\n%%%%EOF" % (
        len(body), body,
    )  # fmt: skip


def _many_ends() -> bytes:
    return make_pdf([]) + b"\n%%EOF" * 5_000


def _nested_page() -> bytes:
    return b"<html><body>" + b"<div>" * 20_000 + b"Jayden" + b"</body></html>"


def _long_word() -> bytes:
    return b"A" * 100_000 + b" and " + b"aA1@." * 15_000


REFUSED = {
    "a bomb of zeros": (_bomb, "bomb"),
    "entities in Word": (lambda: repacked(make_word([]), added={"customXml/item9.xml": _ENTITIES}), "unsafe"),
    "entities in slides": (
        lambda: repacked(make_slides([]), added={"docProps/core.xml": _ENTITIES}),
        "unsafe",
    ),
}
READ = {
    "files inside files": _inner_archive,
    "brackets without end": _brackets,
    "a stream that unpacks to much": _stream_bomb,
    "many ends of file": _many_ends,
    "a page nested deeply": _nested_page,
    "one endless word": _long_word,
    "one endless paragraph of days": lambda: b"May 3 " * 6_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        call_in_process(LAYERS, make(), "file")
    assert caught.value.code == code


@pytest.mark.parametrize("name", READ)
def test_a_hostile_file_takes_no_long_time(name: str) -> None:
    began = time.monotonic()
    call_in_process(CHECK, READ[name](), "file")
    assert time.monotonic() - began < _MOST_SECONDS


def test_nesting_is_refused_or_read_and_never_a_crash() -> None:
    said = ""
    try:
        said = f"{len(call_in_process(LAYERS, _deep_xml(), 'file.docx').pieces)} pieces"
    except Unreadable as reason:
        said = reason.code
    assert said in ("damaged", "unsafe", "too_hard") or said.endswith("pieces")


def test_what_lies_too_deep_is_said() -> None:
    layers = read_layers(_inner_archive(), "file.docx")
    assert any("files inside files" in each for each in layers.warnings)
    assert any(piece.layer is Layer.EMBEDDED_FILE for piece in layers.pieces)


def test_a_member_that_its_directory_hides_is_read() -> None:
    data = make_word([("deleted member of the archive", "Jayden Holt")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any("old.xml" in name for name in archive.namelist())
    assert any("Jayden Holt" in piece.words for piece in read_layers(data, "x.docx").pieces)


def test_a_pdf_with_a_password_is_named_and_one_without_is_read() -> None:
    def closed(password: str) -> bytes:
        out = io.BytesIO()
        page = canvas.Canvas(out, encrypt=StandardEncryption(password, ownerPassword="owner"))
        page.drawString(72, 700, "Child K was seen with Jayden Holt by a nurse that day.")
        page.textAnnotation("ask Maria Holt", Rect=[10, 10, 50, 50])
        page.save()
        return out.getvalue()

    with pytest.raises(Unreadable) as caught:
        read_layers(closed("secret"), "report.pdf")
    assert caught.value.code == "encrypted"
    assert ("annotation", "ask Maria Holt") in [
        (each.layer, each.words) for each in read_layers(closed(""), "x.pdf").pieces
    ]


def test_files_with_a_few_bytes_changed_are_read_or_refused() -> None:
    chance, outcomes = random.Random(4), set()
    files = list(documents(10))
    for number in range(60):
        file = files[number % len(files)]
        data = bytearray(file.data)
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            call_in_process(CHECK, bytes(data), file.name)
            outcomes.add("read")
        except Unreadable as reason:
            outcomes.add(reason.code)
    assert outcomes <= {
        "read",
        "damaged",
        "truncated",
        "bomb",
        "unknown",
        "archive",
        "encrypted",
        "unsafe",
        "too_big",
    }
