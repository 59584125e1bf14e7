"""Splitting, joining and moving proposals."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from heed.intake.operations import join_with_next, move_proposal, split_proposal
from heed.intake.presenters import address_of
from heed.intake.queries import find_proposal
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.ui.components import DraftShown
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class SplitPage:
    title: str
    pieces: str
    version: int
    draft: DraftShown
    error: str
    back: str


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, ref: str, proposal: str) -> HttpResponse:
    """Cut a proposal's words where an empty line is left."""
    actor = actor_of_request(request)
    found = find_proposal(actor, proposal, import_ref=ref)
    open_form = OpenForm(request, "split", subject=proposal, title=f"Split a {found.kind}")
    pieces, error = open_form.text("pieces", str(found.values["text"])), ""
    if request.method == "POST":
        pieces = request.POST.get("pieces", "")
        try:
            split_proposal(
                actor,
                ref=proposal,
                pieces=re.split(r"\n\s*\n", pieces.replace("\r\n", "\n")),
                version=version_of(request),
                at=clock.now(),
            )
        except Invalid as refusal:
            error = refusal.fields.get("pieces", refusal.sentence)
        else:
            return redirect(address_of(ref, proposal))
    page = SplitPage(
        title=f"Split this {found.kind}",
        pieces=pieces,
        version=version_of(request) or open_form.version(found.version),
        draft=open_form.shown,
        error=error,
        back=address_of(ref, proposal),
    )
    return render(request, "intake/split.html", page, status=422 if error else 200)


@require_POST
def join(request: HttpRequest, ref: str, proposal: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_proposal(actor, proposal, import_ref=ref)
    joined = join_with_next(actor, ref=found.public_id, version=version_of(request), at=clock.now())
    return redirect(address_of(ref, joined.public_id))


@require_POST
def move(request: HttpRequest, ref: str, proposal: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_proposal(actor, proposal, import_ref=ref)
    move_proposal(actor, ref=found.public_id, down=request.POST.get("to") == "down", at=clock.now())
    return redirect(address_of(ref, proposal))
