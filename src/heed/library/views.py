"""The library: documents, their pages and their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.library.operations import note_document_read, note_file_taken
from heed.library.places import places_of
from heed.library.presenters import (
    KIND_NAMES,
    DocumentPage,
    LibraryMore,
    page_links,
    parse_offsets,
)
from heed.library.queries import (
    adoptions_of,
    count_links,
    find_document,
    find_reading,
    get_page_picture,
    get_shown_blocks,
    is_restricted,
    name_to_save,
    newest_reading,
    path_of_page_image,
)
from heed.library.registers import DOCUMENTS
from heed.library.types import LinkState, Place
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.platform.ui.wording import count, words

if TYPE_CHECKING:
    from heed.library.models import Document, Reading


@require_safe
def library(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, DOCUMENTS, template="library/list.html", more=_beside)


def _beside(actor: Actor) -> LibraryMore:
    return LibraryMore(
        bring_in=reverse("intake:bring_in") if actor.may(Permission.BRING_IN_DOCUMENTS) else "",
        panels=panels_for("library", actor),
    )


@require_safe
def document(request: HttpRequest, ref: str) -> HttpResponse:
    """A page of the document with every registered record on it marked, and the one asked for lit."""
    actor = actor_of_request(request)
    found = find_document(actor, ref)
    reading = newest_reading(found, wanted=request.GET.get("reading", ""))
    number = number_of(request, "page") or 1
    page = _document_page(request, found, reading, number)
    note_document_read(actor, document_ref=ref, page=number if page.picture else 0, at=clock.now())
    return render(request, "library/document.html", page)


def _document_page(
    request: HttpRequest, found: Document, reading: Reading | None, number: int
) -> DocumentPage:
    actor = actor_of_request(request)
    offsets = parse_offsets(request.GET.get("at", ""))
    places = places_of(actor, reading) if reading else []
    if offsets:
        places = [place for place in places if place.offsets != offsets]
        places.append(
            Place(
                ref="here",
                look="recommendation",
                offsets=offsets,
                label="The words you came for",
                chosen=True,
            )
        )
    has_pages = bool(reading and reading.page_count)
    links = page_links(found, reading, number) if reading and has_pages else ()
    return DocumentPage(
        title=found.title or found.name,
        name=found.name,
        lead=_lead(found, reading),
        file_href=reverse("library:file", args=[found.public_id]),
        who_href=reverse("people:who_can_see", args=["document", found.public_id]),
        restricted=is_restricted(found),
        shared=_shared(found),
        shared_href=reverse("library:shared", args=[found.public_id]),
        links=_links(actor, found.public_id),
        picture=get_page_picture(reading, number=number, places=places) if reading and has_pages else None,
        blocks=tuple(get_shown_blocks(reading, places=places)) if reading and not has_pages else (),
        before=links[number - 2].href if number > 1 and links else "",
        after=links[number].href if links and number < len(links) else "",
        pages=links,
        head=panels_for("document head", actor, found),
        panels=panels_for("document", actor, found),
    )


def _shared(found: Document) -> str:
    """Whose it is and who has adopted it, in a sentence."""
    areas = [each.area.name for each in adoptions_of(found) if each.ended_on is None]
    parts = [
        f"Owned by {found.owner.name}" if found.owner else "",
        f"adopted by {words(areas)}" if areas else "",
    ]
    said = ", ".join(filter(None, parts))
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _links(actor: Actor, ref: str) -> tuple[tuple[str, str], ...]:
    base = f"{reverse('library:links')}?document={ref}"
    states = count_links(actor, ref)
    total = sum(states.values())
    bad = sum(states.get(each, 0) for each in (LinkState.NO_TARGET, LinkState.DEAD))
    if not total:
        return ()
    return ((f"{count(total, 'link')}{f', {bad} of them lead nowhere' if bad else ''}", base),)


def _lead(found: Document, reading: Reading | None) -> str:
    kind = KIND_NAMES.get(reading.kind, "document") if reading else "document that has not been read"
    pages = f" of {reading.page_count} pages" if reading and reading.page_count else ""
    return f"{kind[0].upper()}{kind[1:]}{pages}, brought in on {timezone.localtime(found.brought_in_at):%-d %B %Y}"


@require_safe
def page_image(request: HttpRequest, ref: str, number: int) -> HttpResponseBase:
    actor = actor_of_request(request)
    reading = find_reading(actor, ref)
    path = path_of_page_image(reading, number)
    if number > (reading.page_count or 0) or not path.is_file():
        raise NotVisible
    note_document_read(actor, document_ref=reading.document.public_id, page=number, at=clock.now())
    return FileResponse(path.open("rb"), content_type="image/webp")


@require_safe
def document_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file as it was brought in, always to be saved, never opened in the page, under a name made here."""
    actor = actor_of_request(request)
    found = find_document(actor, ref)
    note_file_taken(actor, document_ref=ref, at=clock.now())
    response = FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=name_to_save(found),
        content_type="application/octet-stream",
    )
    # Whatever a browser makes of it all the same: nothing in it runs, and nothing is fetched.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
