"""Layouts and short forms as the partnership wants them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage
from heed.reports.forms import LayoutForm, ShortFormsForm
from heed.reports.operations import change_layout, change_short_forms
from heed.reports.presenters.pages import REPORTS
from heed.reports.queries.layouts import glossary_of, layout_as_changed, own_short_forms


@require_http_methods(["GET", "POST"])
def layout(request: HttpRequest, key: str) -> HttpResponse:
    """Change the title, order, headings and standing text of a layout."""
    actor = actor_of_request(request)
    check_may(actor, Permission.CHANGE_RULES)
    found = layout_as_changed(actor, key, on=clock.today())
    if found is None:
        raise NotVisible
    chosen, edition, sections = found
    initial: dict[str, Any] = {"after": edition, "title": chosen.title}
    initial |= {
        f"{each.key}_place": at + 1 if at < len(chosen.sections) else None for at, each in enumerate(sections)
    }
    form = LayoutForm(request.POST or None, sections=sections, initial=initial)

    def run(given: dict[str, Any]) -> str:
        change_layout(
            actor,
            key=key,
            title=given["title"],
            sections=form.sections(given),
            source=given["source"],
            after=given.get("after") or 0,
            at=clock.now(),
        )
        return "The layout is kept as a new edition. Reports that are begun from now on have it."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("reports:list")
    page = AddPage(
        title=f"Change the layout “{chosen.name}”",
        crumbs=(REPORTS, Crumb(text=chosen.name)),
        form=form,
        button="Keep it",
        back=reverse("reports:list"),
        lead="What the register says in each section stays; its place, heading and standing text are yours.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def short_forms(request: HttpRequest) -> HttpResponse:
    """The partnership's own short forms, beside those that Heed brings."""
    actor = actor_of_request(request)
    check_may(actor, Permission.CHANGE_RULES)
    own = own_short_forms(actor, on=clock.today())
    initial = {"after": own.number, "terms": own.content.get("terms", [])}
    form = ShortFormsForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        after = given.get("after") or 0
        change_short_forms(actor, terms=given["terms"], source=given["source"], after=after, at=clock.now())
        return "The short forms are kept as a new edition."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("reports:list")
    brought = ", ".join(sorted(glossary_of(actor, on=clock.today()).terms))
    page = AddPage(
        title="Short forms",
        crumbs=(REPORTS, Crumb(text="Short forms")),
        form=form,
        button="Keep them",
        back=reverse("reports:list"),
        lead=f"They are spelt out where a report uses one first. Known already: {brought}.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)
