"""What an independent reader (PDFium) finds of a PDF's structure, as a screen reader would be told it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Element:
    """A tagged element: its kind ("H1", "P", "Figure"), and the words for those who do not see it."""

    kind: str
    alt: str


def structure_of(data: bytes) -> list[Element]:
    """All tagged elements of a PDF, page by page in reading order."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    assert pdfium.FPDFCatalog_IsTagged(document), "it does not say that it is tagged"
    found: list[Element] = []
    for number in range(pdfium.FPDF_GetPageCount(document)):
        page = pdfium.FPDF_LoadPage(document, number)
        tree = pdfium.FPDF_StructTree_GetForPage(page)
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            found += _within(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))
        pdfium.FPDF_StructTree_Close(tree)
        pdfium.FPDF_ClosePage(page)
    pdfium.FPDF_CloseDocument(document)
    return found


def _within(element: Any) -> Iterator[Element]:
    yield Element(
        _said(pdfium.FPDF_StructElement_GetType, element),
        _said(pdfium.FPDF_StructElement_GetAltText, element),
    )
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
            yield from _within(child)


def _said(ask: Callable[..., int], *about: Any) -> str:
    size = ask(*about, None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(*about, buffer, size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")
