"""What Word, Excel and PowerPoint files share: properties, pictures, files inside, addresses, and whatever is left.

The writers of the three formats take the parts that they understand from a `Parts`; `rest` then gathers the text
of every part that nobody took, so that nothing of a file is passed over for being unusual.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from typing import Any

from lxml import etree

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.inside import PICTURE, add_file, add_picture, add_strings, add_xmp
from heed.kit.disclosure.types import Layer
from heed.kit.reading.docx_parts import Package
from heed.kit.reading.sniff import read_member, refuse
from heed.kit.reading.types import Unreadable

_NAMESPACE = re.compile(r"^(?:https?://(?:schemas|purl|www\.w3)|urn:|\{[0-9A-Fa-f-]{36}\}|[\d.,:;%#-]*$)")
_ATTRIBUTES = re.compile(
    r"^(?:title|descr|alt|name|author|initials|lastModifiedBy|userName|displayName|tooltip|prompt|promptTitle|error"
    r"|errorTitle|tag|val|v|caption|uniqueName|sourceName|text|string|location|display|o:title|comment|content|email"
    r"|sourceFile|u|userId|providerId|id|company|manager|dataBinding|placeholder|src|href|Target)$"
)
_DULL = re.compile(r"(?:^|/)(?:theme/|fontTable|webSettings|tableStyles|presProps|viewProps|calcChain)")
_TEXT = re.compile(r"[^\W\d_]{2}|\d{4}")
_OWN = frozenset(
    {"AppVersion", "DocSecurity", "TotalTime", "Application", "ScaleCrop", "i4", "Pages", "Words"}
)
"""Properties that a program writes of itself."""
_HEAD = b"PK\x03\x04"


class Parts:
    """The members of an Office file, each taken once."""

    def __init__(self, data: bytes, found: Collected) -> None:
        self.found = found
        try:
            self.package = Package.open(data, found.limits)
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise refuse("damaged") from error
        self.archive = self.package.archive
        self.names = [each.filename for each in self.archive.infolist() if not each.is_dir()]
        self.taken: set[str] = set()
        self._data = data

    def xml(self, name: str) -> Any:
        """The root of a part, which counts as taken from here on; None where there is no such part."""
        self.taken.add(name)
        return self.package.xml(name)

    def bytes(self, name: str) -> bytes:
        self.taken.add(name)
        try:
            return read_member(self.archive, name, self.found.limits.unpacked)
        except KeyError:
            return b""

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        return self.package.relations(part)

    def of_kind(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part points to, which are in the file."""
        return [
            target
            for one, target, outside in self.relations(part).values()
            if one == kind and not outside and target in self.names
        ]

    def rest(self) -> None:
        """Everything that the format's own reader did not take."""
        self._relations()
        for name in [each for each in self.names if each not in self.taken]:
            self._part(name)
        self._archive()

    def _part(self, name: str) -> None:
        lower = name.lower()
        if lower == "[content_types].xml" or lower.endswith(".rels"):
            return
        if lower.startswith("docprops/") and lower.endswith(".xml"):
            self._properties(name)
        elif "thumbnail" in lower:
            add_picture(self.bytes(name), f"the thumbnail {name}", self.found, layer=Layer.THUMBNAIL)
        elif "/embeddings/" in lower or lower.endswith((".docx", ".xlsx", ".pptx", ".pdf", ".msg", ".zip")):
            add_file(
                self.bytes(name),
                posixpath.basename(name),
                Layer.EMBEDDED_FILE,
                f"the file {name}",
                self.found,
            )
        elif PICTURE.search(lower):
            add_picture(self.bytes(name), f"the picture {name}", self.found)
        elif lower.endswith((".xml", ".vml")):
            self._sweep(name)
        else:
            content = self.bytes(name)
            layer = Layer.EMBEDDED_FILE if "embed" in lower else Layer.ELSEWHERE
            add_xmp(content, layer, name, self.found)
            add_strings(content, layer, name, self.found)

    def _properties(self, name: str) -> None:
        root = self.xml(name)
        for element in [] if root is None else root.iter(etree.Element):
            tag = local(element)
            label = element.get("name") or tag
            if element.get("name"):
                self.found.add(element.get("name"), Layer.PROPERTY, "the file's properties")
            if element.text and element.text.strip() and tag not in _OWN:
                self.found.add(element.text, Layer.PROPERTY, f"the file's properties, {label}")

    def _sweep(self, name: str) -> None:
        layer = _layer_of(name.lower())
        try:
            root = self.xml(name)
        except Unreadable as reason:
            if reason.code != "damaged":
                raise
            add_strings(self.bytes(name), layer, name, self.found)
            return
        if root is not None:
            self.texts(root, layer, name, dull=bool(_DULL.search(name)))

    def texts(self, root: Any, layer: Layer, place: str, *, dull: bool = False) -> None:
        """The text of a tree of elements, a paragraph at a time where it has any, and what its attributes say."""
        for element in root.iter():
            if not isinstance(element.tag, str):
                self.found.add_once(element.text, layer, f"{place}, a comment in it")
                continue
            if local(element) == "p":
                self.found.add("".join(words_of(element)), layer, place)
            elif not dull and not any(local(each) == "p" for each in element.iterancestors()):
                self.found.add_once(element.text, layer, place)
            if element.tail and element.tail.strip() and not dull and local(element) not in ("t", "r"):
                self.found.add_once(element.tail, layer, place)
        self.attributes(root, place)

    def attributes(self, root: Any, place: str) -> None:
        """What attributes say, once each: names of people stand in those as well."""
        for element in root.iter(etree.Element):
            for name, value in element.attrib.items():
                plain = name.rpartition("}")[2] if isinstance(name, str) else ""
                if _ATTRIBUTES.match(plain) and _TEXT.search(value) and not _NAMESPACE.match(value):
                    self.found.add_once(value, Layer.ATTRIBUTE, f"{place}, {plain}")

    def _relations(self) -> None:
        for name in [each for each in self.names if each.endswith(".rels")]:
            root = self.xml(name)
            for relation in [] if root is None else root.iter(etree.Element):
                if relation.get("TargetMode") == "External":
                    self.found.add_once(relation.get("Target"), Layer.LINK, name)

    def _archive(self) -> None:
        """Comments of the archive and its members, extra fields, and members that its directory no longer names."""
        place = "the archive"
        comments = [self.archive.comment, *(each.comment for each in self.archive.infolist())]
        for each in comments:
            self.found.add_once(each.decode("utf-8", errors="replace"), Layer.ARCHIVE, f"{place}, a comment")
        for member in self.archive.infolist():
            if len(member.extra) > 8:
                add_strings(
                    member.extra, Layer.ARCHIVE, f"{place}, extra data of {member.filename}", self.found
                )
            if _TEXT.search(posixpath.basename(member.filename)):
                self.found.add_once(
                    member.filename.replace("_", " ").replace("/", " "), Layer.ARCHIVE, f"{place}, a name"
                )
        for name, content in _unlisted(self._data, self.archive, self.found.limits.unpacked):
            add_strings(content, Layer.ARCHIVE, f"{place}, the deleted member {name}", self.found)
        for gap in _gaps(self._data, self.archive):
            add_strings(gap, Layer.ARCHIVE, f"{place}, between its members", self.found)


def _unlisted(data: bytes, archive: zipfile.ZipFile, limit: int) -> list[tuple[str, bytes]]:
    """Members that stand in the file and not in its directory, as after an update that left the old ones."""
    listed = {each.header_offset for each in archive.infolist()}
    spans = [(each.header_offset, each.header_offset + each.compress_size) for each in archive.infolist()]
    found: list[tuple[str, bytes]] = []
    at = data.find(_HEAD)
    while at >= 0 and len(found) < 100:
        inside = any(start < at < end for start, end in spans)
        if at not in listed and not inside and len(data) >= at + 30:
            method, size, name, extra = (
                struct.unpack_from("<H", data, at + 8)[0],
                struct.unpack_from("<I", data, at + 18)[0],
                struct.unpack_from("<H", data, at + 26)[0],
                struct.unpack_from("<H", data, at + 28)[0],
            )
            start = at + 30 + name + extra
            body = data[start : start + size] if size else data[start : start + 1_000_000]
            if method == 8:
                body = _inflate(body, min(limit, 20_000_000))
            found.append((data[at + 30 : at + 30 + name].decode("utf-8", errors="replace"), body))
        at = data.find(_HEAD, at + 4)
    return found


def _inflate(body: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(-15).decompress(body, limit)
    except zlib.error:
        return b""


def _gaps(data: bytes, archive: zipfile.ZipFile) -> list[bytes]:
    """What stands before the first member, and after the end of the archive."""
    members = archive.infolist()
    first = min((each.header_offset for each in members), default=0)
    end = data.rfind(b"PK\x05\x06")
    tail = data[end + 22 + len(archive.comment) :] if end >= 0 else b""
    return [each for each in (data[:first], tail) if each.strip(b"\x00")]


def _layer_of(name: str) -> Layer:
    """What a part that no reader of a format took is likely to be."""
    if re.search(r"/(?:charts|diagrams|chartex)/", name):
        return Layer.CHART
    if "/glossary/" in name:
        return Layer.LEFT_OVER
    return Layer.CUSTOM_DATA if "custom" in name else Layer.ELSEWHERE


def local(element: Any) -> str:
    """An element's name without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of(element: Any) -> list[str]:
    """The text within a paragraph of a Word file, a slide, a drawing or a comment."""
    said: list[str] = []
    for each in element.iter(etree.Element):
        name = local(each)
        if name in ("t", "delText"):
            said.append(each.text or "")
        elif name in ("tab", "br", "cr"):
            said.append(" ")
        elif name == "noBreakHyphen":
            said.append("-")
    return said
