"""Every piece of text of a file, with its layer and place: what is seen, and what a reader cannot see."""

from __future__ import annotations

import hashlib
from pathlib import Path

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.types import Layer, Layers
from heed.kit.reading.sniff import LIMITS, Limits, refuse, sniff
from heed.kit.reading.types import Unreadable

LAYERS = "heed.kit.disclosure.layers.read_layers"
"""For the limited process (`heed.kit.reading.process`): an untrusted file is read there."""

DEEPEST = 3
"""Files inside files inside files: deeper than this nothing is opened, and a warning says so."""


def read_layers(
    source: str | Path | bytes, name: str = "", *, limits: Limits = LIMITS, depth: int = 0
) -> Layers:
    """The pieces of a PDF, DOCX, XLSX, PPTX, HTML, text or CSV file, told by its content; `name` is its file name.

    Raises `Unreadable` with one sentence for a file of another kind, and for one that is encrypted, damaged or too
    large. A path is opened here; in the limited process only bytes can be given.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    name = name or (Path(source).name if isinstance(source, str | Path) else "")
    kind = kind_of(data, name, limits)
    found = Collected(limits, depth)
    if name and not depth:
        found.add(_spaced_name(name), Layer.FILE_NAME, "the name of the file")
    _fill(kind, data, name, found)
    pieces = sorted(found.pieces, key=lambda one: one.layer is not Layer.VISIBLE)
    return Layers(
        name, kind, hashlib.sha256(data).hexdigest(), tuple(pieces), tuple(found.warnings), found.pages
    )


def kind_of(data: bytes, name: str, limits: Limits = LIMITS) -> str:
    """pdf, docx, xlsx, pptx, html, text or csv."""
    try:
        kind = sniff(data, limits)
    except Unreadable as reason:
        if reason.code != "presentation" or not data.startswith(b"PK"):
            raise
        return "pptx"
    if kind in ("text", "markdown"):
        return "csv" if name.lower().endswith((".csv", ".tsv")) else "text"
    return kind


def _fill(kind: str, data: bytes, name: str, found: Collected) -> None:
    # Each format's library is loaded only when such a file comes: start-up counts for short files.
    if kind == "pdf":
        from heed.kit.disclosure.pdf import fill_from_pdf

        fill_from_pdf(data, name, found)
    elif kind == "docx":
        from heed.kit.disclosure.word import fill_from_word

        fill_from_word(data, found)
    elif kind == "xlsx":
        from heed.kit.disclosure.sheets import fill_from_sheets

        fill_from_sheets(data, found)
    elif kind == "pptx":
        from heed.kit.disclosure.slides import fill_from_slides

        fill_from_slides(data, found)
    elif kind == "html":
        from heed.kit.disclosure.web import fill_from_web

        fill_from_web(data, found)
    elif kind in ("text", "csv"):
        from heed.kit.disclosure.plain_text import fill_from_text

        fill_from_text(data, name, kind, found)
    else:
        raise refuse("unknown")


def _spaced_name(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
