"""What is on a PDF page and cannot be seen: drawn without ink, white, tiny, off the page, or under something."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from heed.kit.disclosure.types import Layer

_INVISIBLE = (3, 7)
_TINY = 3.0
_WHITE = 245
_SEEN_ALPHA = 20
_HALF = 0.5
_SAME = 12  # of 255, in each part of two colours that nobody tells apart
_UNDER = 0.85  # of a text's own area
_DEEPEST = 8

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]


@dataclass(slots=True)
class _Drawn:
    """A text in the order of drawing, with what it says and where it stands."""

    words: str
    box: Box
    layer: Layer | None
    order: int


def hidden_on(page: pypdfium2.PdfPage) -> Iterator[tuple[Layer, str]]:
    """The texts of a page that nobody sees, those beside one another joined, with why."""
    text = page.get_textpage()
    try:
        walk = _Walk(text, page.get_cropbox())
        for at in range(raw.FPDFPage_CountObjects(page.raw)):
            walk.take(raw.FPDFPage_GetObject(page.raw, at), (1, 0, 0, 1, 0, 0), 0)
    finally:
        text.close()
    last: Layer | None = None
    said: list[str] = []
    for drawn in walk.texts:
        layer = drawn.layer or (Layer.COVERED_TEXT if walk.covers(drawn) else None)
        if layer is not last and said:
            if last is not None:
                yield last, " ".join(said)
            said = []
        last = layer
        if layer is not None:
            said.append(drawn.words.strip())
    if last is not None and said:
        yield last, " ".join(said)


class _Walk:
    def __init__(self, text: pypdfium2.PdfTextPage, crop: Box) -> None:
        self._text = text
        self.crop = crop
        self.texts: list[_Drawn] = []
        self.boxes: list[
            tuple[Box, int, Colour | None]
        ] = []  # place, when it was drawn, colour (None for pictures)
        self.order = 0

    def take(self, item: Any, within: tuple[float, ...], depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        self.order += 1
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(item), within)
            for at in range(raw.FPDFFormObj_CountObjects(item)):
                self.take(raw.FPDFFormObj_GetObject(item, at), inner, depth + 1)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            self._take_text(item, within)
        elif kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            box = _bounds(item, within)
            if box and (kind == raw.FPDF_PAGEOBJ_IMAGE or _is_filled(item)):
                shade = _colour(item) if kind == raw.FPDF_PAGEOBJ_PATH else None
                self.boxes.append((box, self.order, shade))

    def _take_text(self, item: Any, within: tuple[float, ...]) -> None:
        words = self._words(item)
        box = _bounds(item, within)
        if words.strip() and box:
            self.texts.append(_Drawn(words, box, self._why(item, box, within), self.order))

    def _words(self, item: Any) -> str:
        size = raw.FPDFTextObj_GetText(item, self._text.raw, None, 0)
        if size <= 2:
            return ""
        room = (raw.FPDF_WCHAR * (size // 2 + 1))()
        raw.FPDFTextObj_GetText(item, self._text.raw, room, size)
        return bytes(room)[: size - 2].decode("utf-16-le", errors="replace")

    def _why(self, item: Any, box: Box, within: tuple[float, ...]) -> Layer | None:
        if raw.FPDFTextObj_GetTextRenderMode(item) in _INVISIBLE:
            return Layer.HIDDEN_TEXT
        left, bottom, right, top = self.crop
        if box[2] <= left or box[0] >= right or box[3] <= bottom or box[1] >= top:
            return Layer.OFF_PAGE
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(item, size)
        scale = _times(_matrix(item), within)
        if abs(size.value) * max(abs(scale[3]), abs(scale[1])) < _TINY:
            return Layer.TINY_TEXT
        colour = _colour(item)
        if colour is not None:
            if colour[3] < _SEEN_ALPHA:
                return Layer.HIDDEN_TEXT
            beneath = [shade for each, _, shade in self.boxes if _share(box, each) > _HALF]
            if beneath and beneath[-1] is not None and _alike(colour, beneath[-1]):
                return Layer.WHITE_TEXT if min(colour[:3]) >= _WHITE else Layer.COVERED_TEXT
            if min(colour[:3]) >= _WHITE and not beneath:
                return Layer.WHITE_TEXT
        return None

    def covers(self, drawn: _Drawn) -> bool:
        """Whether something opaque was drawn over a text afterwards."""
        return any(order > drawn.order and _share(drawn.box, box) >= _UNDER for box, order, _ in self.boxes)


def _share(text: Box, box: Box) -> float:
    wide = min(text[2], box[2]) - max(text[0], box[0])
    high = min(text[3], box[3]) - max(text[1], box[1])
    whole = max(text[2] - text[0], 0.01) * max(text[3] - text[1], 0.01)
    return max(wide, 0.0) * max(high, 0.0) / whole


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(left - right) <= _SAME for left, right in zip(one[:3], other[:3], strict=True))


def _colour(item: Any) -> Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(item, *parts):
        return None
    red, green, blue, alpha = (each.value for each in parts)
    return red, green, blue, alpha


def _is_filled(item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
        return False
    colour = _colour(item)
    return colour is None or colour[3] > 230


def _matrix(item: Any) -> tuple[float, ...]:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return (1, 0, 0, 1, 0, 0)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(one: tuple[float, ...], other: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _bounds(item: Any, within: tuple[float, ...]) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    a, b, c, d, e, f = within
    corners = [(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    xs = [x * a + y * c + e for x, y in corners]
    ys = [x * b + y * d + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
