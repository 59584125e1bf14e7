"""One entry: typed, read, changed, taken out; and what is hung on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.chronologies.forms import EntryForm, MarkForm, ReasonForm
from heed.chronologies.operations import (
    add_entry,
    change_entry,
    look_through,
    make_mark,
    withdraw_entry,
    withdraw_mark,
)
from heed.chronologies.policies import check_writes_for, works, writes_for
from heed.chronologies.presenters.entries import entry_page
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.queries import find_chronology, find_entry, themes_offered
from heed.chronologies.queries.access import reads_merged, reads_raw
from heed.chronologies.types import NewEntry
from heed.chronologies.views.agencies import agency_named
from heed.chronologies.views.asking import show_raw, words_of_agency
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components.element import Content
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing, link
from heed.reviews.presenters import IntakePage, first_href, intake_words, review_frame
from heed.reviews.queries.safety import CHRONOLOGY


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str, agency: str) -> HttpResponse:
    """Enter one event for an agency; the form is offered again for the next."""
    actor = actor_of_request(request)
    chronology = find_chronology(actor, ref)
    whose = agency_named(actor, agency)
    check_writes_for(actor, whose.pk, whose.name)
    if first := first_href(actor, chronology.review, agency=whose, about=CHRONOLOGY, then=request.path):
        return redirect(first)
    form = EntryForm(request.POST if request.method == "POST" else None)

    def run(given: dict[str, Any]) -> str:
        add_entry(actor, review_ref=ref, agency_ref=agency, given=_new(given), at=clock.now())
        look_through(actor, review_ref=ref, at=clock.now())
        return "The entry is in the chronology."

    back = reverse("chronologies:agency", args=[ref, agency])
    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(back)
    title = f"Add an entry for {whose.name}"
    frame = review_frame(actor, chronology.review, current=KEY, title=title)
    door = intake_words(actor, chronology.review, agency=whose, about=CHRONOLOGY, today=clock.today())
    page = IntakePage(
        title=title, crumbs=frame.crumbs, form=form, button="Add it", back=back, front_door=door
    )
    return render(request, "reviews/intake.html", page, status=422 if form.errors else 200)


def _new(given: dict[str, Any]) -> NewEntry:
    return NewEntry(**{name: value for name, value in given.items() if name != "version"})


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, ref: str) -> HttpResponse:
    """An entry with all its words, what was understood of them, and what is hung on it."""
    actor = actor_of_request(request)
    row = find_entry(actor, ref)
    writes = writes_for(actor, row.agency_id)
    if request.method == "POST" and (mark := request.POST.get("mark", "")):
        withdraw_mark(actor, ref=mark, at=clock.now())
        messages.success(request, "Taken off. It stays on record.")
        return redirect("chronologies:entry", ref=ref)
    doings = _doings(request, actor, writes=writes)
    runs = _runs(actor, row)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        return _withdrawn(request, actor, row, doings, runs)
    if done := carry_out(request, doings, runs):
        return done
    return _show(request, actor, row, doings, writes=writes)


def _show(
    request: HttpRequest, actor: Actor, row: Any, doings: tuple[Doing, ...], *, writes: bool
) -> HttpResponse:
    page = entry_page(
        actor,
        row,
        words_of_agency(actor, row.chronology, row.agency_id),
        may_change=writes and reads_raw(actor, row.agency_id),
        may_mark=works(actor),
        doings=doings,
        links=tuple(_links(actor, row)),
    )
    return render(request, "chronologies/entry.html", page, status=422 if page.has_errors else 200)


def _withdrawn(
    request: HttpRequest, actor: Actor, row: Any, doings: tuple[Doing, ...], runs: dict[str, Any]
) -> HttpResponse:
    """Taken out, its page is gone: back to its agency's part."""
    doing = next((each for each in doings if each.key == "withdraw"), None)
    if doing is None:
        raise NotVisible
    if said := run_form(doing.form, runs["withdraw"]):
        messages.success(request, said)
        return redirect(
            "chronologies:agency", ref=row.chronology.review.public_id, agency=row.agency.public_id
        )
    return _show(request, actor, row, doings, writes=True)


def _links(actor: Actor, row: Any) -> list[Content]:
    review = row.chronology.review.public_id
    agency = reverse("chronologies:agency", args=[review, row.agency.public_id])
    found: list[Content] = [link(f"All entries of {row.agency.name}", agency)]
    if reads_merged(actor):
        found.append(link("The chronology of all agencies", reverse("chronologies:merged", args=[review])))
    return found


def _doings(request: HttpRequest, actor: Actor, *, writes: bool) -> tuple[Doing, ...]:
    found = []
    if works(actor):
        themes = [(each, each) for each in themes_offered()]
        form = bound(request, "hang", MarkForm, themes=themes)
        found.append(
            Doing(key="hang", title="Hang something on it", button="Keep it", form=form, tone="primary")
        )
    if writes:
        out = bound(request, "withdraw", ReasonForm)
        found.append(Doing(key="withdraw", title="Take it out", button="Take it out", form=out))
    return tuple(found)


def _runs(actor: Actor, row: Any) -> dict[str, Any]:
    ref = row.public_id

    def hang(given: dict[str, Any]) -> str:
        make_mark(
            actor,
            entry_ref=ref,
            kind=given["kind"],
            theme=given["theme"],
            words=given["words"],
            at=clock.now(),
        )
        return "Kept, with your name."

    def withdraw(given: dict[str, Any]) -> str:
        withdraw_entry(actor, ref=ref, reason=given["reason"], at=clock.now())
        look_through(actor, review_ref=row.chronology.review.public_id, at=clock.now())
        return "Taken out. It stays on record with your reason."

    return {"hang": hang, "withdraw": withdraw}


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change an entry; what it said before stays in its history."""
    actor = actor_of_request(request)
    row = find_entry(actor, ref)
    check_writes_for(actor, row.agency_id, row.agency.name)
    show_raw(actor, row.chronology, row.agency_id)
    initial = {name: getattr(row, name, "") for name in EntryForm.base_fields}
    initial |= {"time": row.written_time, "recorded_on": row.recorded_written, "version": row.version}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        change_entry(actor, ref=ref, given=_new(given), version=given["version"], at=clock.now())
        look_through(actor, review_ref=row.chronology.review.public_id, at=clock.now())
        return "Changed. What it said before is in its history."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("chronologies:entry", ref=ref)
    title = "Change the entry"
    frame = review_frame(actor, row.chronology.review, current=KEY, title=title)
    back = reverse("chronologies:entry", args=[ref])
    page = AddPage(title=title, crumbs=frame.crumbs, form=form, button="Save it", back=back)
    return render(request, "things/add.html", page, status=422 if form.errors else 200)
