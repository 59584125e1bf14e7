"""PDF files: what is seen on the pages, what is there and not seen, and what stands behind them.

Use from one thread of a process: PDFium is not safe in several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as raw

from heed.kit.disclosure.collecting import Collected
from heed.kit.disclosure.inside import add_file, add_picture, add_xmp
from heed.kit.disclosure.pdf_hidden import hidden_on
from heed.kit.disclosure.pdf_objects import pictures_of, streams_of, strings_of
from heed.kit.disclosure.types import Layer
from heed.kit.disclosure.written import add_document
from heed.kit.reading.pdf import extract_pdf, open_pdf
from heed.kit.reading.sniff import refuse
from heed.kit.reading.types import Document, Unreadable
from heed.kit.words import tokens

_WORDLESS = ("scan", "garbled", "no_text", "illegible")
_END = re.compile(rb"%%EOF")
_MOST_REVISIONS = 50
_ANNOTATION_KEYS = (b"Contents", b"T", b"TU", b"TM", b"RC", b"Subj", b"V", b"DV", b"NM", b"Alt", b"DA", b"A")
_WORD = re.compile(r"[^\W_]{2}")


def fill_from_pdf(data: bytes, name: str, found: Collected) -> None:
    """Add every piece of text of a PDF. Raises `Unreadable` where it cannot be opened."""
    file = open_pdf(data, found.limits)
    try:
        hidden: list[tuple[int, Layer, str]] = []
        for index in range(len(file)):
            page = file[index]
            hidden += [(index + 1, layer, words) for layer, words in hidden_on(page)]
            page.close()
        _seen(data, file, hidden, found)
        for number, layer, words in hidden:
            found.add_once(words, layer, f"page {number}", page=number)
        _behind(file, found)
        _attached(file, found)
    except pypdfium2.PdfiumError as error:
        raise refuse("damaged") from error
    finally:
        file.close()
    _revisions(data, found)
    _elsewhere(data, found)


def _seen(
    data: bytes, file: pypdfium2.PdfDocument, hidden: Sequence[tuple[int, Layer, str]], found: Collected
) -> None:
    """The blocks of the pages; a block of which nothing is seen goes under its own layer."""
    try:
        document = extract_pdf(data, limits=found.limits)
    except Unreadable as reason:
        if reason.code not in _WORDLESS:
            raise
        found.warn(reason.message)
        found.pages = len(file)
        for number, words in enumerate(_texts(file), start=1):
            found.add(words, Layer.VISIBLE, f"page {number}", page=number)
        return
    for number in document.unread:
        found.warn(f"Page {number} is a picture: look at it, nobody reads what it shows.")
    add_document(document, found, _not_seen(document, hidden))


def _not_seen(document: Document, hidden: Sequence[tuple[int, Layer, str]]) -> dict[int, Layer]:
    by_page: dict[int, list[tuple[Layer, str]]] = {}
    for number, layer, words in hidden:
        by_page.setdefault(number, []).append((layer, _bare(words)))
    found: dict[int, Layer] = {}
    for index, block in enumerate(document.blocks):
        page = block.spans[0].page if block.spans else None
        said = _bare("".join(document.text[span.start : span.end] for span in block.spans))
        for layer, words in by_page.get(page or 0, ()):
            if said and said in words:
                found[index], said = layer, ""
            elif words and words in said:  # several hidden texts, read as one line
                said = said.replace(words, "")
                if not said:
                    found[index] = layer
    return found


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


def _texts(file: pypdfium2.PdfDocument) -> list[str]:
    found = []
    for page in file:
        text = page.get_textpage()
        found.append(text.get_text_range())
        text.close()
        page.close()
    return found


def _behind(file: pypdfium2.PdfDocument, found: Collected) -> None:
    """Properties, bookmarks, annotations, fields."""
    for key, value in file.get_metadata_dict(skip_empty=True).items():
        if not key.endswith("Date"):
            found.add(value, Layer.PROPERTY, f"the file's properties, {key}")
    for bookmark in file.get_toc(max_depth=30):
        found.add(bookmark.get_title(), Layer.BOOKMARK, "a bookmark")
    for index in range(len(file)):
        page = file[index]
        for at in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, at)
            if annotation:
                kind = raw.FPDFAnnot_GetSubtype(annotation)
                layer = Layer.FORM_FIELD if kind == raw.FPDF_ANNOT_WIDGET else Layer.ANNOTATION
                for key in _ANNOTATION_KEYS:
                    words = _value(annotation, key)
                    if _WORD.search(words) and not words.startswith("/"):
                        found.add_once(re.sub(r"<[^>]*>", " ", words), layer, f"page {index + 1}")
                link = raw.FPDFAnnot_GetLink(annotation)
                action = raw.FPDFLink_GetAction(link) if link else None
                if action:
                    found.add_once(_address(file, action), Layer.LINK, f"page {index + 1}")
                raw.FPDFPage_CloseAnnot(annotation)
        page.close()


def _value(annotation: object, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if size <= 2:
        return ""
    room = (raw.FPDF_WCHAR * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, room, size)
    return bytes(room)[: size - 2].decode("utf-16-le", errors="replace")


def _address(file: pypdfium2.PdfDocument, action: object) -> str:
    size = raw.FPDFAction_GetURIPath(file.raw, action, None, 0)
    if not size:
        return ""
    import ctypes

    room = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(file.raw, action, room, size)
    return room.value.decode("utf-8", errors="replace")


def _attached(file: pypdfium2.PdfDocument, found: Collected) -> None:
    for index in range(file.count_attachments()):
        attachment = file.get_attachment(index)
        name = attachment.get_name()
        try:
            content = bytes(attachment.get_data())
        except pypdfium2.PdfiumError:
            content = b""
        add_file(content, name, Layer.ATTACHMENT, f"the attachment {name}", found)


def _revisions(data: bytes, found: Collected) -> None:
    """What earlier versions of the file said that its last one does not: a PDF may be saved by adding to its end."""
    ends = [each.end() for each in _END.finditer(data)]
    now = {token for piece in found.pieces for token in tokens(piece.words)}
    for number, end in enumerate(ends[:-1][:_MOST_REVISIONS], start=1):
        try:
            earlier = pypdfium2.PdfDocument(data[:end])
            pages = len(earlier)
        except pypdfium2.PdfiumError:
            continue  # as in a file made ready for the web, whose first end is none
        try:
            for page, words in enumerate(_texts(earlier) if pages <= found.limits.pages else (), start=1):
                for line in words.splitlines():
                    if set(tokens(line)) - now or not found.has(line):
                        place = f"version {number} of the file, page {page}"
                        found.add_once(line, Layer.EARLIER_REVISION, place)
            for key, value in earlier.get_metadata_dict(skip_empty=True).items():
                if not key.endswith("Date") and not found.has(value):
                    found.add_once(value, Layer.EARLIER_REVISION, f"version {number} of the file, {key}")
        except pypdfium2.PdfiumError:
            continue
        finally:
            earlier.close()


def _elsewhere(data: bytes, found: Collected) -> None:
    """XMP, pictures' own data, alt texts, and every string of every object that nothing above has shown."""
    add_xmp(data, Layer.PROPERTY, "the file's XMP properties", found)
    for content in streams_of(data, found.limits, b"/Metadata"):
        add_xmp(content, Layer.PROPERTY, "the file's XMP properties", found)
    for number, picture in enumerate(pictures_of(data), start=1):
        add_picture(picture, f"picture {number}", found)
    for key, words in strings_of(data, found.limits):
        if _WORD.search(words) and not found.has(words):
            alt = key in ("Alt", "ActualText", "E")
            layer = Layer.ALT_TEXT if alt else Layer.SCRIPT if key == "JS" else Layer.ELSEWHERE
            found.add_once(words, layer, f"an object of the file{f', /{key}' if key else ''}")
