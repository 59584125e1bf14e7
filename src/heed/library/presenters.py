"""Documents as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from heed.library.models import Document, Reading
from heed.library.rules import shown_words as shown_words
from heed.library.types import Offsets, PagePicture, Shown
from heed.platform.ui.panels import Panel

KIND_NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "xlsx": "Excel",
    "html": "web page",
    "markdown": "Markdown",
    "text": "text",
}


@dataclass(frozen=True, kw_only=True)
class LibraryMore:
    """What the library shows beside its documents."""

    bring_in: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, kw_only=True)
class PageLink:
    number: int
    href: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class DocumentPage:
    title: str
    name: str
    lead: str
    file_href: str
    who_href: str
    restricted: bool
    picture: PagePicture | None
    blocks: tuple[Shown, ...]
    before: str
    after: str
    pages: tuple[PageLink, ...]
    panels: tuple[Panel, ...]


def kind_of(document: Document) -> str:
    """What it is, with its pages, by its newest Reading."""
    readings = list(document.readings.all())
    if not readings:
        return "not read"
    newest = readings[-1]
    pages = f", {newest.page_count} pages" if newest.page_count else ""
    return f"{KIND_NAMES.get(newest.kind, newest.kind)}{pages}"


def place_address(document_ref: str, reading_ref: str, spans: Sequence[Sequence[int | None]]) -> str:
    """The address of the page on which a record's words stand, with them marked."""
    query = {"reading": reading_ref, "at": ",".join(f"{span[0]}-{span[1]}" for span in spans)}
    page = first_page(spans)
    if page:
        query["page"] = str(page)
    return f"{reverse('library:document', args=[document_ref])}?{urlencode(query, safe=',-')}#here"


def first_page(spans: Sequence[Sequence[int | None]]) -> int | None:
    """The page on which a record's words begin; None in a document without pages."""
    return next((span[2] for span in spans if len(span) > 2 and span[2]), None)


def page_links(document: Document, reading: Reading, current: int) -> tuple[PageLink, ...]:
    base = reverse("library:document", args=[document.public_id])
    return tuple(
        PageLink(
            number=number,
            href=f"{base}?{urlencode({'reading': reading.public_id, 'page': number})}",
            current=number == current,
        )
        for number in range(1, (reading.page_count or 0) + 1)
    )


def parse_offsets(written: str) -> Offsets:
    """From "4120-4316,4320-4800" in an address; whatever is not such a pair is left out."""
    pairs: Iterable[list[str]] = (pair.split("-") for pair in written.split(",")[:50])
    return tuple(
        (int(pair[0]), int(pair[1]))
        for pair in pairs
        if len(pair) == 2 and all(each.isascii() and each.isdigit() and len(each) < 10 for each in pair)
    )
