"""Bytes of a text file to characters."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from heed.kit.reading.types import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-8, else Windows-1252, else the best guess.

    Line ends become "\\n". Raises `Unreadable` for a file that holds no text.
    """
    text = _characters(data).replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        raise Unreadable(
            "not-text", "The file is not a text file; save it as PDF, Word, HTML or plain text and try again."
        )
    if not text.strip():
        raise Unreadable("empty", "The file has no words in it; check that the right file was chosen.")
    return text


def _characters(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                break
    for name in ("utf-8", "cp1252"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data).best()
    if best is None:
        raise Unreadable(
            "encoding", "The file's letters cannot be told; save it as UTF-8 text and try again."
        )
    return str(best)
