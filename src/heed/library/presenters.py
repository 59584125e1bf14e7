"""Documents as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from heed.library.models import Adoption, Document, Link, Reading
from heed.library.rules import shown_words as shown_words
from heed.library.types import LINK_STATES, LinkState, Offsets, PagePicture, Shown
from heed.platform.ui.components.tags import Tone
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import count, day, moment

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
    shared: str
    """Whose it is and who has adopted it; "" where it is not shared."""
    shared_href: str
    links: tuple[tuple[str, str], ...]
    """The links it holds: how many in which state, and where they are listed."""
    picture: PagePicture | None
    blocks: tuple[Shown, ...]
    before: str
    after: str
    pages: tuple[PageLink, ...]
    head: tuple[Panel, ...]
    """What stands above the document's own words; `panels` stand beneath them."""
    panels: tuple[Panel, ...]


def kind_of(document: Document) -> str:
    """What it is, with its pages, by its newest Reading."""
    readings = list(document.readings.all())
    if not readings:
        return "not read yet"
    newest = readings[-1]
    pages = f", {count(newest.page_count, 'page')}" if newest.page_count else ""
    return f"{KIND_NAMES.get(newest.kind, newest.kind)}{pages}"


def adopted_words(document: Document) -> str:
    """The areas that have adopted it, each with its day."""
    return "; ".join(f"{each.area.name} ({day(each.adopted_on)})" for each in document.adoptions.all())


@dataclass(frozen=True, kw_only=True)
class AdoptionRow:
    area: str
    since: str
    variation: str
    used: bool


@dataclass(frozen=True, kw_only=True)
class SharedPage:
    """Whose a shared document is and which areas use it; the forms for those who may change it."""

    title: str
    back: str
    name: str
    owner: str
    rows: tuple[AdoptionRow, ...]
    own: forms.Form | None
    adopt: forms.Form | None
    version: int


@dataclass(frozen=True, kw_only=True)
class LinkPage:
    """A link, where it stands, what is known of it, and the form to say more."""

    title: str
    facts: tuple[tuple[str, str], ...]
    address: str
    state: str
    tone: Tone
    place_href: str
    document: str
    document_href: str
    within: tuple[str, ...]
    form: forms.Form | None
    version: int


@dataclass(frozen=True, kw_only=True)
class LinksMore:
    """What the register of links shows beside its rows."""

    how: str


LINK_TONES: dict[str, Tone] = {
    LinkState.NO_TARGET: "red",
    LinkState.NOT_CHECKED: "neutral",
    LinkState.WORKS: "green",
    LinkState.DEAD: "red",
}


def adoption_row(row: Adoption) -> AdoptionRow:
    until = f", until {day(row.ended_on)}" if row.ended_on else ""
    return AdoptionRow(
        area=row.area.name,
        since=f"{day(row.adopted_on)}{until}",
        variation=row.variation,
        used=row.ended_on is None,
    )


def link_page(row: Link, within: Sequence[str], form: forms.Form | None, version: int) -> LinkPage:
    found = row.reading.document
    looked = f"{moment(row.looked_at)}, by {row.looked_by}" if row.looked_at else "Nobody has looked yet"
    return LinkPage(
        title=row.words or row.address,
        facts=tuple(
            pair
            for pair in (("Address", row.address or "None"), ("Looked at", looked), ("Note", row.note))
            if pair[1]
        ),
        address=row.address,
        state=LINK_STATES[row.state],
        tone=LINK_TONES[row.state],
        place_href=place_address(found, row.reading.public_id, row.spans),
        document=str(found),
        document_href=reverse("library:document", args=[found.public_id]),
        within=tuple(within),
        form=form,
        version=version,
    )


def place_words(document: Document, spans: Sequence[Sequence[int | None]]) -> str:
    """Where a record's words stand: the page and the document, also one that was withdrawn since."""
    page = first_page(spans)
    where = f"Page {page} of {document}" if page else str(document)
    return f"{where}, which was withdrawn" if document.withdrawn_at else where


def place_address(document: Document, reading_ref: str, spans: Sequence[Sequence[int | None]]) -> str:
    """The address of the page on which a record's words stand, with them marked; "" where nobody is shown it, as the
    document was withdrawn."""
    if document.withdrawn_at:
        return ""
    query = {"reading": reading_ref, "at": ",".join(f"{span[0]}-{span[1]}" for span in spans)}
    page = first_page(spans)
    if page:
        query["page"] = str(page)
    return f"{reverse('library:document', args=[document.public_id])}?{urlencode(query, safe=',-')}#here"


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
