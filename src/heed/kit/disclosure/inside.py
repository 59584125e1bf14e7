"""Files inside a file, pictures with their data, and the printable strings of what nothing can open."""

from __future__ import annotations

import io
import re
from typing import Any

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.types import Layer
from heed.kit.reading.types import Unreadable

_ASCII = re.compile(rb"[\x20-\x7e\t\xa0-\xff]{4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
_XMP = re.compile(rb"<x:xmpmeta.*?</x:xmpmeta>|<rdf:RDF.*?</rdf:RDF>", re.DOTALL)
_TAGGED = re.compile(r">([^<>]*[^\W_][^<>]*)<|=\"([^\"<>]*[^\W_][^\"<>]*)\"")
_MOST_STRINGS = 4_000_000
_DEEPEST = 3
PICTURE = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|webp|emf|wmf|svg)$", re.IGNORECASE)


def add_file(data: bytes, name: str, layer: Layer, place: str, found: Collected) -> None:
    """A file inside: its own pieces, all under one layer; its strings where it cannot be opened."""
    from heed.kit.disclosure.layers import read_layers

    found.add(name, layer, place)
    if found.depth + 1 >= _DEEPEST:
        found.warn(f"{place} holds files inside files inside files: they were not opened.")
        add_strings(data, layer, place, found)
        return
    try:
        inner = read_layers(data, name, limits=found.limits, depth=found.depth + 1)
    except Unreadable as reason:
        found.warn(f"{place} could not be opened: {reason.message}")
        if PICTURE.search(name):
            add_picture(data, place, found, layer=layer)
        add_strings(data, layer, place, found)
        return
    for piece in inner.pieces:
        said = "" if piece.layer is Layer.VISIBLE else f", {piece.layer}"
        found.add(piece.words, layer, f"{place}, {piece.place}{said}")
    for each in inner.warnings:
        found.warn(f"{place}: {each}")


def add_strings(data: bytes, layer: Layer, place: str, found: Collected) -> None:
    """Every run of letters, as the command `strings` prints them."""
    piece = data[:_MOST_STRINGS]
    for each in _ASCII.findall(piece):
        found.add_once(each.decode("utf-8", errors="replace"), layer, place)
    for each in _WIDE.findall(piece):
        found.add_once(each.decode("utf-16-le", errors="replace"), layer, place)


def add_xmp(data: bytes, layer: Layer, place: str, found: Collected) -> None:
    """The words of XMP packets, wherever they stand."""
    for packet in _XMP.findall(data[:_MOST_STRINGS]):
        for text, value in _TAGGED.findall(packet.decode("utf-8", errors="replace")):
            said = text or value
            if not said.startswith(("http://", "https://ns.")):
                found.add_once(said, layer, place)


def add_picture(
    data: bytes, place: str, found: Collected, *, layer: Layer = Layer.PICTURE_DATA, see: bool = True
) -> None:
    """What a picture carries beside its points: EXIF, IPTC, XMP, comments. Its points nobody reads here."""
    from PIL import ExifTags, Image

    if see:
        found.warn(f"{place} is a picture: look at it, nobody reads what it shows.")
    add_xmp(data, layer, place, found)
    if data.lstrip()[:5] in (b"<?xml", b"<svg ") or data[:4] == b"<svg":
        add_strings(data, layer, place, found)
        return
    try:
        with Image.open(io.BytesIO(data)) as picture:
            about: dict[str, Any] = {
                str(name): value
                for name, value in picture.info.items()
                if name not in ("exif", "icc_profile")
            }
            exif = picture.getexif()
            for number, value in exif.items():
                about[ExifTags.TAGS.get(number, str(number))] = value
            for folder in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop):
                names = ExifTags.GPSTAGS if folder is ExifTags.IFD.GPSInfo else ExifTags.TAGS
                for number, value in exif.get_ifd(folder).items():
                    about[str(names.get(number, number))] = value
    except Exception:  # whatever a hostile picture makes of Pillow: its strings still tell
        add_strings(data[:200_000], layer, place, found)
        return
    for name, value in about.items():
        for said in _said(name, value):
            found.add_once(said, layer, f"{place}, {name}")
    for segment in _segments(data):
        add_strings(segment, Layer.ELSEWHERE, f"{place}, its own data", found)


def _said(name: str, value: Any) -> list[str]:
    if isinstance(value, bytes):
        if name.startswith("XP"):
            return [value.decode("utf-16-le", errors="ignore").rstrip("\x00")]
        return [each.decode("utf-8", errors="replace") for each in _ASCII.findall(value[:100_000])]
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list) and name.startswith("GPS"):
        return [f"{name} {' '.join(str(each) for each in value)}"]
    return []


def _segments(data: bytes) -> list[bytes]:
    """The segments of a JPEG that are made for words: EXIF and XMP, IPTC, comments; not its profile of colours."""
    found, at = [], 2
    while data.startswith(b"\xff\xd8") and at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] in (0xE1, 0xED, 0xFE):
            found.append(data[at + 4 : at + 2 + size])
        at += 2 + max(size, 2)
    return found
