"""A PDF's objects as bytes: every string in them, whatever stands around it, with streams unpacked within limits.

This knows nothing of pages. It is the net beneath the rest: a string that no viewer shows is still in the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from heed.kit.reading.sniff import Limits

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))*)\)", re.DOTALL)
_HEX = re.compile(rb"(?<!<)<([0-9A-Fa-f\s]{4,})>(?!>)")
_KEY = re.compile(rb"/([A-Za-z]{1,20})\s*$")
_NAME = re.compile(rb"/((?:[^\s/<>\[\]()%#]|#[0-9A-Fa-f]{2}){4,60})")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|\n|\r)|(.))", re.DOTALL)
_SINGLE = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_NO_WORDS = (b"/Image", b"/FontFile", b"/Length1", b"/XRef", b"/ICC", b"/Font")
_DRAWS = re.compile(rb"\b(?:Tj|TJ|re|BT|Do)\b")
"""What only the contents of pages have, whose words PDFium reads; not those of what an annotation shows."""
_LONGEST = 200_000
_MOST_UNPACKED = 60_000_000
_DULL = re.compile(
    r"^(?:D:\d{8}|Adobe|Identity|[A-Z]{6}\+|ReportLab|WeasyPrint|pdf/|http://www\.reportlab|\W*$)|^(?:unspecified|anonymous|untitled)$"
)


def strings_of(data: bytes, limits: Limits) -> Iterator[tuple[str, str]]:
    """Each string of each object outside the pages' own contents, with the key that it stands under, if any."""
    for text in _objects(data, limits):
        for found in _LITERAL.finditer(text):
            if len(found[1]) < _LONGEST:
                yield _keyed(text, found.start()), _decoded(_unescaped(found[1]))
        for found in _HEX.finditer(text):
            if len(found[1]) < _LONGEST:
                figures = re.sub(rb"\s", b"", found[1])
                yield (
                    _keyed(text, found.start()),
                    _decoded(bytes.fromhex((figures + b"0" * (len(figures) % 2)).decode())),
                )


def _keyed(text: bytes, at: int) -> str:
    key = _KEY.search(text, max(0, at - 24), at)
    return key[1].decode() if key else ""


def _unescaped(body: bytes) -> bytes:
    if b"\\" not in body:
        return body

    def one(found: re.Match[bytes]) -> bytes:
        if found[1]:
            return bytes([int(found[1], 8) & 255])
        return b"" if found[2] else _SINGLE.get(found[3], found[3])

    return _ESCAPE.sub(one, body)


def _decoded(body: bytes) -> str:
    if body.startswith(b"\xfe\xff"):
        said = body[2:].decode("utf-16-be", errors="replace")
    elif body.startswith(b"\xff\xfe"):
        said = body[2:].decode("utf-16-le", errors="replace")
    elif body.startswith(b"\xef\xbb\xbf"):
        said = body[3:].decode("utf-8", errors="replace")
    else:
        said = body.decode("latin-1")
    said = re.sub(r"<[^<>]{1,200}>", " ", said)
    letters = sum(each.isprintable() for each in said)
    return said if letters > 0.9 * max(len(said), 1) and not _DULL.match(said) else ""


def _objects(data: bytes, limits: Limits) -> Iterator[bytes]:
    """What stands between streams, and the streams of objects and scripts, unpacked."""
    left = min(limits.unpacked, _MOST_UNPACKED)
    for head, body in _pieces(data):
        yield head
        own = head[max(head.rfind(b" obj"), 0) :]
        whole = b"/ObjStm" in own or bool(_FORM.search(own))
        if whole or not any(each in own for each in _NO_WORDS):
            content = _unpacked(own, body, min(left, 20_000_000))
            left -= len(content)
            if whole or not _DRAWS.search(content[:20_000]):
                yield content
            if left <= 0:
                return


def _pieces(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for start in _STREAM.finditer(data):
        if start.start() < at:
            continue
        end = data.find(b"endstream", start.end())
        end = len(data) if end < 0 else end
        yield data[at : start.start()], data[start.end() : end]
        at = end
    yield data[at:], b""


def _unpacked(head: bytes, body: bytes, most: int) -> bytes:
    if b"/Filter" not in head and b"/F " not in head:
        return body[:most]
    if b"ASCII85" in head:
        import base64

        try:
            body = base64.a85decode(body.strip().removesuffix(b"~>"), ignorechars=b" \t\n\r\x0b")
        except ValueError:
            return b""
    if b"Flate" not in head and b"/Fl" not in head:
        return body[:most]
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return b""


def streams_of(data: bytes, limits: Limits, sign: bytes) -> Iterator[bytes]:
    """The streams whose dictionary has a sign such as `/Metadata`, unpacked."""
    for head, body in _pieces(data):
        own = head[max(head.rfind(b" obj"), 0) :]
        if sign in own and body:
            yield _unpacked(own, body, 5_000_000)


def pictures_of(data: bytes) -> Iterator[bytes]:
    """The pictures that stand in the file as they came from the camera (JPEG), with whatever they carry."""
    for head, body in _pieces(data):
        own = head[max(head.rfind(b" obj"), 0) :]
        if b"/DCTDecode" in own or b"/DCT " in own:
            if b"ASCII85" in own:
                import base64

                try:
                    body = base64.a85decode(body.strip().removesuffix(b"~>"), ignorechars=b" \t\n\r\x0b")
                except ValueError:
                    continue
            yield body
