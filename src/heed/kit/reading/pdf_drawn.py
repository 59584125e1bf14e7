"""What is drawn on a PDF page beside its words: ruled lines, pictures, and the links over it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from functools import partial

import pypdfium2
import pypdfium2.raw as pdfium

from heed.kit.reading.pdf_space import Edge, Turn
from heed.kit.reading.pdf_words import Word, pdfium_string

_THIN = 2.6  # points: a filled box thinner than this is a line
_MOST_SEGMENTS = 4_000  # of one path: beyond it is a drawing, not a table


def read_drawn(handle: pypdfium2.PdfPage, turn: Turn) -> tuple[list[Edge], float]:
    """A page's ruled lines, and the share of it that its largest picture covers."""
    edges: list[Edge] = []
    picture = 0.0
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
            picture = max(picture, (x1 - x0) * (top - bottom) / area)
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
            edges.extend(_edges(box, turn, bool(stroke.value)))
    return edges, picture


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


def _edges(box: tuple[float, float, float, float], turn: Turn, stroked: bool) -> list[Edge]:
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


def read_links(
    document: pypdfium2.PdfDocument, handle: pypdfium2.PdfPage, turn: Turn, words: Sequence[Word]
) -> None:
    """Give each word under a link's rectangle the link's address."""
    position = ctypes.c_int(0)
    link = pdfium.FPDF_LINK()
    box = pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(handle.raw, position, link):
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
