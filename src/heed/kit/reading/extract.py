"""From a file's bytes to a `Document`: its text, its blocks in reading order and, when asked, its layout."""

from __future__ import annotations

from heed.kit.reading.sniff import LIMITS, Limits, refuse, sniff
from heed.kit.reading.types import Document, Seen


def extract(
    data: bytes, name: str, *, limits: Limits = LIMITS, layout: bool = False, seen: Seen = ()
) -> Document:
    """Read a file's bytes; `name` is used for nothing but its title where the file has none.

    `layout` also gives the place of every word, for formats with pages (slower); `seen` are the lines that were
    recognised on the pages of a scan. Raises `Unreadable`
    with one sentence for a person when the file is not one that can be read.
    """
    kind = sniff(data, limits)
    # Each format's library is loaded only when such a file comes: start-up counts for short files.
    if kind == "pdf":
        from heed.kit.reading.pdf import extract_pdf

        document = extract_pdf(data, limits=limits, layout=layout, seen=seen)
    elif kind == "docx":
        from heed.kit.reading.docx import extract_docx

        document = extract_docx(data, limits=limits)
    elif kind == "xlsx":
        from heed.kit.reading.xlsx import extract_xlsx

        document = extract_xlsx(data, limits=limits)
    elif kind == "html":
        from heed.kit.reading.html import extract_html

        document = extract_html(data)
    else:
        from heed.kit.reading.text import extract_text

        document = extract_text(data, name)
    if not document.text.strip():
        raise refuse("no_text")
    return document
