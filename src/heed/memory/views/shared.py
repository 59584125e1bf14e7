"""The shared library: what is in it, one review of it, and putting one in after a look at what seems to be a name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from heed.memory.operations.sharing import share_review, take_out
from heed.memory.policies import check_shareable
from heed.memory.presenters.shared import check_page, library_page, passages_to_choose, shared_page
from heed.memory.queries.shared import find_shared, parts_of, readable_shared, to_share
from heed.memory.shared_forms import ShareForm, TakeOutOfLibraryForm
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.queries import find_review


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """What is shared here."""
    return render(request, "things/thing.html", library_page(readable_shared(actor_of_request(request))))


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, review: str) -> HttpResponse:
    """What seems to be a name in a review; sent to it, the review is shared without it."""
    actor = actor_of_request(request)
    row = find_review(actor, review)
    check_shareable(actor, row)
    found = to_share(actor, row)
    form = bound(request, "share", ShareForm, passages=passages_to_choose(found), seal=found.seal)

    def run(given: dict[str, Any]) -> str:
        made = share_review(
            actor,
            review_ref=review,
            seal=given["seal"],
            let_through=given.get("let_through", ()),
            read_it=given["read_it"],
            at=clock.now(),
        )
        return f"It is shared; {made.held_back} passages are held back. It can be found within a minute."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("reviews:review", review)
    return render(
        request, "things/thing.html", check_page(row, found, form), status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, ref: str) -> HttpResponse:
    """One shared review; whoever put it in can take it out."""
    actor = actor_of_request(request)
    row = find_shared(actor, ref)
    doings: tuple[Doing, ...] = ()
    if row.given_by_id == actor.partnership_id and actor.may(Permission.ACCEPT_PROPOSALS):
        form = bound(request, "out", TakeOutOfLibraryForm)
        doings = (Doing(key="out", title="Take it out", button="Take it out of the library", form=form),)

    def out(given: dict[str, Any]) -> str:
        take_out(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "It is out of the shared library: nobody elsewhere finds it any more."

    if carry_out(request, doings, {"out": out}):
        return redirect("shared:library")
    page = shared_page(row, parts_of(row), doings, own=row.given_by_id == actor.partnership_id)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
