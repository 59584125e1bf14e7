"""Pseudonyms: a review's, the register of all, and what is sealed behind one."""

from __future__ import annotations

from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from heed.chronologies.forms import NothingForm, PseudonymForm, SealForm
from heed.chronologies.operations import look_through, make_pseudonym, open_pseudonym, seal_names
from heed.chronologies.policies import sees_names
from heed.chronologies.presenters.names import names_page, pseudonyms_page, sealed_page
from heed.chronologies.queries import find_chronology, find_pseudonym, list_pseudonyms, pseudonyms_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.partnerships.queries import list_areas
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing

_PAGE = 50


@require_http_methods(["GET", "POST"])
def names(request: HttpRequest, ref: str) -> HttpResponse:
    """The pseudonyms of a review, and a new one."""
    actor = actor_of_request(request)
    check_may(actor, Permission.READ_CHRONOLOGIES)
    chronology = find_chronology(actor, ref)
    doings = _adding(request, actor, chronology)

    def run(given: dict[str, Any]) -> str:
        row = make_pseudonym(
            actor,
            review_ref=ref,
            area=given["area"],
            word=given["word"],
            kind=given["kind"],
            names=given["names"],
            at=clock.now(),
        )
        look_through(actor, review_ref=ref, at=clock.now())
        return f"{row.word} is added, and the names are sealed."

    if done := carry_out(request, doings, {"add": run}):
        return done
    listed = pseudonyms_of(actor, chronology)
    page = names_page(actor, chronology, listed, doings=doings, may_open=sees_names(actor))
    return render(request, "chronologies/names.html", page, status=422 if page.has_errors else 200)


def _adding(request: HttpRequest, actor: Actor, chronology: Any) -> tuple[Doing, ...]:
    if not sees_names(actor):
        return ()
    areas = [(each.name, each.name) for each in list_areas(actor.partnership_id)]
    own = chronology.review.area
    initial = {"area": own.name} if own else {}
    form = bound(request, "add", PseudonymForm, areas=areas, initial=initial)
    return (Doing(key="add", title="Add a pseudonym", button="Add and seal it", form=form),)


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Every pseudonym that one may see: two that say the same stand in two rows."""
    actor = actor_of_request(request)
    words, number = request.GET.get("words", "").strip()[:80], number_of(request, "page") or 1
    found = list_pseudonyms(actor, words=words)
    page = pseudonyms_page(
        list(found[(number - 1) * _PAGE : number * _PAGE]),
        query={"words": [words]} if words else {},
        page=number,
        pages=max(1, ceil(found.count() / _PAGE)),
        may_open=sees_names(actor),
    )
    return render(request, "chronologies/pseudonyms.html", page)


@require_http_methods(["GET", "POST"])
def sealed(request: HttpRequest, ref: str) -> HttpResponse:
    """Open whom a pseudonym stands for, on record; change the names."""
    actor = actor_of_request(request)
    check_may(actor, Permission.SEE_IDENTITIES)
    row = find_pseudonym(actor, ref)
    opened = ""
    if request.method == "POST" and request.POST.get("do") == "open":
        opened = open_pseudonym(actor, ref=ref, at=clock.now())

    def run(given: dict[str, Any]) -> str:
        seal_names(actor, ref=ref, names=given["names"], version=given["version"], at=clock.now())
        look_through(actor, review_ref=row.review.public_id, at=clock.now())
        return "The names are sealed anew."

    initial = {"names": opened, "version": row.version}
    change = Doing(
        key="seal",
        title="Change the names",
        button="Seal them",
        form=bound(request, "seal", SealForm, initial=initial),
    )
    look = Doing(
        key="open",
        title="Open it",
        button="Show the names",
        form=NothingForm(prefix="open"),
        lead="That you saw them is written into the audit log.",
    )
    changing = opened or request.POST.get("do") == "seal"
    doings = (change,) if changing else (look,)
    if not opened and (done := carry_out(request, doings, {"seal": run})):
        return done
    page = sealed_page(row, names=opened, doings=doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
