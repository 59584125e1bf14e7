"""What a file is, told by its content and never by its ending, and whether it is safe to read.

`sniff(data)` answers one of pdf, docx, xlsx, html, markdown, text, or raises `Unreadable` with one sentence
for the person who sent the file. Nothing is unpacked to disk and nothing is parsed beyond a ZIP's
directory, so a hostile file costs no more than its own size.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from dataclasses import dataclass

from heed.kit.reading.types import Unreadable


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be: in bytes, PDF pages, and for Office files bytes and members once unpacked."""

    size: int = 50_000_000
    pages: int = 1_000
    unpacked: int = 100_000_000
    ratio: int = 100
    members: int = 1_000


LIMITS = Limits()
"""The limits used where none are given."""

SENTENCES = {
    "empty": "This file is empty (0 bytes): ask for it to be sent again.",
    "too_big": "This file is larger than {limit}: save it with smaller pictures, or split it.",
    "too_long": "This document has more than {limit} pages: split it and read the parts.",
    "encrypted": "This file is locked with a password: ask its sender for a copy without one.",
    "truncated": "This file is cut short, as by a broken download: ask for it, or download it, again.",
    "damaged": "This file is damaged and cannot be opened: ask its sender for a new copy.",
    "scan": "The pages of this file are pictures (a scan) and hold no text: ask for the original document, run"
    " this one through text recognition, or ask your administrator to install Heed's OCR extra.",
    "illegible": "The pages of this file are pictures (a scan) in which no words could be made out: ask for the"
    " original document, or a better scan.",
    "garbled": "This file does not say which letters its signs stand for, so its text cannot be read:"
    " ask for the original document, or have the text recognised and checked first.",
    "no_text": "This file holds no text: check that it is the right one.",
    "spreadsheet": "This is a spreadsheet: save the page you need as PDF, or copy it into Word.",
    "too_many_rows": "This spreadsheet has a sheet with more rows or cells than {limit} rows hold: remove what does not"
    " belong to it, or split it.",
    "long_cell": "This table has a cell with more than {limit} letters, or a quotation mark that is never closed: put"
    " long texts into documents of their own, and look for a quotation mark that stands alone.",
    "old_excel": "This is an Excel file of the old kind (.xls): open it in Excel and save it as .xlsx.",
    "no_table": "There is no table in this file: send it as Excel (.xlsx), as CSV, or as a table in a Word"
    " document (.docx).",
    "presentation": "This is a slide presentation: save it as PDF and read that.",
    "old_word": "This is a Word document of the old kind (.doc): open it in Word and save it as"
    " .docx or PDF.",
    "rich_text": "This is a rich text file (RTF): open it in Word and save it as .docx or PDF.",
    "open_document": "This is an OpenDocument file: open it and save it as .docx or PDF.",
    "image": "This is a picture, not a document: ask for the original document with its text.",
    "archive": "This is an archive of files: unpack it and read the documents one by one.",
    "macros": "This file carries macros: open it safely and save it without them (.docx or .xlsx), or as PDF.",
    "bomb": "This file unpacks to far more than it seems to hold, so it was not opened: save"
    " it again as PDF.",
    "unsafe": "This file asks the reader to fetch or expand something outside it, so it was not opened:"
    " save it again as PDF.",
    "malware": "This file holds what virus scanners know as malware, so it was not kept: tell whoever looks after"
    " your computers.",
    "commands": "This file asks other programs to run when it is opened, so it was not kept: save it again as PDF.",
    "active": "This PDF carries a script or starts something when it is opened, so it was not kept: print it to a new"
    " PDF, which leaves that out.",
    "attached": "This file carries another file inside it, so it was not kept: save it without the attachment, and"
    " bring that in by itself.",
    "two_in_one": "This file is two kinds of file at once, so it was not kept: save it again as PDF.",
    "pixels": "A picture in this file is larger than 50 million points: save it with smaller pictures.",
    "message": "This is an e-mail or a web archive: save the document inside it, or print it to PDF.",
    "unknown": "This is not a kind of file that can be read: send PDF, Word (.docx), a web page or text.",
    "failed": "Something in this file could not be understood, so nothing of it was read: save it again"
    " as PDF.",
    "too_hard": "This file could not be read within the time and memory allowed: save it again as PDF,"
    " or split it.",
}
"""The sentence for each code; `refuse` fills in the limit."""


def refuse(code: str, *, limit: str = "", page: int | None = None) -> Unreadable:
    """The `Unreadable` for a code, ready to raise."""
    return Unreadable(code, SENTENCES[code].format(limit=limit), page)


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rich_text"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\xfd7zXZ", "archive"),
)
_ALSO_WORDS = (b"BM", b"BZh", b"II*\x00")
"""A text may begin with these too; a picture or archive goes on with signs that no text has."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NESTED = re.compile(r"\.(zip|7z|rar|gz|tgz|bz2|xz|docx|docm|xlsx|xlsm|pptx|jar)$", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<(head|body|article|main)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(h[1-6]|p|div|ul|ol|li|table|span|strong|br)(\s[^<>]*)?/?>", re.IGNORECASE)
_DRAWING = re.compile(rb"\s*(?:<\?xml[^>]*>)?\s*(?:<!DOCTYPE\s+svg[^>]*>)?\s*<svg\b", re.IGNORECASE)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\*\*\S[^*]*\*\*"),
    re.compile(r"\[[^\]\n]+\]\([^)\s]*\)"),
    re.compile(r"^\|.*\|\s*\n\|[\s:|-]+\|\s*$", re.MULTILINE),
)


def sniff(data: bytes, limits: Limits = LIMITS) -> str:
    """The kind of a file: pdf, docx, xlsx, html, markdown or text. Raises `Unreadable` for everything else."""
    if not data:
        raise refuse("empty")
    if len(data) > limits.size:
        raise refuse("too_big", limit=f"{limits.size // 1_000_000} MB")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data, limits)
    if data.startswith(_OLE):
        raise refuse(_ole(data))
    if data[4:12] in (b"ftypheic", b"ftypheif", b"ftypavif") or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    ):
        raise refuse("image")
    for magic, code in _MAGIC:
        if data.startswith(magic) and (magic not in _ALSO_WORDS or b"\x00" in data[:64]):
            raise refuse(code)
    return _text(data)


def _ole(data: bytes) -> str:
    """Old Office files and password-locked new ones share one container; its stream names tell them apart."""
    for name, code in (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "old_word"),
        ("Workbook", "old_excel"),
        ("PowerPoint Document", "presentation"),
        ("__substg1.0", "message"),
    ):
        if name.encode("utf-16-le") in data:
            return code
    return "unknown"


def _office(data: bytes, limits: Limits) -> str:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refuse("damaged" if b"PK\x05\x06" in data else "truncated") from error
    with archive:
        members = archive.infolist()
        check_members(members, limits)
        names = {member.filename for member in members}
        if "mimetype" in names and "content.xml" in names:
            raise refuse("open_document")
        if "[Content_Types].xml" not in names:
            raise refuse("archive")
        types = read_member(archive, "[Content_Types].xml", limits.unpacked)
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        raise refuse("macros")
    if b"spreadsheetml" in types and not any(name.startswith("word/") for name in names):
        return "xlsx"
    if b"presentationml" in types and not any(name.startswith("word/") for name in names):
        raise refuse("presentation")
    if b"wordprocessingml" in types:
        return "docx"
    raise refuse("archive")


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """A member's bytes, at most one more than `limit`. Raises KeyError where there is no such member, and
    `Unreadable` for one that is damaged, packed in an unknown way or longer than its directory says."""
    try:
        with archive.open(name) as stream:
            return stream.read(limit + 1)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, RuntimeError) as error:
        raise refuse("damaged") from error


def check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Refuse a ZIP whose directory promises too much. A workbook embedded in a Word file (a chart's
    figures) is common and is never opened; any other archive inside an archive is refused."""
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked:
        raise refuse("bomb")
    if unpacked > 1_000_000 and unpacked > limits.ratio * max(packed, 1):
        raise refuse("bomb")
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:  # members that share bytes: a bomb without nesting
            raise refuse("bomb")
        end = member.header_offset + member.compress_size
        if member.flag_bits & 0x1:
            raise refuse("encrypted")
        name = member.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
            raise refuse("unsafe")
        if _NESTED.search(name) and "/embeddings/" not in name:
            office = any(m.filename == "[Content_Types].xml" for m in members)
            raise refuse("bomb" if office else "archive")


def _text(data: bytes) -> str:
    head = data[:65536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", errors="replace").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if b"\x00" in head or _control_share(head) > 0.02:
        raise refuse("unknown")
    if not head.strip() and not data.strip():
        raise refuse("no_text")
    if re.match(
        rb"(MIME-Version|Received|Return-Path|From|Date|Subject|Message-ID):", head, re.IGNORECASE
    ) and (re.search(rb"^Content-Type:", head[:8192], re.IGNORECASE | re.MULTILINE)):
        raise refuse("message")
    if _HTML.search(head[:8192]) or (head.lstrip()[:1] == b"<" and len(_TAG.findall(head)) >= 3):
        return "html"
    if _DRAWING.match(re.sub(rb"<!--.*?-->", b"", head, flags=re.DOTALL)):
        raise refuse("image")
    if head.lstrip().startswith((b"<?xml", b"%!PS")):
        raise refuse("unknown")
    text = data.decode("utf-8", errors="replace")
    return "markdown" if any(pattern.search(text) for pattern in _MARKDOWN) else "text"


def _control_share(head: bytes) -> float:
    allowed = b"\t\n\r\x0b\x0c\x1a\x1b"
    return sum(byte < 32 and byte not in allowed for byte in head) / max(len(head), 1)
