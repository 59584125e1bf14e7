"""Requests for information; for subject access also the search, the working list and what goes out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.information.forms import AnswerForm, ExtendForm, MarkForm, RequestForm, VersionForm
from heed.information.operations import (
    answer_request,
    extend_request,
    keep_request,
    mark_mention,
    note_bundle_taken,
    note_mentions_seen,
    search_for_person,
)
from heed.information.presenters.requests import (
    OVERVIEW,
    REQUESTS_CRUMB,
    bundle_rows,
    mention_page,
    mentions_page,
    request_page_of,
)
from heed.information.queries.requests import find_mention, find_request, mentions_of
from heed.information.queries.written import request_rule
from heed.information.registers import REQUESTS
from heed.information.types import Mark, RequestKind
from heed.information.views.overview import adding
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing

PAGE = 50


@require_safe
def requests(request: HttpRequest) -> HttpResponseBase:
    more = adding("Keep a request", "information:add_request")
    return show_register(request, REQUESTS, template="things/register.html", more=more)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    form = RequestForm(request.POST or None)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(keep_request(actor, **given, at=clock.now()))
        return f"{made[0].reference} is kept. Answer it by {made[0].due_on:%-d %B %Y}."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:request", ref=made[0].public_id)
    page = AddPage(
        title="Keep a request for information",
        crumbs=(OVERVIEW, REQUESTS_CRUMB, Crumb(text="Keep a request")),
        form=form,
        button="Keep it",
        back=reverse("information:requests"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, ref: str) -> HttpResponse:
    """A request with its clock; while it is open, what can be done about it."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    doings = _doings(request, found)
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    rows = mentions_of(actor, found)
    page = request_page_of(
        found,
        rule=request_rule(found.kind),
        searches=list(found.searches.all()),
        open_mentions=rows.filter(mark="").count(),
        mentions=rows.count(),
        doings=doings,
        today=clock.today(),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, found: Any) -> tuple[Doing, ...]:
    if found.outcome:
        return ()
    doings = []
    if found.kind == RequestKind.SUBJECT_ACCESS:
        doings.append(
            Doing(
                key="search",
                title="Search",
                button="Search everything you may see",
                form=bound(request, "search", VersionForm),
                lead="Looks for every name above and the date of birth. What is marked already keeps its mark.",
                tone="primary",
            )
        )
    doings.append(
        Doing(
            key="answer",
            title="It was answered",
            button="Keep the answer",
            form=bound(request, "answer", AnswerForm),
        )
    )
    if found.extended_on is None and clock.today() <= found.due_on:
        extend = bound(request, "extend", ExtendForm)
        doings.append(Doing(key="extend", title="More time", button="Extend it once", form=extend))
    return tuple(doings)


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def search(given: dict[str, Any]) -> str:
        made = search_for_person(actor, ref=ref, at=clock.now())
        rows = sum(number or 0 for _, number, _ in made.searched)
        return f"{sum(found for _, _, found in made.searched):,} mentions found in {rows:,} rows."

    def extend(given: dict[str, Any]) -> str:
        row = extend_request(actor, ref=ref, reason=given["reason"], at=clock.now())
        return f"Extended. Answer it by {row.due_on:%-d %B %Y}, and tell who asked why."

    def answer(given: dict[str, Any]) -> str:
        answer_request(actor, ref=ref, **given, at=clock.now())
        return "The answer is kept."

    return {"search": search, "extend": extend, "answer": answer}


@require_safe
def mentions(request: HttpRequest, ref: str) -> HttpResponse:
    """The working list: each passage once, with where it stands."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    mark = request.GET.get("mark", "open")
    rows = mentions_of(actor, found)
    page = mentions_page(found, list(rows), mark=mark, page=number_of(request, "page") or 1, size=PAGE)
    note_mentions_seen(actor, ref=ref, mentions=page.shown, at=clock.now())
    return render(request, "information/mentions.html", page)


@require_http_methods(["GET", "POST"])
def mention(request: HttpRequest, ref: str, mention: str) -> HttpResponse:
    """One passage, to say what it is."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    row = find_mention(actor, found, mention)
    same = list(mentions_of(actor, found).filter(passage=row.passage))
    form = bound(
        request,
        "mark",
        MarkForm,
        initial={
            "mark": row.mark,
            "reason": row.reason,
            "given_out": row.given_out or row.passage,
            "version": row.version,
        },
    )
    doings = (
        ()
        if found.outcome
        else (Doing(key="mark", title="What it is", button="Keep", form=form, tone="primary"),)
    )

    def run(given: dict[str, Any]) -> str:
        number = mark_mention(actor, ref=ref, mention_ref=mention, **given, at=clock.now())
        return "Kept." if number == 1 else f"Kept, for the same words in {number} places."

    done = carry_out(request, doings, {"mark": run})
    if done:
        following = mentions_of(actor, found, mark=Mark.OPEN).order_by("pk").first()
        if following:
            return redirect("information:mention", ref=ref, mention=following.public_id)
        return redirect("information:mentions", ref=ref)
    note_mentions_seen(actor, ref=ref, mentions=len(same), at=clock.now())
    page = mention_page(found, row, same, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_safe
def bundle(request: HttpRequest, ref: str) -> HttpResponseBase:
    """What goes out to the person, as Word, Excel or JSON."""
    actor = actor_of_request(request)
    found = find_request(actor, ref)
    form = request.GET.get("form", "docx")
    if form not in ("docx", "xlsx", "json"):
        raise Invalid("What goes out is made as Word, Excel or JSON.")
    passages = note_bundle_taken(actor, ref=ref, form=form, at=clock.now())
    _, media_type, write = FORMS[form]
    labels = ["Number", "Kept in", "Words"]
    content = write(f"Information held: {found.reference}", labels, bundle_rows(passages))
    response = StreamingHttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{found.reference.lower()}.{form}"'
    return response
