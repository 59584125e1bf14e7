"""What PDFium knows of a page: its words with their place and font, its ruled lines, its links.

PDFium is asked for a page's text once and for fonts and places only at the two ends of each word, for
every question has its price. Places are in points from the page's top left corner as shown; `y` of a
word is its baseline. PDFium is not safe in threads: use it from one thread of a process.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot

import pypdfium2
import pypdfium2.raw as pdfium

HYPHENS = "\ufffe\x02\u00ad\u2010"
"""A hyphen at a line's end: PDFium's two marks for one, the soft hyphen, and the hyphen proper."""

_WORD = re.compile(r"[^\s\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
_GLUED = re.compile(r"^(\d{1,3}[.)]|[•◼▪■●–])(?=[^\W\d])")  # a marker printed apart without a space
_RAISED_TAIL = re.compile(r"^(.*[^\d\s.,])(\d{1,3})([^\w\s]*)$")
_BOLD = re.compile(r"bold|black|heavy|semibd|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_SYMBOL = re.compile(r"symbol|wingding|webding|dingbat", re.IGNORECASE)
_NOT_BOLD_WEIGHT = 600
_THIN = 2.6  # points: a filled box thinner than this is a line
_MOST_SEGMENTS = 4_000  # of one path: beyond it is a drawing, not a table


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
class Edge:
    """A ruled line: level if `y0 == y1`, else upright."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def level(self) -> bool:
        return self.y0 == self.y1


@dataclass(slots=True)
class Page:
    """One page's raw matter. `picture` is the share of the page that its largest picture covers."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    turned: list[Word] = field(default_factory=list)  # printed sideways
    edges: list[Edge] = field(default_factory=list)
    picture: float = 0.0
    hidden: int = 0  # words that are not shown: a recognised text under a scan
    unmapped: int = 0  # characters that the file gives no letter for


@dataclass(frozen=True, slots=True)
class _Face:
    bold: bool
    italic: bool
    symbol: bool


@dataclass(slots=True)
class Fonts:
    """Faces by PDFium's font, kept for the whole document."""

    faces: dict[int, _Face] = field(default_factory=dict)

    def face(self, text_object: object) -> _Face:
        font = pdfium.FPDFTextObj_GetFont(text_object)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        found = self.faces.get(key)
        if found is None:
            found = self.faces[key] = _face(font)
        return found


def _face(font: object) -> _Face:
    name = _string(lambda buffer, size: int(pdfium.FPDFFont_GetBaseFontName(font, buffer, size)))
    flags = pdfium.FPDFFont_GetFlags(font)
    return _Face(
        bold=bool(_BOLD.search(name))
        or bool(flags & (1 << 18))
        or pdfium.FPDFFont_GetWeight(font) > _NOT_BOLD_WEIGHT,
        italic=bool(_ITALIC.search(name)) or bool(flags & (1 << 6)),
        symbol=bool(_SYMBOL.search(name)),
    )


def _string(ask: object) -> str:
    length = ask(None, 0)  # type: ignore[operator]
    if length <= 1 or length > 100_000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(buffer, length)  # type: ignore[operator]
    return buffer.raw[: length - 1].decode("utf-8", errors="replace")


class _Turn:
    """From the page's own space to the page as shown, by its crop box and rotation."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        media, crop = page.get_mediabox(), page.get_cropbox()
        self.left, self.bottom = max(media[0], crop[0]), max(media[1], crop[1])
        self.right, self.top = min(media[2], crop[2]), min(media[3], crop[3])
        self.rotation = page.get_rotation() % 360
        wide, tall = self.right - self.left, self.top - self.bottom
        self.width, self.height = (tall, wide) if self.rotation in (90, 270) else (wide, tall)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def upright(self, a: float, b: float) -> bool:
        """Whether text that runs along (a, b) in the page's own space runs to the right as shown."""
        along = {0: a, 90: b, 180: -a, 270: -b}[self.rotation]
        across = b if self.rotation in (0, 180) else a
        return along > 0 and abs(across) < 0.2 * along


def read_page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> Page:
    """Everything that later steps need of one page."""
    handle = document[index]
    try:
        turn = _Turn(handle)
        page = Page(index + 1, turn.width, turn.height)
        text_page = handle.get_textpage()
        try:
            _read_words(text_page, turn, fonts, page)
        finally:
            text_page.close()
        _read_objects(handle, turn, page)
        _read_links(document, handle, turn, page)
        return page
    finally:
        handle.close()


def _read_words(text_page: pypdfium2.PdfTextPage, turn: _Turn, fonts: Fonts, page: Page) -> None:
    raw = text_page.raw
    text, indices = _characters(text_page)
    page.unmapped = sum(map(text.count, "\ufffd\x00")) + sum(1 for c in text if "\ue000" <= c <= "\uf8ff")
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    matrix = pdfium.FS_MATRIX()
    looks: dict[int, tuple[float, _Face, bool, bool]] = {}
    get_object, get_origin, get_box = (
        pdfium.FPDFText_GetTextObject, pdfium.FPDFText_GetCharOrigin, pdfium.FPDFText_GetCharBox,
    )  # fmt: skip
    cast, pointer = ctypes.cast, ctypes.c_void_p

    def look(index: int) -> tuple[float, _Face, bool, bool]:
        text_object = get_object(raw, index)
        key = cast(text_object, pointer).value or 0
        found = looks.get(key)
        if found is None:
            size = pdfium.FPDFText_GetFontSize(raw, index)
            pdfium.FPDFText_GetMatrix(raw, index, matrix)
            scale = hypot(matrix.c, matrix.d) or 1.0
            mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object) if key else 0
            face = fonts.face(text_object) if key else _Face(False, False, False)
            if mode == 2 and not face.bold:  # stroked as well as filled: made bold by hand
                face = _Face(True, face.italic, face.symbol)
            found = looks[key] = (round(size * scale, 1), face, turn.upright(matrix.a, matrix.b), mode == 3)
        return found

    def word(start: int, end: int, spaced: bool) -> None:
        first, last = (start, end - 1) if indices is None else (indices[start], indices[end - 1])
        size, face, upright, hidden = look(first)
        get_origin(raw, first, x, y)
        x0, baseline = turn.point(x.value, y.value)
        get_box(raw, last, left, right, bottom, top)
        if abs(y.value - bottom.value) > 1.3 * size and end - start > 1 and not turn.rotation:
            split(start, end, spaced)
            return
        x1 = turn.point(right.value, top.value)[0]
        if turn.rotation:
            x1 = max(x1, turn.point(left.value, bottom.value)[0])
        made = Word(
            text[start:end], x0, max(x1, x0), baseline, size, face.bold, face.italic, face.symbol, spaced
        )
        page.hidden += hidden
        (page.words if upright else page.turned).append(made)

    def split(start: int, end: int, spaced: bool) -> None:
        """Letters that PDFium took for one word, though they stand one below the other."""
        begin, height = start, None
        for at in range(start, end):
            get_origin(raw, at if indices is None else indices[at], x, y)
            if height is not None and abs(y.value - height) > 2:
                word(begin, at, spaced or begin > start)
                begin = at
            height = y.value
        if begin > start:
            word(begin, end, True)

    ended = -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        spaced = start != ended
        ended = end
        glued = _GLUED.match(match.group())
        if glued:
            at = start + glued.end()
            word(start, at, spaced)
            start, spaced = at, True
            match_text = text[start:end]
        else:
            match_text = match.group()
        tail = _RAISED_TAIL.match(match_text)
        if tail:
            at = start + tail.start(2)
            first, digit = (start, at) if indices is None else (indices[start], indices[at])
            if look(digit)[0] < 0.8 * look(first)[0]:
                word(start, at, spaced)
                word(at, start + tail.end(2), False)
                page.words[-1:] = [_raised(page.words[-1])] if page.words else []
                if tail.group(3):
                    word(start + tail.end(2), end, False)
                continue
        word(start, end, spaced)


def _raised(word: Word) -> Word:
    word.raised = True
    return word


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


def _read_objects(handle: pypdfium2.PdfPage, turn: _Turn, page: Page) -> None:
    """Ruled lines, and how much of the page a picture covers."""
    raw = handle.raw
    bounds = tuple(ctypes.c_float() for _ in range(4))
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    area = max(turn.width * turn.height, 1.0)
    for index in range(pdfium.FPDFPage_CountObjects(raw)):
        item = pdfium.FPDFPage_GetObject(raw, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        if not pdfium.FPDFPageObj_GetBounds(item, *bounds):
            continue
        x0, bottom, x1, top = (bound.value for bound in bounds)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            page.picture = max(page.picture, (x1 - x0) * (top - bottom) / area)
            continue
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            continue
        boxes = [(x0, bottom, x1, top)]
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > _MOST_SEGMENTS:
            continue
        if segments > 5:
            boxes = list(_subpaths(item, segments))
        for box in boxes:
            page.edges.extend(_edges(box, turn, bool(stroke.value)))


def _subpaths(item: object, segments: int) -> Iterator[tuple[float, float, float, float]]:
    """The boxes of a path's parts. A path with a curve in it is a drawing and gives none."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
    for part in parts:
        if len(part) > 1:
            xs, ys = [p[0] for p in part], [p[1] for p in part]
            yield min(xs), min(ys), max(xs), max(ys)


def _edges(box: tuple[float, float, float, float], turn: _Turn, stroked: bool) -> list[Edge]:
    """The ruled lines that a box shows: one if it is thin, four if it is drawn, none if only filled."""
    (ax, ay), (bx, by) = turn.point(box[0], box[1]), turn.point(box[2], box[3])
    x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    wide, tall = x1 - x0, y1 - y0
    if tall <= _THIN and wide > _THIN:
        return [Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if wide <= _THIN and tall > _THIN:
        return [Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if stroked and wide > _THIN and tall > _THIN:
        return [Edge(x0, y0, x1, y0), Edge(x0, y1, x1, y1), Edge(x0, y0, x0, y1), Edge(x1, y0, x1, y1)]
    return []


def _read_links(document: pypdfium2.PdfDocument, handle: pypdfium2.PdfPage, turn: _Turn, page: Page) -> None:
    """Give each word under a link's rectangle the link's address."""
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(handle.raw, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        address = _string(
            lambda buffer, size, action=action: int(
                pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, size)
            )
        )
        if not address:
            continue
        (ax, ay), (bx, by) = turn.point(box.left, box.top), turn.point(box.right, box.bottom)
        x0, x1, y0, y1 = min(ax, bx) - 1, max(ax, bx) + 1, min(ay, by) - 1, max(ay, by) + 1
        for word in page.words:
            middle = (word.x0 + word.x1) / 2
            if x0 <= middle <= x1 and y0 <= word.y - word.size * 0.3 <= y1:
                word.link = address
