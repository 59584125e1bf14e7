"""Whether a file may be kept at all: asked before it is stored, and before any parser sees it.

`inspect(data)` answers its kind as `sniff` does, or raises `Unreadable` with one sentence. Beyond what makes a
file unreadable it refuses what could harm whoever opens it after us: macros, commands to other programs, scripts,
files inside files, content fetched from elsewhere, two kinds of file in one, and the antivirus test file. It looks
at bytes only, unpacks within limits, and belongs in the limited process all the same.
"""

from __future__ import annotations

import io
import re
import zipfile

from heed.kit.reading.inspect_office import inspect_office
from heed.kit.reading.inspect_pdf import inspect_pdf
from heed.kit.reading.sniff import LIMITS, Limits, refuse, sniff

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The harmless text that every virus scanner calls a virus, so that people can try whether one is at work."""

_PDF_HEADER = b"%PDF-"
_DDE_IN_TEXT = re.compile(rb"(?mi)(?:^|[,;\t])[\"']?[=+@-][^\r\n|]{1,60}\|\s*'[^'\r\n]*'\s*!")
"""A cell that asks a spreadsheet to start another program: =cmd|'/C calc'!A0."""


def inspect(data: bytes, limits: Limits = LIMITS) -> str:
    """The kind of a file that may be kept. Raises `Unreadable` with one sentence for any other."""
    if EICAR in data:
        raise refuse("malware")
    _refuse_two_in_one(data)
    kind = sniff(data, limits)
    if kind == "pdf":
        inspect_pdf(data, limits)
    elif kind in ("docx", "xlsx"):
        inspect_office(data, limits, EICAR)
    elif _DDE_IN_TEXT.search(data):
        raise refuse("commands")
    return kind


def _refuse_two_in_one(data: bytes) -> None:
    """A file that is a PDF to one program and an archive, a picture or a page to another."""
    header = data[:1024].find(_PDF_HEADER)
    begins_as_zip = data.startswith(b"PK\x03\x04")
    if header > 0 and (
        begins_as_zip or b"<" in data[:header] or data[:3] in (b"GIF", b"\xff\xd8\xff", b"\x89PN")
    ):
        raise refuse("two_in_one")
    if not begins_as_zip and not data.startswith(b"PK\x05\x06") and zipfile.is_zipfile(io.BytesIO(data)):
        raise refuse("two_in_one")
    if header >= 0:
        after = data[data.rfind(b"%%EOF") + 5 :] if b"%%EOF" in data else b""
        if re.search(rb"<(script|html|svg|!doctype)", after[:1_000_000], re.IGNORECASE):
            raise refuse("two_in_one")
