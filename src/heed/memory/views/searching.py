"""Search: one page that answers by its address, downloads of it, and searches that people keep."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heed.memory.operations.saving import forget_search, note_taken, save_search
from heed.memory.presenters.searching import (
    COLUMNS,
    FORMS,
    MOST_TAKEN,
    NOTHING_TYPED,
    RECORDS,
    Typed,
    cells_of,
    cut_words,
    search_page,
)
from heed.memory.queries import (
    Found,
    each_passage,
    filter_of,
    find_own_search,
    keys_in,
    new_first,
    own_searches,
    passages,
    search,
)
from heed.memory.queries import refs_by_kind as by_kind
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.downloads import FORMS as WRITERS
from heed.platform.registers.types import Cell
from heed.platform.ui.frame import render

if TYPE_CHECKING:
    from heed.memory.models import Passage

PAGE = 20


@require_safe
def search_for(request: HttpRequest) -> HttpResponseBase:
    """The answers to what the address asks, or a file of them."""
    actor, form = actor_of_request(request), request.GET.get("download", "")
    if form in FORMS:
        found = search(actor, filter_of(request.GET.urlencode()))
        if found.total:
            return _taken(actor, found, form)
    return _answered(request, request.GET)


def _answered(request: HttpRequest, asked: QueryDict, typed: Typed = NOTHING_TYPED) -> HttpResponse:
    actor = actor_of_request(request)
    news = _news(actor, asked.get("saved", ""))
    found = new_first(search(actor, filter_of(asked.urlencode())), news)
    page = min(number_of(request, "page") or 1, max(-(-found.total // PAGE), 1))
    rows = passages(actor, found.keys[(page - 1) * PAGE : page * PAGE])
    _note(rows)
    query = {name: [value.strip() for value in values] for name, values in asked.lists()}
    shown = search_page(found, rows, query, own_searches(actor), news=news, page=page, size=PAGE, typed=typed)
    return render(request, "memory/search.html", shown, status=422 if typed.error else 200)


def _news(actor: Actor, ref: str) -> frozenset[int]:
    """What was new when one was told last of what answers one of one's own searches."""
    row = own_searches(actor).filter(public_id=ref).first() if ref else None
    return keys_in(row.news) if row else frozenset()


def _note(rows: Sequence[Passage]) -> None:
    """What is shown is noted by its record, for an answer may lead to the page of another."""
    for row in rows:
        note_shown(RECORDS.get(row.kind, row.kind), [row.ref])


def _taken(actor: Actor, found: Found, form: str) -> StreamingHttpResponse:
    keys = found.keys[:MOST_TAKEN]
    shown: dict[str, list[str]] = {}
    for kind, ref in by_kind(actor, keys):
        shown.setdefault(RECORDS.get(kind, kind), []).append(ref)
    note_taken(actor, form=form, shown=shown, at=clock.now())
    _, media_type, write = WRITERS[form]
    said: list[list[Cell]] = [[cut_words(found), *[""] * (len(COLUMNS) - 1)]] if cut_words(found) else []
    rows = chain((cells_of(row) for row in each_passage(actor, keys)), said)
    response = StreamingHttpResponse(
        write("Search", [label for label, _ in COLUMNS], rows), content_type=media_type
    )
    name = f"heed-search-{clock.today().isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search that the page shows under a name; where that is wrong, the page is there again with it."""
    actor, query = actor_of_request(request), request.POST.get("query", "")
    name, tells = request.POST.get("name", ""), request.POST.get("tells") == "yes"
    try:
        row = save_search(actor, name=name, query=query, tells=tells, at=clock.now())
    except Invalid as refusal:
        return _answered(request, QueryDict(query), Typed(name, tells, refusal.sentence))
    told = " You will be told when something new answers it." if row.tells else ""
    messages.success(request, f"The search “{row.name}” is saved.{told}")
    return redirect(f"{reverse('search:search')}?{row.query}")


@require_POST
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """Remove one of one's own searches."""
    forget_search(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, "The saved search is removed.")
    return redirect("search:search")


@require_safe
def saved(request: HttpRequest, ref: str) -> HttpResponse:
    """A saved search, asked anew: what its keeper was told of last comes first."""
    row = find_own_search(actor_of_request(request), ref)
    return redirect(f"{reverse('search:search')}?{row.query}&saved={row.public_id}")
