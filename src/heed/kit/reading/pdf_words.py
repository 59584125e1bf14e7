"""The words of a PDF page, with their place and font.

PDFium is asked for a page's text once and for fonts and places only at the two ends of each word, for
every question has its price. Places are in points from the page's top left corner as shown; `y` of a
word is its baseline. PDFium is not safe in threads: use it from one thread of a process.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import hypot
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from heed.kit.reading.pdf_space import Turn

HYPHENS = "\ufffe\x02\u00ad\u2010"
"""A hyphen at a line's end: PDFium's two marks for one, the soft hyphen, and the hyphen proper."""

_WORD = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
_GLUED = re.compile(r"^(\d{1,3}[.)]|[•◼▪■●–])(?=[^\W\d])")  # a marker printed apart without a space
_RAISED_TAIL = re.compile(r"^(.*[^\d\s.,])(\d{1,3})([^\w\s]*)$")
_UNMAPPED = re.compile("[\ufffd\x00\ue000-\uf8ff]")
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_SYMBOL = re.compile(r"symbol|wingding|webding|dingbat", re.IGNORECASE)
_NOT_BOLD_WEIGHT = 600
_RAISED = 0.8  # a raised number is smaller than this share of the word before it


class Word:
    """A word as printed. `start` and `end` are its place in the text, once the text is written."""

    __slots__ = (
        "text", "x0", "x1", "y", "size", "bold", "italic", "symbol", "raised", "spaced", "link",
        "start", "end",
    )  # fmt: skip

    def __init__(
        self, text: str, x0: float, x1: float, y: float, size: float, bold: bool, italic: bool, symbol: bool,
        spaced: bool,
    ) -> None:  # fmt: skip
        self.text = text
        self.x0 = x0
        self.x1 = x1
        self.y = y
        self.size = size
        self.bold = bold
        self.italic = italic
        self.symbol = symbol
        self.raised = False  # a note's number
        self.spaced = spaced  # white space stands before it
        self.link = ""
        self.start = self.end = -1

    def __repr__(self) -> str:
        return f"Word({self.text!r} {self.x0:.0f},{self.y:.0f} {self.size:g})"


@dataclass(frozen=True, slots=True)
class _Face:
    bold: bool
    italic: bool
    symbol: bool


@dataclass(slots=True)
class Fonts:
    """Faces by PDFium's font, kept for the whole document."""

    faces: dict[int, _Face] = field(default_factory=dict)

    def face(self, text_object: Any) -> _Face:
        font = pdfium.FPDFTextObj_GetFont(text_object)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        found = self.faces.get(key)
        if found is None:
            found = self.faces[key] = _face(font)
        return found


def _face(font: object) -> _Face:
    name = pdfium_string(partial(pdfium.FPDFFont_GetBaseFontName, font))
    flags = pdfium.FPDFFont_GetFlags(font)
    return _Face(
        bold=bool(_BOLD.search(name))
        or bool(flags & (1 << 18))
        or pdfium.FPDFFont_GetWeight(font) > _NOT_BOLD_WEIGHT,
        italic=bool(_ITALIC.search(name)) or bool(flags & (1 << 6)),
        symbol=bool(_SYMBOL.search(name)),
    )


def pdfium_string(ask: Callable[[Any, int], int]) -> str:
    """A string of PDFium's, which is asked for its length and then for itself."""
    length = ask(None, 0)
    if length <= 1 or length > 100_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(buffer, length)
    return buffer.raw[: length - 1].decode("utf-8", errors="replace")


def _quick(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium's called with plain addresses: it is asked for every word."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_address, _number = ctypes.c_void_p, ctypes.c_int
_text_object = _quick(pdfium.FPDFText_GetTextObject, _address, _address, _number)
_origin = _quick(pdfium.FPDFText_GetCharOrigin, _number, _address, _number, _address, _address)
_box = _quick(pdfium.FPDFText_GetCharBox, _number, _address, _number, _address, _address, _address, _address)

_Look = tuple[float, _Face, bool, bool]
"""What a run of text has in common: size in points, face, upright, hidden."""


@dataclass(slots=True)
class Found:
    """The words of a page; those printed sideways; how many are hidden; how many letters are unknown."""

    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)
    hidden: int = 0
    unmapped: int = 0


def read_words(text_page: pypdfium2.PdfTextPage, turn: Turn, fonts: Fonts) -> Found:
    """The words of a page in the order of the file."""
    text, indices = _characters(text_page)
    reader = _Words(text_page, turn, fonts, text, indices)
    reader.found.unmapped = len(_UNMAPPED.findall(text))
    ended = -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        reader.token(match.group(), start, end, start != ended)
        ended = end
    return reader.found


class _Words:
    """Asks PDFium where the words of one page stand and how they look."""

    def __init__(
        self,
        text_page: pypdfium2.PdfTextPage,
        turn: Turn,
        fonts: Fonts,
        text: str,
        indices: list[int] | None,
    ) -> None:
        self.page = text_page.raw
        self.handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        self.turn = turn
        self.fonts = fonts
        self.text = text
        self.indices = indices
        self.found = Found()
        self.looks: dict[int, _Look] = {}
        self.place = (ctypes.c_double * 6)()  # x, y, then left, right, bottom, top
        first = ctypes.addressof(self.place)
        self.addresses = tuple(first + 8 * index for index in range(6))
        self.matrix = pdfium.FS_MATRIX()

    def token(self, token: str, start: int, end: int, spaced: bool) -> None:
        """Add what PDFium takes for one word: it may hold a marker before it, or a note's number behind."""
        if token.isalpha():
            self.word(start, end, spaced)
            return
        glued = _GLUED.match(token)
        if glued:
            self.word(start, start + glued.end(), spaced)
            start, spaced, token = start + glued.end(), True, token[glued.end() :]
        tail = _RAISED_TAIL.match(token)
        if tail and self.look(start + tail.start(2))[0] < _RAISED * self.look(start)[0]:
            self.word(start, start + tail.start(2), spaced)
            number = self.word(start + tail.start(2), start + tail.end(2), False)
            if number is not None:
                number.raised = True
            if not tail.group(3):
                return
            start, spaced = start + tail.start(3), False
        self.word(start, end, spaced)

    def look(self, at: int) -> _Look:
        index = at if self.indices is None else self.indices[at]
        key = _text_object(self.handle, index) or 0
        found = self.looks.get(key)
        if found is None:
            found = self.looks[key] = self._look(index)
        return found

    def _look(self, index: int) -> _Look:
        run = pdfium.FPDFText_GetTextObject(self.page, index)
        size = pdfium.FPDFText_GetFontSize(self.page, index)
        pdfium.FPDFText_GetMatrix(self.page, index, self.matrix)
        scale = hypot(self.matrix.c, self.matrix.d) or 1.0
        mode = pdfium.FPDFTextObj_GetTextRenderMode(run) if run else 0
        face = self.fonts.face(run) if run else _Face(False, False, False)
        if mode == 2 and not face.bold:  # stroked as well as filled: made bold by hand
            face = _Face(True, face.italic, face.symbol)
        return round(size * scale, 1), face, self.turn.upright(self.matrix.a, self.matrix.b), mode == 3

    def word(self, start: int, end: int, spaced: bool) -> Word | None:
        """Add one word; None where its letters turn out to stand one below the other."""
        first, last = (
            (start, end - 1) if self.indices is None else (self.indices[start], self.indices[end - 1])
        )
        size, face, upright, hidden = self.look(start)
        place, at = self.place, self.addresses
        _origin(self.handle, first, at[0], at[1])
        _box(self.handle, last, at[2], at[3], at[4], at[5])
        x, y, left, right, bottom, top = place
        turn = self.turn
        if turn.rotation:
            x0, baseline = turn.point(x, y)
            x1 = max(turn.point(right, top)[0], turn.point(left, bottom)[0])
        else:
            if abs(y - bottom) > 1.3 * size and end - start > 1:
                self.split(start, end, spaced)
                return None
            x0, baseline, x1 = x - turn.left, turn.top - y, right - turn.left
        made = Word(
            self.text[start:end], x0, x1 if x1 > x0 else x0, baseline, size, face.bold, face.italic,
            face.symbol, spaced,
        )  # fmt: skip
        self.found.hidden += hidden
        (self.found.words if upright else self.found.turned).append(made)
        return made

    def split(self, start: int, end: int, spaced: bool) -> None:
        """Part letters that PDFium took for one word, though they stand one below the other."""
        begin, height = start, None
        for at in range(start, end):
            _origin(self.handle, at if self.indices is None else self.indices[at], *self.addresses[:2])
            y = self.place[1]
            if height is not None and abs(y - height) > 2:
                self.word(begin, at, spaced or begin > start)
                begin = at
            height = y
        if begin > start:
            self.word(begin, end, True)


def _characters(text_page: pypdfium2.PdfTextPage) -> tuple[str, list[int] | None]:
    """A page's text and, where letters beyond the basic plane part them, each letter's own index."""
    count = text_page.count_chars()
    text = text_page.get_text_range() if count else ""
    if len(text) == count:
        return text, None
    get = pdfium.FPDFText_GetUnicode
    letters: list[str] = []
    indices: list[int] = []
    for index in range(count):
        code = get(text_page.raw, index)
        if code and not 0xD800 <= code <= 0xDFFF:
            letters.append(chr(code))
            indices.append(index)
    return "".join(letters), indices
