"""The words of an edition, and what the check found in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.memory.queries.themes import themes_of_partnership
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing, ThingPage, link
from heed.publishing import forms
from heed.publishing import operations as do
from heed.publishing.presenters.publications import check_page, hit_page
from heed.publishing.presenters.words import HOME, crumb_of
from heed.publishing.queries.publications import (
    find_hit,
    find_open_edition,
    find_publication,
    hits_of,
    newest_edition,
    reports_to_take,
)
from heed.publishing.queries.seeing import check_publishes, publishes

if TYPE_CHECKING:
    from heed.publishing.models import Edition, Publication


@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, ref: str) -> HttpResponse:
    """The words of the edition that is worked on: typed here, or taken from a file."""
    actor = actor_of_request(request)
    check_publishes(actor)
    found, edition = find_open_edition(actor, ref)
    write, *take = _doings(request, actor, found, edition)
    if done := carry_out(request, (write, *take), _runs(request, actor, ref)):
        return done
    page = ThingPage(
        title=f"The text of {found.reference}",
        crumbs=(HOME, crumb_of(found), Crumb(text="Text")),
        lead="What is published is made from these words. They are checked each time they are saved.",
        doings=(write,),
        beside=tuple(take),
        links=(link("What the check found", reverse("publishing:check", args=[ref])),),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, found: Publication, edition: Edition) -> tuple[Doing, ...]:
    said = {name: getattr(edition, name) for name in ("title", "summary", "themes", "words")}
    _, known = themes_of_partnership(actor.partnership_id, on=clock.today())
    themes = [(each, each) for each in sorted({*(theme.name for theme in known), *edition.themes})]
    initial = {**said, "version": found.version}
    write = bound(request, "write", forms.TextForm, themes=themes, initial=initial)
    bring = bound(request, "bring", forms.BringForm, initial={"version": found.version})
    doings = [
        Doing(key="write", title="The words", button="Save and check", form=write, tone="primary"),
        Doing(key="bring", title="Take the words from a file", button="Take them", form=bring, files=True),
    ]
    reports = [(each.public_id, each.title) for each in reports_to_take(actor, found)]
    if reports:
        form = bound(request, "report", forms.ReportForm, reports=reports, initial={"version": found.version})
        doings.append(Doing(key="report", title="Take the words of a report", button="Take them", form=form))
    return tuple(doings)


def _runs(request: HttpRequest, actor: Actor, ref: str) -> dict[str, Any]:
    def write(given: dict[str, Any]) -> str:
        do.change_text(actor, ref=ref, **{"themes": [], **given}, at=clock.now())
        return "Saved and checked. See what the check found."

    def bring(given: dict[str, Any]) -> str:
        file = given["file"]
        do.bring_text(
            actor, ref=ref, file=(file.name, file.chunks()), version=given["version"], at=clock.now()
        )
        return "The words are taken and checked. See what the check found."

    def report(given: dict[str, Any]) -> str:
        do.take_report(actor, ref=ref, **given, at=clock.now())
        return "The words of the report are taken and checked. See what the check found."

    return {"write": write, "bring": bring, "report": report}


@require_safe
def check(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_publication(actor, ref)
    edition = newest_edition(found)
    return render(request, "things/thing.html", check_page(found, edition, hits_of(actor, edition)))


@require_http_methods(["GET", "POST"])
def hit(request: HttpRequest, ref: str, hit: str) -> HttpResponse:
    """One thing that the check found, in place, and the answer to it."""
    actor = actor_of_request(request)
    row = find_hit(actor, hit)
    found = find_publication(actor, ref)
    if row.edition.publication_id != found.pk:
        raise NotVisible
    alike = [
        each
        for each in hits_of(actor, row.edition)
        if (each.kind, each.layer, each.found) == (row.kind, row.layer, row.found)
    ]
    open_ = publishes(actor) and not row.answer and row.edition.published_at is None
    form = bound(request, "answer", forms.HitForm, initial={"instead": row.instead})
    doing = Doing(key="answer", title="Answer", button="Keep the answer", form=form, tone="primary")
    doings = (doing,) if open_ else ()

    def answer(given: dict[str, Any]) -> str:
        done = do.answer_hit(actor, ref=hit, **given, at=clock.now())
        return f"Answered in {len(done)} {'place' if len(done) == 1 else 'places'}, with your name."

    if carry_out(request, doings, {"answer": answer}):
        return redirect("publishing:check", ref=ref)
    page = hit_page(found, row, alike, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
