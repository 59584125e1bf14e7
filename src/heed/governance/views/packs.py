"""A meeting's pack as a page, Word and PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from heed.governance.operations import note_pack_taken
from heed.governance.presenters.meetings import crumbs_of, document_page, tabs_of
from heed.governance.presenters.pack import pack_document
from heed.governance.queries.meetings import find_meeting
from heed.governance.queries.pack import pack_of
from heed.kit.writing import Document, to_pdf, to_word
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible, Unavailable
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.writing import font_for_paper

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def pack(request: HttpRequest, ref: str) -> HttpResponse:
    """The pack for the day of the meeting, as this reader may see it."""
    actor = actor_of_request(request)
    found = find_meeting(actor, ref)
    files = tuple(
        (text, reverse("governance:pack_file", args=[ref, form]))
        for form, text in (("pdf", "PDF"), ("docx", "Word"))
    )
    page = document_page(
        pack_document(pack_of(actor, found)),
        crumbs=crumbs_of(found, "Pack"),
        tabs=tabs_of(found, "pack"),
        files=files,
    )
    return render(request, "governance/document.html", page)


@require_safe
def pack_file(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The same as a file."""
    actor = actor_of_request(request)
    found = find_meeting(actor, ref)
    if form not in TYPES:
        raise NotVisible
    document = pack_document(pack_of(actor, found))
    note_pack_taken(actor, ref=ref, form=form, at=clock.now())
    return file_of(document, form, name=f"{found.reference.lower()}-pack")


def file_of(document: Document, form: str, *, name: str) -> HttpResponse:
    """A document to be saved."""
    response = HttpResponse(bytes_of(document, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def bytes_of(document: Document, form: str) -> bytes:
    """A document as Word or PDF; `Unavailable` where this machine cannot draw PDFs."""
    if form == "docx":
        return to_word(document)
    try:
        return to_pdf(document, font=font_for_paper())
    except OSError as problem:
        raise Unavailable("This machine lacks a library for PDF. Take the Word file.") from problem
