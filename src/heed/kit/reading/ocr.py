"""Text recognition of scanned pages, where the optional extra `ocr` is installed (`make ocr`).

Call `pages_of` and `recognise` in a limited process (`heed.kit.reading.scans` does): they open an untrusted
file. The models come with the extra's package; nothing is fetched and nothing is sent.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pypdfium2

from heed.kit.reading.pdf import open_pdf
from heed.kit.reading.sniff import Limits, refuse
from heed.kit.reading.types import SeenLine, SeenWord

LIMITS = Limits(pages=200)
"""A scan takes seconds a page: longer ones are to be split."""

_SCALE = 2.0  # pixels to a point: 144 to the inch
_MOST_PIXELS = 8_000_000
_LEAST_SURE = 0.6  # of a line's recognition: below it stands noise, not words


def is_installed() -> bool:
    """Whether the extra is here."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def pages_of(data: bytes) -> int:
    """How many pages a PDF has. Raises `Unreadable` for one with too many to recognise."""
    document = open_pdf(data, LIMITS)
    try:
        return len(document)
    finally:
        document.close()


def recognise(data: bytes, number: int) -> tuple[SeenLine, ...]:
    """The lines that can be made out on the picture of one page, counted from 1."""
    document = open_pdf(data, LIMITS)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(_SCALE, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
        picture = page.render(scale=scale, may_draw_forms=False).to_numpy()
    except pypdfium2.PdfiumError as error:
        raise refuse("damaged", page=number) from error
    finally:
        document.close()
    found = _engine()(picture)
    if found.boxes is None or not found.txts:
        return ()
    lines = zip(found.boxes, found.txts, found.scores, found.word_results, strict=True)
    return tuple(
        _line(text, box, pieces, scale)
        for box, text, score, pieces in lines
        if score >= _LEAST_SURE and text.strip()
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    """The recogniser. Its runtime would send reports of use and write under the home folder: it may not."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ["HOME"] = tempfile.gettempdir()
    runtime = "EngineConfig.onnxruntime"
    threads = min(os.cpu_count() or 1, 4)
    return import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # pages are upright as shown
            "Global.return_word_box": True,
            "Det.limit_type": "max",  # lines are found as well on a smaller picture, four times as fast
            "Det.limit_side_len": 1200,
            f"{runtime}.intra_op_num_threads": threads,
            f"{runtime}.inter_op_num_threads": 1,
        }
    )


def _line(text: str, box: Any, pieces: Sequence[Any], scale: float) -> SeenLine:
    """A line with the places of its words: those recognised or, where they are cut otherwise than the text,
    by their share of the line's letters."""
    ys = [float(point[1]) / scale for point in box]
    words = text.split()
    top, foot = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
    if [piece[0] for piece in pieces] == words:
        edges = [_edges(piece[2], scale) for piece in pieces]
    else:
        left, right = _edges(box, scale)
        each = (right - left) / max(len(" ".join(words)), 1)
        edges, at = [], left
        for word in words:
            edges.append((at, at + each * len(word)))
            at += each * (len(word) + 1)
    placed = tuple(SeenWord(word, x0, x1) for word, (x0, x1) in zip(words, edges, strict=True))
    return SeenLine(placed, (top + foot) / 2, max(foot - top, 1.0))


def _edges(box: Any, scale: float) -> tuple[float, float]:
    xs = [float(point[0]) / scale for point in box]
    return min(xs), max(xs)
