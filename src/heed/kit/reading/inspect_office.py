"""What an Office file may carry that could harm whoever opens it: looked for in its members, unpacked within limits."""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile

from heed.kit.reading.sniff import Limits, read_member, refuse

_MACROS = re.compile(
    r"vbaproject\.bin$|(^|/)(macrosheets|dialogsheets)/|activex\d*\.(bin|xml)$", re.IGNORECASE
)
_MACRO_TYPES = (b"macroEnabled", b"macrosheet", b"vbaProject", b"ms-office.activeX")
_FIELD_CODE = re.compile(
    rb"<(?:\w+:)?(?:instrText|delInstrText)\b[^>]*>([^<]*)<|\b(?:\w+:)?instr=\"([^\"]*)\""
)
_COMMAND = re.compile(
    rb"(?i)\bDDE(AUTO)?\b|\bINCLUDE(TEXT|PICTURE)\s+\\?\"?\s*(https?:|ftp:|\\\\)|\bMACROBUTTON\b"
)
_FORMULA_COMMAND = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<|]{1,60}\|\s*(?:'|&apos;|&#39;)")
_AUTOMATIC_NAME = re.compile(rb"(?i)(_xlnm\.)?Auto_(Open|Close|Activate)")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FETCHED = (
    "attachedtemplate",
    "oleobject",
    "frame",
    "subdocument",
    "afchunk",
    "externallink",
    "package",
    "control",
)
"""Kinds of relation whose target is opened without being clicked on."""
_ELSEWHERE = re.compile(
    rb"(?i)Target=[\"'](?:https?:|ftp:|mhtml:|\\\\|//|file:/{0,3}\\\\|file://[^/\\]|file:/{4,}[^/])"
)
_PACKAGED = "Ole10Native".encode("utf-16-le")
_PICTURE = re.compile(r"\.(png|gif|bmp|jpe?g)$", re.IGNORECASE)
_MOST_PIXELS = 50_000_000


def inspect_office(data: bytes, limits: Limits, malware: bytes) -> None:
    """Raise `Unreadable` for macros, commands, packaged files, content from elsewhere and declared entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        names = [member.filename for member in members]
        if len(set(names)) != len(names):
            raise refuse("damaged")
        if any(_MACROS.search(name) for name in names):
            raise refuse("macros")
        if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
            raise refuse("unsafe")
        left = limits.unpacked
        for member in members:
            content = read_member(archive, member.filename, left)
            left -= len(content)
            if left < 0:
                raise refuse("bomb")
            _inspect_member(member.filename, content, malware)


def _inspect_member(name: str, content: bytes, malware: bytes) -> None:
    if malware in content:
        raise refuse("malware")
    if name.endswith(".rels"):
        _inspect_relations(content)
    if name.endswith((".xml", ".rels", ".vml")):
        _inspect_xml(name, content)
    elif name.lower().endswith(".bin") and _PACKAGED in content:
        raise refuse("attached")
    elif _PICTURE.search(name) and _pixels(content) > _MOST_PIXELS:
        raise refuse("pixels")


def _inspect_relations(content: bytes) -> None:
    for relation in _RELATION.findall(content):
        kind = re.search(rb"Type=[\"'][^\"']*/([A-Za-z]+)[\"']", relation)
        if b'"External"' not in relation and b"'External'" not in relation:
            continue
        if kind and kind[1].decode().casefold() in _FETCHED and _ELSEWHERE.search(relation):
            raise refuse("unsafe")


def _inspect_xml(name: str, content: bytes) -> None:
    plain = content.replace(b"\x00", b"")  # UTF-16 is allowed in XML
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise refuse("unsafe")
    if name == "[Content_Types].xml" and any(each in plain for each in _MACRO_TYPES):
        raise refuse("macros")
    if name.startswith("word/") and b"nstr" in plain:
        code = b"".join(one or other for one, other in _FIELD_CODE.findall(plain))
        if _COMMAND.search(code.replace(b"&quot;", b'"')):
            raise refuse("commands")
    if name.startswith("xl/"):
        if b"<ddeLink" in plain or b":ddeLink" in plain or _FORMULA_COMMAND.search(plain):
            raise refuse("commands")
        if name == "xl/workbook.xml" and _AUTOMATIC_NAME.search(plain):
            raise refuse("macros")


def _pixels(content: bytes) -> int:
    """Width times height as a picture's head gives them; 0 where it gives none."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
    elif content.startswith(b"GIF8") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
    elif content.startswith(b"BM") and len(content) >= 26:
        width, height = (abs(each) for each in struct.unpack("<ii", content[18:26]))
    else:
        frame = re.search(
            rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)", content[:65536], re.DOTALL
        )
        if not frame:
            return 0
        height, width = (int.from_bytes(each) for each in frame.groups())
    return int(width * height)
