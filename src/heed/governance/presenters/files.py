"""A document as a file to be saved."""

from __future__ import annotations

from heed.kit.writing import Document, to_pdf, to_word
from heed.platform.base.errors import Unavailable
from heed.platform.ui.writing import font_for_paper

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NAMES = {"pdf": "PDF", "docx": "Word"}


def bytes_of(document: Document, form: str) -> bytes:
    """The document as Word or PDF; `Unavailable` where this machine cannot draw PDFs."""
    if form == "docx":
        return to_word(document)
    try:
        return to_pdf(document, font=font_for_paper())
    except OSError as problem:
        raise Unavailable("This machine lacks a library for PDF. Take the Word file.") from problem
