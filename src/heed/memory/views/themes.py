"""Themes over time, the partnership's own themes, and what people say of a record's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from heed.memory.operations.themes import add_theme, change_theme, end_theme, say_theme
from heed.memory.presenters.themes import own_theme_page, themes_page
from heed.memory.queries.themes import (
    find_own_theme,
    first_year_of_now,
    heat_map,
    own_themes,
    steps_of_theme,
    words_of_the_moment,
)
from heed.memory.theme_forms import AddThemeForm, ChangeThemeForm, EndThemeForm
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: HttpRequest) -> HttpResponse:
    """The heat map; sent to it, a theme of one's own."""
    actor = actor_of_request(request)
    form = AddThemeForm(request.POST or None)
    if request.method == "POST" and _added(request, actor, form):
        return redirect("themes:themes")
    across = "area" if request.GET.get("across") == "area" else "year"
    chosen = {name: request.GET.get(name, "")[:200] for name in ("area", "kind")}
    page = themes_page(
        heat_map(actor, across=across, area=chosen["area"], kind=chosen["kind"]),
        words_of_the_moment(actor, since=first_year_of_now(clock.today())),
        dict(request.GET.lists()),
        across=across,
        chosen=chosen,
        own=own_themes(actor),
        form=form if actor.may(Permission.CHANGE_RULES) else None,
    )
    return render(request, "memory/themes.html", page, status=422 if form.is_bound and form.errors else 200)


def _added(request: HttpRequest, actor: Actor, form: AddThemeForm) -> bool:
    def run(typed: dict[str, str]) -> str:
        add_theme(actor, name=typed["name"], words=typed["words"], after=version_of(request), at=clock.now())
        return f"“{typed['name']}” is in the list. The register is looked through for it now."

    said = run_form(form, run)
    if said:
        messages.success(request, said)
    return said is not None


@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, number: int) -> HttpResponse:
    """One theme of the partnership's own: what it was and when, renamed, or ended."""
    actor = actor_of_request(request)
    edition, row = find_own_theme(actor, number)
    doings = _doings(request, actor, edition, row)

    def changed(given: dict[str, Any]) -> str:
        after = given["version"] or 0
        change_theme(
            actor, number=number, name=given["name"], words=given["words"], after=after, at=clock.now()
        )
        return "The theme is changed. The register is looked through for it now."

    def ended(given: dict[str, Any]) -> str:
        after = given["version"] or 0
        end_theme(actor, number=number, reason=given["reason"], after=after, at=clock.now())
        return "The theme is ended. Where somebody has confirmed it, it stays."

    if done := carry_out(request, doings, {"change": changed, "end": ended}):
        return done
    page = own_theme_page(row, steps_of_theme(actor, number), doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, edition: int, row: dict[str, Any]) -> tuple[Doing, ...]:
    if "ended_on" in row or not actor.may(Permission.CHANGE_RULES):
        return ()
    said = {"version": edition, "name": row["name"], "words": "\n".join(row["words"])}
    changing = bound(request, "change", ChangeThemeForm, initial=said)
    ending = bound(request, "end", EndThemeForm, initial={"version": edition})
    return (
        Doing(key="change", title="Rename it", button="Keep the changes", form=changing, tone="primary"),
        Doing(key="end", title="End it", button="End this theme", form=ending),
    )


@require_POST
def say(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Confirm, add or take away a theme of a record."""
    says = request.POST.get("says", "")
    said = say_theme(
        actor_of_request(request),
        kind=kind,
        ref=ref,
        theme=request.POST.get("theme", ""),
        says=says,
        why=request.POST.get("why", ""),
        at=clock.now(),
    )
    messages.success(
        request, f"“{said.theme}” is {'a theme' if says == 'is' else 'no theme'} of this {kind}."
    )
    return redirect(reverse(f"learning:{kind}", args=[ref]))
