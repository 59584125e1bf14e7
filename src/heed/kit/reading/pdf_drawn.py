"""What is drawn on a PDF page beside its words: ruled lines, pictures, and the links over it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from heed.kit.reading.pdf_space import Edge, Turn
from heed.kit.reading.pdf_words import Word, pdfium_string

Box = tuple[float, float, float, float]
"""Left, lower, right and upper edge in the file's space; left, top, right, bottom on the page as shown."""

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_DEEPEST = 6  # forms within forms
_MOST_LINKS = 2_000
_MOST_IN_FORM = 20_000
_THIN = 2.6  # points: a filled box thinner than this is a line
_MOST_SEGMENTS = 4_000  # of one path: beyond it is a drawing, not a table


def read_drawn(handle: pypdfium2.PdfPage, turn: Turn) -> tuple[list[Edge], float]:
    """A page's ruled lines, and the share of it that its largest picture covers."""
    drawn = _Drawn()
    drawn.page(handle.raw)
    edges: list[Edge] = []
    shades: list[Box] = []
    for box, stroked in drawn.boxes:
        (ax, ay), (bx, by) = turn.point(box[0], box[1]), turn.point(box[2], box[3])
        shown = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        edges.extend(_edges(shown, stroked))
        if not stroked and min(shown[2] - shown[0], shown[3] - shown[1]) > _THIN:
            shades.append(shown)
    edges.extend(edge for box in _shaded_cells(shades) for edge in _edges(box, True))
    area = max(turn.width * turn.height, 1.0)
    return edges, max(((box[2] - box[0]) * (box[3] - box[1]) / area for box in drawn.pictures), default=0.0)


class _Drawn:
    """Gathers the boxes of what is drawn, in the page's own space, through the forms it is wrapped in."""

    def __init__(self) -> None:
        self.boxes: list[tuple[Box, bool]] = []  # with whether its outline is drawn
        self.pictures: list[Box] = []
        self.bounds = tuple(ctypes.c_float() for _ in range(4))
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()

    def page(self, page: Any) -> None:
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            self._item(pdfium.FPDFPage_GetObject(page, index), _SAME, 0)

    def _item(self, item: Any, outer: Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            matrix = _after(_matrix(item), outer)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), _MOST_IN_FORM)):
                self._item(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)
        if kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            return
        if not pdfium.FPDFPageObj_GetBounds(item, *self.bounds):
            return
        x0, bottom, x1, top = (bound.value for bound in self.bounds)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self.pictures.append(_moved((x0, bottom, x1, top), outer))
            return
        pdfium.FPDFPath_GetDrawMode(item, self.fill, self.stroke)
        if not (self.fill.value or self.stroke.value):
            return
        segments = pdfium.FPDFPath_CountSegments(item)
        if segments > _MOST_SEGMENTS:
            return
        parts = segments > (2 if self.stroke.value else 5)  # a drawn outline's bounds are as wide as its pen
        boxes = _subpaths(item, segments) if parts else [(x0, bottom, x1, top)]
        self.boxes.extend((_moved(box, outer), bool(self.stroke.value)) for box in boxes)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _after(first: Matrix, then: Matrix) -> Matrix:
    """One change of space after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(box: Box, matrix: Matrix) -> Box:
    if matrix == _SAME:
        return box
    (ax, ay), (bx, by) = _point(box[0], box[1], matrix), _point(box[2], box[3], matrix)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _subpaths(item: Any, segments: int) -> Iterator[Box]:
    """The boxes of a path's parts. A path with a curve in it is a drawing and gives none."""
    matrix = _matrix(item)
    x, y = ctypes.c_float(), ctypes.c_float()
    parts: list[list[tuple[float, float]]] = []
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = _point(x.value, y.value, matrix)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([point])
        else:
            parts[-1].append(point)
    for part in parts:
        if len(part) > 1:
            xs, ys = [p[0] for p in part], [p[1] for p in part]
            yield min(xs), min(ys), max(xs), max(ys)


def _edges(box: Box, stroked: bool) -> list[Edge]:
    """The ruled lines that a box shows: one if it is thin, four if it is drawn, none if only filled."""
    x0, y0, x1, y1 = box
    wide, tall = x1 - x0, y1 - y0
    if tall <= _THIN and wide > _THIN:
        return [Edge(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)]
    if wide <= _THIN and tall > _THIN:
        return [Edge((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)]
    if stroked and wide > _THIN and tall > _THIN:
        return [Edge(x0, y0, x1, y0), Edge(x0, y1, x1, y1), Edge(x0, y0, x0, y1), Edge(x1, y0, x1, y1)]
    return []


def _shaded_cells(shades: list[Box]) -> list[Box]:
    """Shaded boxes that are the cells of a table without lines: side by side, and so in more than one row.
    (Words marked with a highlighter are side by side too, but part at other places in each line.)"""
    rows: dict[tuple[int, int], list[Box]] = {}
    for box in shades:
        rows.setdefault((round(box[1]), round(box[3])), []).append(box)
    shapes: dict[tuple[int, ...], list[Box]] = {}
    for row in rows.values():
        row.sort()
        beside = all(abs(after[0] - before[2]) <= _THIN for before, after in zip(row, row[1:], strict=False))
        if len(row) > 1 and beside:
            shapes.setdefault(tuple(round(box[0] / 3) for box in row), []).extend(row)
    return [box for shape, boxes in shapes.items() if len(boxes) > len(shape) for box in boxes]


def read_links(
    document: pypdfium2.PdfDocument, handle: pypdfium2.PdfPage, turn: Turn, words: Sequence[Word]
) -> None:
    """Give each word under a link's rectangle the link's address."""
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    links = 0
    while links < _MOST_LINKS and pdfium.FPDFLink_Enumerate(handle.raw, position, link):
        links += 1
        action = pdfium.FPDFLink_GetAction(link)
        if not action or not pdfium.FPDFLink_GetAnnotRect(link, box):
            continue
        address = pdfium_string(partial(pdfium.FPDFAction_GetURIPath, document.raw, action))
        if not address:
            continue
        (ax, ay), (bx, by) = turn.point(box.left, box.top), turn.point(box.right, box.bottom)
        x0, x1, y0, y1 = min(ax, bx) - 1, max(ax, bx) + 1, min(ay, by) - 1, max(ay, by) + 1
        for word in words:
            middle = (word.x0 + word.x1) / 2
            if x0 <= middle <= x1 and y0 <= word.y - word.size * 0.3 <= y1:
                word.link = address
