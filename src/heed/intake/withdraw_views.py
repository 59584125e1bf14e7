"""Taking a document's records out of the register and putting them back; withdrawing, finding, erasing documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.intake.operations import (
    erase_import,
    put_import_back,
    put_records_back,
    undo_import,
    withdraw_import,
)
from heed.intake.presenters.reason import ReasonPage
from heed.intake.queries import find_import, find_withdrawn_import
from heed.intake.types import ImportState
from heed.library.queries import list_withdrawn_documents
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a document's records out of the register again, with a reason."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    row = find_import(actor, ref)
    back = reverse("library:document", args=[row.document.public_id])
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            undo_import(actor, ref=ref, reason=reason, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["reason"]
        else:
            messages.success(request, "The records are out of the register. They can be put back from here.")
            return redirect(back)
    page = ReasonPage(
        title="Take it out of the register again?",
        sentences=(
            f"Every recommendation, answer, action and finding that came in with “{row.document}” leaves the register.",
            "It can be put back: the same records under the same references. Every decision made on it stays.",
            "This works only while nobody has built on the records.",
        ),
        button="Take it out of the register",
        reason=reason,
        error=error,
        back=back,
    )
    return render(request, "intake/reason.html", page, status=422 if error else 200)


@require_POST
def records_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Put back into the register what was taken out, as it was."""
    review = put_records_back(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, "The records are back in the register, under the same references.")
    return redirect("reviews:review", ref=review.public_id)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw a document that was brought in by mistake, with a reason."""
    actor = actor_of_request(request)
    row = find_import(actor, ref)
    error, reason = "", request.POST.get("reason", "")
    stay = request.POST.get("stay") == "yes"
    if request.method == "POST":
        try:
            withdraw_import(actor, ref=ref, reason=reason, records_stay=stay, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["reason"]
        else:
            messages.success(request, f"“{row.document}” is withdrawn. You can put it back from here.")
            return redirect("intake:withdrawn")
    accepted = row.state == ImportState.ACCEPTED
    page = ReasonPage(
        title="Withdraw this document?",
        sentences=(
            f"“{row.document}” leaves the library, every list and every count.",
            "It can be put back as it is now, with every decision that was made on it.",
        ),
        button="Withdraw it",
        reason=reason,
        error=error,
        back=reverse("library:document", args=[row.document.public_id]),
        first="Its records are in the register. Take them out first, if nobody has worked on them."
        if accepted
        else "",
        first_href=reverse("intake:undo", args=[ref]) if accepted else "",
        stay=accepted,
    )
    return render(request, "intake/reason.html", page, status=422 if error else 200)


@dataclass(frozen=True, kw_only=True)
class WithdrawnLine:
    name: str
    by: str
    at: datetime | None
    why: str
    erased_at: datetime | None
    back_href: str
    erase_href: str


@dataclass(frozen=True, kw_only=True)
class WithdrawnPage:
    title: str
    rows: tuple[WithdrawnLine, ...]


@require_safe
def withdrawn(request: HttpRequest) -> HttpResponse:
    """What was withdrawn, with who did it and why."""
    actor = actor_of_request(request)
    may_put_back, may_erase = actor.may(Permission.BRING_IN_DOCUMENTS), actor.may(Permission.ERASE_FILES)
    rows = tuple(
        WithdrawnLine(
            name=str(each),
            by=each.withdrawn_by,
            at=each.withdrawn_at,
            why=each.withdrawn_why,
            erased_at=each.erased_at,
            back_href=_href("put_back", each.public_id, may_put_back and not each.erased_at),
            erase_href=_href("erase", each.public_id, may_erase and not each.erased_at),
        )
        for each in list_withdrawn_documents(actor)
    )
    return render(request, "intake/withdrawn.html", WithdrawnPage(title="Withdrawn documents", rows=rows))


def _href(name: str, ref: str, wanted: bool) -> str:
    return reverse(f"intake:{name}", args=[ref]) if wanted else ""


@require_POST
def put_back(request: HttpRequest, document: str) -> HttpResponse:
    """Undo a withdrawal."""
    row = put_import_back(actor_of_request(request), document_ref=document, at=clock.now())
    messages.success(request, "The document is back as it was.")
    return redirect("intake:import", ref=row.public_id)


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, document: str) -> HttpResponse:
    """Erase a withdrawn document for good, with a reason of its own."""
    actor = actor_of_request(request)
    check_may(actor, Permission.ERASE_FILES)
    row = find_withdrawn_import(actor, document)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            erase_import(actor, document_ref=document, reason=reason, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["reason"]
        else:
            messages.success(request, "The document and all that was read from it are erased.")
            return redirect("intake:withdrawn")
    page = ReasonPage(
        title="Erase this document for good?",
        sentences=(
            f"The file “{row.document}”, the pictures of its pages and every word that was read from it are erased.",
            "That it was here, who erased it and why stay on record. This cannot be undone. Backups that were made"
            " before still hold it until they are replaced.",
        ),
        button="Erase it for good",
        reason=reason,
        error=error,
        back=reverse("intake:withdrawn"),
    )
    return render(request, "intake/reason.html", page, status=422 if error else 200)
