"""A person's own drafts: kept from any form, taken up again on its page, or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.platform.base.errors import NotVisible
from heed.platform.drafts.middleware import typed_in
from heed.platform.drafts.named import FIELD, FormNamed, form_of
from heed.platform.drafts.operations import discard_draft, save_draft
from heed.platform.drafts.queries import list_drafts
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    title: str
    href: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class DraftsPage:
    title: str
    rows: tuple[DraftLine, ...]


@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    rows = tuple(
        DraftLine(title=each.title, href=f"{each.address}?draft=take", saved_at=each.saved_at)
        for each in list_drafts(actor_of_request(request))
    )
    return render(request, "drafts/list.html", DraftsPage(title="Your drafts", rows=rows))


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what a form holds: for its "Save draft" button, and for the script that does it by itself (204)."""
    named = _named(request)
    save_draft(actor_of_request(request), named=named, fields=typed_in(request), at=timezone.now())
    if request.headers.get("X-Heed-Draft"):
        return HttpResponse(status=204)
    messages.success(request, "Your draft is saved. Nobody else sees it.")
    return redirect(f"{named.address}?draft=take")


@require_POST
def discard(request: HttpRequest) -> HttpResponse:
    """Throw a draft away."""
    named = _named(request)
    discard_draft(actor_of_request(request), named=named, at=timezone.now())
    messages.success(request, "The draft is thrown away.")
    return redirect(named.address)


def _named(request: HttpRequest) -> FormNamed:
    named = form_of(request.POST.get(FIELD, ""))
    if named is None:
        raise NotVisible
    return named
