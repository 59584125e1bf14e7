"""Links of documents, and documents that several areas share."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.library.forms import AdoptForm, LinkForm, OwnForm
from heed.library.operations import adopt_document, end_adoption, own_document, say_of_link
from heed.library.places import places_of
from heed.library.presenters import LinksMore, SharedPage, adoption_row, link_page
from heed.library.queries import adoptions_of, find_document, find_link
from heed.library.registers import LINKS
from heed.library.types import offsets_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.partnerships.queries import list_agencies, list_areas
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render

_HOW = (
    "Heed asks nobody on the network: it works without one. Whoever looks after it can have all addresses asked with "
    "heed check-links, and anybody who brings in documents can say here what they found."
)


@require_safe
def links(request: HttpRequest) -> HttpResponseBase:
    return show_register(
        request, LINKS, template="library/links.html", more=lambda actor: LinksMore(how=_HOW)
    )


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, ref: str) -> HttpResponse:
    """A link, what is known of it, and, for those who may, the form to say what they found."""
    actor = actor_of_request(request)
    found = find_link(actor, ref)
    may = actor.may(Permission.BRING_IN_DOCUMENTS) and bool(found.address)
    if request.method == "POST":
        check_may(actor, Permission.BRING_IN_DOCUMENTS)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        say_of_link(actor, ref=ref, **form.cleaned_data, version=version_of(request), at=clock.now())
        messages.success(request, "Saved.")
        return redirect("library:link", ref=ref)
    mine = offsets_of(found.spans)
    within = [
        place.label
        for place in places_of(actor, found.reading)
        if any(a < d and b > c for a, b in place.offsets for c, d in mine)
    ]
    version = version_of(request) or found.version
    page = link_page(found, within, form if may else None, version)
    return render(request, "library/link.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def shared(request: HttpRequest, ref: str) -> HttpResponse:
    """Whose a shared document is and which areas have adopted it."""
    actor = actor_of_request(request)
    found = find_document(actor, ref)
    may = actor.may(Permission.BRING_IN_DOCUMENTS)
    if request.method == "POST":
        check_may(actor, Permission.BRING_IN_DOCUMENTS)
    doing = request.POST.get("do", "")
    owner = found.owner.public_id if found.owner else ""
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    areas = [each.name for each in list_areas(actor.partnership_id)]
    own = OwnForm(request.POST if doing == "own" else None, agencies=agencies, initial={"owner": owner})
    adopt = AdoptForm(request.POST if doing == "adopt" else None, areas=areas)
    if request.method == "POST" and _is_done(request, ref, own, adopt):
        messages.success(request, "Saved.")
        return redirect("library:shared", ref=ref)
    page = SharedPage(
        title="Shared between areas",
        back=reverse("library:document", args=[ref]),
        name=str(found),
        owner=found.owner.name if found.owner else "",
        rows=tuple(adoption_row(each) for each in adoptions_of(found)),
        own=own if may else None,
        adopt=adopt if may else None,
        version=version_of(request) or found.version,
    )
    return render(request, "library/shared.html", page, status=422 if own.errors or adopt.errors else 200)


def _is_done(request: HttpRequest, ref: str, own: OwnForm, adopt: AdoptForm) -> bool:
    """Do what was asked; False where what was typed has to be mended first."""
    actor, at, doing = actor_of_request(request), clock.now(), request.POST.get("do", "")
    if doing == "leave":
        end_adoption(actor, ref=ref, area=request.POST.get("area", ""), on=clock.today(), at=at)
        return True
    if doing == "own" and own.is_valid():
        own_document(actor, ref=ref, owner_ref=own.cleaned_data["owner"], version=version_of(request), at=at)
        return True
    if doing == "adopt" and adopt.is_valid():
        try:
            adopt_document(actor, ref=ref, **adopt.cleaned_data, at=at)
        except Invalid as refusal:
            adopt.add_error("area", refusal.fields["area"])
            return False
        return True
    if doing not in ("own", "adopt"):
        raise Invalid("Say whose it is, or which area has adopted it.")
    return False
