"""A meeting's pack as a page, Word and PDF, now and as it was sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance.operations import ask_for_packs, note_pack_taken, note_sent_pack_taken
from heed.governance.policies import can_minute, prepares
from heed.governance.presenters.files import NAMES, TYPES, bytes_of
from heed.governance.presenters.meetings import pack_page
from heed.governance.presenters.pack import pack_document
from heed.governance.queries.meetings import find_meeting
from heed.governance.queries.minutes import find_sent_pack, sent_packs
from heed.governance.queries.pack import pack_of
from heed.kit.writing import Document
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@require_http_methods(["GET", "POST"])
def pack(request: HttpRequest, ref: str) -> HttpResponse:
    """The pack for the day of the meeting, as this reader may see it; sending it makes everybody's and keeps them."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.PREPARE_MEETINGS)
        ask_for_packs(actor, ref=ref, at=clock.now())
        messages.success(
            request, "The packs are being made, one for each member. They stand here as they are ready."
        )
        return redirect(request.path)
    found = find_meeting(actor, ref)
    page = pack_page(
        found,
        pack_document(pack_of(actor, found)),
        sent_packs(actor, found),
        files=files_of("governance:pack_file", ref),
        can_send=prepares(actor),
        minutes=can_minute(actor, found, on=clock.today()),
    )
    return render(request, "governance/pack.html", page)


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


@require_safe
def sent_pack(request: HttpRequest, ref: str, pack: str) -> HttpResponseBase:
    """A pack with the bytes that were sent."""
    actor = actor_of_request(request)
    found = find_meeting(actor, ref)
    row = find_sent_pack(actor, found, pack)
    note_sent_pack_taken(actor, ref=ref, pack=pack, at=clock.now())
    return FileResponse(
        path_of(row.file).open("rb"),
        as_attachment=True,
        filename=f"{found.reference.lower()}-pack-as-sent.pdf",
        content_type=TYPES["pdf"],
    )


def files_of(name: str, *args: str) -> tuple[tuple[str, str], ...]:
    """Links to a document as files, as (text, address)."""
    return tuple((text, reverse(name, args=[*args, form])) for form, text in NAMES.items())


def file_of(document: Document, form: str, *, name: str) -> HttpResponse:
    """A document to be saved."""
    response = HttpResponse(bytes_of(document, form), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
