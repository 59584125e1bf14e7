"""PDF files: text as printed, with its blocks, tables, notes and the place of each on the page.

Use from one thread of a process: PDFium is not safe in several.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pypdfium2

from heed.kit.reading.pdf_blocks import (
    Draft,
    mark_bare_numbers,
    mark_headings,
    paragraphs,
    set_depths,
    usual_leading,
)
from heed.kit.reading.pdf_furniture import (
    Laid,
    body_size,
    mark_contents,
    set_furniture_aside,
    set_notes_aside,
)
from heed.kit.reading.pdf_lines import Line, find_gutter, parts_at, reading_order, stretches
from heed.kit.reading.pdf_page import Page, read_page
from heed.kit.reading.pdf_seen import words_seen
from heed.kit.reading.pdf_tables import Table, find_tables, is_box, join_tables
from heed.kit.reading.pdf_words import Fonts, Word
from heed.kit.reading.pdf_write import Hyphens, Writer, block_of, ends_in_hyphen
from heed.kit.reading.sniff import LIMITS, Limits, refuse
from heed.kit.reading.types import Block, BlockKind, Document, PageLayout, Place, Seen, Unreadable
from heed.kit.reading.types import Word as PlacedWord

_PICTURE = 0.5  # of the page: a picture this large with hardly a word beside it is a scanned page
_FEW_WORDS = 8
_UNMAPPED = 0.3
_NOTE_MARKER = re.compile(r"\d{1,3}[.)]?|[*†‡§¶]{1,3}|\[\d{1,3}\]")


def extract_pdf(data: bytes, *, limits: Limits = LIMITS, layout: bool = False, seen: Seen = ()) -> Document:
    """Read a PDF; `seen` are the lines recognised on the pages of a scan. Raises `Unreadable` when it is
    locked, damaged, cut short, too long, or a scan of which nothing was recognised."""
    document = open_pdf(data, limits)
    try:
        fonts = Fonts()
        pages = [_page(document, index, fonts) for index in range(len(document))]
        metadata = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    if seen:
        _put_seen(pages, seen)
    unread = () if seen else _refuse_unreadable(pages)
    text, blocks = _compose([_lay(page) for page in pages])
    return Document(
        kind="pdf",
        text=text,
        blocks=tuple(blocks),
        pages=len(pages),
        title=" ".join(metadata.get("Title", "").split()),
        created=_iso(metadata.get("CreationDate", "")),
        layout=tuple(_layout(page) for page in pages) if layout else (),
        ocr=bool(seen) or sum(page.hidden for page in pages) > 0.5 * sum(len(page.words) for page in pages),
        unread=unread,
    )


def open_pdf(data: bytes, limits: Limits = LIMITS) -> pypdfium2.PdfDocument:
    """An open document, or `Unreadable`: PDFium repairs much, so a file without an end is refused first."""
    end = data.rfind(b"%%EOF")
    if b"startxref" not in data[-4096:] and (end < 0 or b" obj" in data[end:]):
        raise refuse("truncated")
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        raise refuse("encrypted" if "assword" in str(error) else "damaged") from error
    if count == 0:
        document.close()
        raise refuse("damaged")
    if count > limits.pages:
        document.close()
        raise refuse("too_long", limit=f"{limits.pages:,}")
    return document


def _page(document: pypdfium2.PdfDocument, index: int, fonts: Fonts) -> Page:
    try:
        return read_page(document, index, fonts)
    except pypdfium2.PdfiumError as error:
        damaged = refuse("damaged", page=index + 1)
        raise Unreadable(
            damaged.code, f"Page {index + 1} is damaged. {damaged.message}", index + 1
        ) from error


def _refuse_unreadable(pages: Sequence[Page]) -> tuple[int, ...]:
    """The pages that are pictures without text; raises when there is nothing else."""
    pictures = tuple(
        p.number for p in pages if p.picture > _PICTURE and len(p.words) + len(p.turned) < _FEW_WORDS
    )
    words = sum(len(page.words) + len(page.turned) for page in pages)
    if not words:
        raise refuse("scan" if any(page.picture for page in pages) else "no_text")
    if len(pictures) == len(pages) or (len(pictures) > 0.8 * len(pages) and words < 40 * len(pages)):
        raise refuse("scan")
    letters = sum(len(word.text) for page in pages for word in page.words)
    if sum(page.unmapped for page in pages) > _UNMAPPED * letters:
        raise refuse("garbled")
    return pictures


def _put_seen(pages: Sequence[Page], seen: Seen) -> None:
    """Give pages the words that were recognised on them, in the place of the few that are text."""
    for page, words in zip(pages, words_seen(seen), strict=True):
        page.words, page.turned = words, []
        page.shown = page.read = None  # recognised as shown
    if not any(page.words for page in pages):
        raise refuse("illegible")


def _lay(page: Page) -> Laid:
    tables, words = find_tables(page)
    parts = [*stretches(words, page.number), *(table.placeholder() for table in tables)]
    return Laid(page, parts, tables)


def _order(pages: Sequence[Laid]) -> None:
    """Put each page's stretches together as lines in reading order. Where half of the pages have two
    columns, a page too short to show its own takes the others' gutter."""
    gutters = [find_gutter(laid.lines, 0.0, laid.page.width) for laid in pages]
    found = sorted(gutter for gutter in gutters if gutter is not None)
    usual = found[len(found) // 2] if 2 * len(found) >= len(pages) else None
    for index, laid in enumerate(pages):
        if gutters[index] is None and usual is not None and parts_at(laid.lines, usual):
            gutters[index] = usual
    second = [
        line.size
        for laid, gutter in zip(pages, gutters, strict=True)
        for line in laid.lines
        if gutter is not None and line.x0 >= gutter
    ]
    for laid, gutter in zip(pages, gutters, strict=True):
        laid.lines = reading_order(laid.lines, laid.page.number, gutter, frozenset(second))


def _compose(pages: Sequence[Laid]) -> tuple[str, list[Block]]:
    """Sort lines into text and what interrupts it, build the blocks, write the text."""
    set_furniture_aside(pages)
    _order(pages)
    mark_contents(pages)
    body = body_size(pages)
    set_notes_aside(pages, body)
    _set_edges(pages)
    leading = usual_leading((line for laid in pages for line in laid.lines if line.words), body)
    tables = [
        (laid.tables[line.table], line is laid.lines[0], line is laid.lines[-1])
        for laid in pages
        for line in laid.lines
        if line.table is not None
    ]
    join_tables(tables)
    running = _running(pages, leading, body)
    asides = [
        draft
        for laid in pages
        for kind, lines in (
            (BlockKind.FURNITURE, laid.head),
            (BlockKind.FOOTNOTE, laid.notes),
            (BlockKind.FURNITURE, laid.foot),
            (BlockKind.FURNITURE, stretches(laid.page.turned, laid.page.number)),
        )
        for draft in _aside(kind, lines, leading)
    ]
    return _write(pages, running, asides)


def _running(pages: Sequence[Laid], leading: dict[float, float], body: float) -> list[Draft]:
    """The running text's drafts, with tables in their places."""
    drafts: list[Draft] = []
    held: list[Line] = []

    def close() -> None:
        drafts.extend(paragraphs(held, leading))
        held.clear()

    for laid in pages:
        for line in laid.lines:
            if line.table is not None:
                table = laid.tables[line.table]
                for index, row in enumerate(table.rows):
                    if table.is_frame or is_box(table, row):
                        held.extend(line for cell in row for line in cell.lines)
                    else:
                        close()
                        drafts.extend(_cells(table, index, leading))
            elif id(line) in laid.contents:
                close()
                drafts.append(Draft([line], BlockKind.FURNITURE))
            else:
                held.append(line)
    close()
    for draft in drafts:
        if draft.marker and draft.kind is BlockKind.PARAGRAPH:
            draft.kind = BlockKind.ITEM
    mark_headings(drafts, body)
    mark_bare_numbers(drafts)
    set_depths(drafts)
    return drafts


def _cells(table: Table, index: int, leading: dict[float, float]) -> list[Draft]:
    """One row's cells."""
    repeats = index < table.repeated
    number = table.first_row + index - table.repeated
    drafts: list[Draft] = []
    for cell in table.rows[index]:
        for draft in paragraphs(cell.lines, leading):
            draft.kind = BlockKind.FURNITURE if repeats else BlockKind.CELL
            head = index < table.head_rows
            draft.place = None if repeats else Place(table.number, number, cell.column, head)
            drafts.append(draft)
    return drafts


def _aside(kind: BlockKind, lines: list[Line], leading: dict[float, float]) -> list[Draft]:
    if kind is BlockKind.FURNITURE:
        return [Draft([line], kind) for line in lines]
    drafts: list[Draft] = []
    for line in lines:
        first = line.words[0]
        starts = len(line.words) > 1 and (first.raised or _NOTE_MARKER.fullmatch(first.text))
        if drafts and not starts:
            drafts[-1].lines.append(line)
        else:
            drafts.append(Draft([line], kind, [first] if starts else [], first.text if starts else ""))
    return drafts


def _set_edges(pages: Sequence[Laid]) -> None:
    """A page of one column begins and ends where the document's lines do, however its own lines stand."""
    widths: dict[int, list[Laid]] = {}
    for laid in pages:
        if len({line.column for line in laid.lines}) == 1:
            widths.setdefault(round(laid.page.width), []).append(laid)
    for width, alike in widths.items():
        lines = [line for laid in alike for line in laid.lines if line.words]
        if not lines:
            continue
        left = sorted(line.x0 for line in lines)[int(0.02 * (len(lines) - 1))]
        right = sorted(line.x1 for line in lines)[int(0.97 * (len(lines) - 1))]
        reached = sum(line.x1 > 0.94 * right and len(line.words) > 4 for line in lines)
        if reached < max(3, 0.1 * len(lines)):  # only short lines: the margins are taken to be alike
            right = max(right, width - left)
        for line in lines:
            line.left, line.right = min(left, line.x0), max(right, line.right)


def _write(pages: Sequence[Laid], running: list[Draft], asides: list[Draft]) -> tuple[str, list[Block]]:
    """Page by page: running heads, text, notes, running feet."""
    every = [line for draft in running for line in draft.lines]
    hyphens = Hyphens.learn(every)
    hyphens.judge(
        [
            (a.words[-1].text, b.words[0].text)
            for draft in running
            for a, b in zip(draft.lines, draft.lines[1:], strict=False)
            if ends_in_hyphen(a.words[-1])
        ]
    )
    writer = Writer(hyphens)
    heads = {id(line) for laid in pages for line in laid.head}
    first = [draft for draft in asides if id(draft.first) in heads]
    last = [draft for draft in asides if id(draft.first) not in heads]
    on_page: dict[int, list[Draft]] = {}
    for draft in (*first, *running, *last):
        for number in dict.fromkeys(line.page for line in draft.lines):
            on_page.setdefault(number, []).append(draft)
    for laid in pages:
        for draft in on_page.get(laid.page.number, ()):
            writer.draft(draft, laid.page.number)
        writer.write("\n")
    text = writer.text
    blocks = [block_of(draft, writer, text) for draft in (*first, *running, *last)]
    return text, sorted((block for block in blocks if block.spans), key=lambda block: block.spans[0].start)


def _layout(page: Page) -> PageLayout:
    shown = page.shown or page
    return PageLayout(
        number=page.number,
        width=round(shown.width, 2),
        height=round(shown.height, 2),
        words=tuple(_placed(word, page) for word in page.words if word.start >= 0),
    )


def _placed(word: Word, page: Page) -> PlacedWord:
    box = page.place(word.x0, word.y - 0.8 * word.size, word.x1, word.y + 0.22 * word.size)
    return PlacedWord(word.start, word.end, *(round(edge, 1) for edge in box))


def _iso(date: str) -> str:
    """A PDF's date ("D:20160404143353+01'00'") as the ISO day."""
    found = re.match(r"D:(\d{4})(\d{2})?(\d{2})?", date)
    return "-".join(part for part in found.groups() if part) if found else ""
