"""What a PDF may carry that could harm whoever opens it, told from its bytes before any parser sees it.

A PDF is read here as a reader would who knows only its dictionaries: what stands between `stream` and `endstream`
is passed over, except the streams of objects, which are unpacked within limits. Names may be written with signs
as numbers (`/J#53` is `/JS`), so those are put right first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from heed.kit.reading.sniff import Limits, refuse

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_NUMBERED = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|RichMedia|Rendition|ImportData|SubmitForm|GoToE)(?=[\s/<>\[\](]|$)"
)
_ATTACHED = re.compile(rb"/(EmbeddedFiles?|FileAttachment)(?=[\s/<>\[\](]|$)")
_FAR = re.compile(rb"/GoToR(?=[\s/<>\[\](]|$)[^>]{0,200}\((?:https?:|\\\\|//)")
_FILTERS = re.compile(rb"/(?:Filter|F)\s*\[((?:\s*/[A-Za-z0-9]+)+)\s*\]")
_DEEP = re.compile(rb"(?:\[\s*){200}|(?:<<\s*/?[A-Za-z0-9]*\s*){200}")
_WIDTH, _HEIGHT = re.compile(rb"/Width\s+(\d{1,9})"), re.compile(rb"/Height\s+(\d{1,9})")
_OBJECT = re.compile(rb"(?:^|[\r\n\s])(\d{1,9})\s+\d{1,5}\s+obj\b")
_KIDS = re.compile(rb"/Kids\s*\[([^\]]{0,2000000})\]")
_REFERENCE = re.compile(rb"(\d{1,9})\s+\d{1,5}\s+R\b")

_MOST_FILTERS = 3
_MOST_PIXELS = 50_000_000
_A_STREAM_OF_OBJECTS = 20_000_000


@dataclass(slots=True)
class _Looked:
    """How much has been unpacked so far, and which pages are under which."""

    unpacked: int = 0
    kids: dict[int, list[int]] = field(default_factory=dict)


def inspect_pdf(data: bytes, limits: Limits) -> None:
    """Raise `Unreadable` for scripts, commands, attached files, and what unpacks or nests without end."""
    looked = _Looked()
    for text, objects in _dictionaries(data, limits, looked):
        _look(text)
        _note_kids(text, objects, looked)
    _refuse_loops(looked.kids)


def _look(text: bytes) -> None:
    if _DEEP.search(text):
        raise refuse("bomb")
    plain = _NUMBERED.sub(lambda found: bytes([int(found[1], 16)]), text) if b"#" in text else text
    if _ACTIVE.search(plain) or _FAR.search(plain):
        raise refuse("active")
    if _ATTACHED.search(plain):
        raise refuse("attached")
    if any(chain.count(b"/") > _MOST_FILTERS for chain in _FILTERS.findall(plain)):
        raise refuse("bomb")


def _dictionaries(data: bytes, limits: Limits, looked: _Looked) -> Iterator[tuple[bytes, list[int]]]:
    """The text between streams, and the unpacked streams of objects, each with the numbers of its objects."""
    at = 0
    for start in _STREAM.finditer(data):
        if start.start() < at:
            continue
        head = data[at : start.start()]
        yield head, []
        end = data.find(b"endstream", start.end())
        end = len(data) if end < 0 else end
        own = head[max(head.rfind(b" obj"), 0) :]
        _measure_picture(own)
        if unpacked := _unpacked(own, data[start.end() : end], limits, looked):
            yield unpacked
        at = end
    yield data[at:], []


def _measure_picture(head: bytes) -> None:
    width, height = _WIDTH.search(head), _HEIGHT.search(head)
    if width and height and int(width[1]) * int(height[1]) > _MOST_PIXELS:
        raise refuse("pixels")


def _unpacked(head: bytes, body: bytes, limits: Limits, looked: _Looked) -> tuple[bytes, list[int]] | None:
    """The objects of a stream that holds some. Any other stream is only measured: what is no picture must not unpack
    to more than the limit."""
    if b"Flate" not in head and b"/Fl" not in head:
        return None
    objects = b"/ObjStm" in _NUMBERED.sub(lambda found: bytes([int(found[1], 16)]), head)
    if b"/Image" in head and not objects:
        return None
    reader, content, waiting = zlib.decompressobj(), [], body
    try:
        while waiting and not reader.eof:
            piece = reader.decompress(waiting, 1 << 20)
            looked.unpacked += len(piece)
            if looked.unpacked > limits.unpacked:
                raise refuse("bomb")
            if objects:
                content.append(piece)
            waiting = reader.unconsumed_tail
    except zlib.error:
        return None  # damaged, or packed twice: the parser decides, within its bounds
    if not objects:
        return None
    text = b"".join(content)
    if len(text) > _A_STREAM_OF_OBJECTS:
        raise refuse("bomb")
    first = re.search(rb"/First\s+(\d{1,9})", head)
    numbers = [int(each) for each in text[: int(first[1]) if first else 0].split()[::2] if each.isdigit()]
    return text, numbers


def _note_kids(text: bytes, objects: list[int], looked: _Looked) -> None:
    """Which objects name which as their pages; for a stream of objects, in the order in which it holds them."""
    if b"/Kids" not in text:
        return
    starts = [(found.start(), int(found[1])) for found in _OBJECT.finditer(text)]
    for order, kids in enumerate(_KIDS.finditer(text)):
        owner = next((number for at, number in reversed(starts) if at < kids.start()), None)
        if owner is None and objects:
            owner = (
                -1 - len(looked.kids) - order
            )  # its own number is not known: no loop can be told through it
        if owner is not None:
            looked.kids[owner] = [int(each) for each in _REFERENCE.findall(kids[1])]


def _refuse_loops(kids: dict[int, list[int]]) -> None:
    """A page that stands under itself."""
    done: set[int] = set()
    for root in kids:
        above: set[int] = set()
        stack: list[tuple[int, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                above.discard(node)
                done.add(node)
                continue
            if node in above:
                raise refuse("bomb")
            if node in done or node not in kids:
                continue
            above.add(node)
            stack.append((node, True))
            stack.extend((each, False) for each in kids[node])
