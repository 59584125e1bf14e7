"""Reports: which there are, one of them, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form as EmptyForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reports.forms import MakeForm
from heed.reports.operations import (
    discard_report,
    make_report,
    note_report_taken,
    take_report_up_again,
)
from heed.reports.policies import check_can_write, writes
from heed.reports.presenters.lists import list_page, of_review_page
from heed.reports.presenters.pages import discard_page, report_page
from heed.reports.queries import bytes_of, glossary_of, layouts_of, report_now
from heed.reports.queries.drafts import (
    filter_reports,
    find_report,
    places_of,
    reports_of_review,
    statements_of,
)
from heed.reports.rules import unknown_short_forms
from heed.reports.rules.places import sources_of_places
from heed.reports.types import MEDIA_TYPES, Form
from heed.reviews.queries import find_review, list_reviews


@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """All reports that the person may read."""
    actor = actor_of_request(request)
    layouts, _ = layouts_of(actor, on=clock.today())
    rows = list(filter_reports(actor).defer("blocks"))
    reviews = [(each.public_id, str(each)) for each in list_reviews(actor)]
    named = [(key, each.name) for key, each in layouts.items()]
    form = bound(request, "make", MakeForm, layouts=named, reviews=reviews)
    if done := _made(request, actor, form, ""):
        return done
    doings = (_begin(form),) if writes(actor) else ()
    page = list_page(
        rows,
        layouts,
        doings,
        changes=actor.may(Permission.CHANGE_RULES),
        keeps_templates=actor.may(Permission.KEEP_TEMPLATES),
    )
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def of_review(request: HttpRequest, ref: str) -> HttpResponse:
    """The reports of one review."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    check_may(actor, Permission.READ_DRAFTS)
    layouts, _ = layouts_of(actor, on=clock.today())
    named = [(key, each.name) for key, each in layouts.items() if each.of_review]
    form = bound(request, "make", MakeForm, layouts=named)
    if done := _made(request, actor, form, ref):
        return done
    doings = (_begin(form),) if writes(actor) else ()
    page = of_review_page(actor, review, reports_of_review(actor, review.pk), layouts, doings)
    return render(request, "reviews/part_thing.html", page, status=422 if page.has_errors else 200)


def _begin(form: Any) -> Doing:
    return Doing(key="make", title="Begin a report", button="Compose it", form=form, tone="primary")


def _made(request: HttpRequest, actor: Actor, form: Any, review: str) -> HttpResponse | None:
    if request.method != "POST":
        return None
    check_can_write(actor)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        subject = review or given.get("review", "")
        made.append(make_report(actor, layout=given["layout"], subject=subject, at=clock.now()))
        return "It is composed. Write what is to be written by hand, and look at what it says."

    said = run_form(form, run)
    if said is None:
        return None
    messages.success(request, said)
    return redirect("reports:report", ref=made[0].public_id)


@require_safe
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """One report beside its records."""
    actor = actor_of_request(request)
    row = find_report(actor, ref)
    layouts, _ = layouts_of(actor, on=clock.today())
    found = places_of(actor, row)
    for kind, refs in sources_of_places(found).items():
        note_shown(kind, refs)
    page = report_page(
        row,
        found,
        statements_of(actor, row),
        layout=layouts[row.layout].name if row.layout in layouts else row.layout,
        unknown=unknown_short_forms(report_now(actor, row), glossary_of(actor, on=row.composed_on)),
        writes=writes(actor),
    )
    return render(request, "reports/report.html", page)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Discard a report that nobody goes on with, or take it up again."""
    actor = actor_of_request(request)
    check_can_write(actor)
    row = find_report(actor, ref)
    key, button = ("again", "Take it up again") if row.discarded_at else ("discard", "Discard it")
    doing = Doing(key=key, title=button, button=button, form=bound(request, key, EmptyForm), tone="primary")

    def put_away(_: dict[str, Any]) -> str:
        discard_report(actor, ref=ref, at=clock.now())
        return "Discarded. It can be taken up again on its page."

    def again(_: dict[str, Any]) -> str:
        take_report_up_again(actor, ref=ref, at=clock.now())
        return "Taken up again."

    if carry_out(request, (doing,), {"discard": put_away, "again": again}):
        return redirect("reports:report", ref=ref)
    return render(request, "things/thing.html", discard_page(row, doing))


@require_safe
def report_file(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """The report as a file."""
    actor = actor_of_request(request)
    row = find_report(actor, ref)
    if form not in list(Form):
        raise NotVisible
    content = bytes_of(actor, row, form)
    note_report_taken(actor, report=row, form=Form(form), at=clock.now())
    response = HttpResponse(content, content_type=MEDIA_TYPES[Form(form)])
    response["Content-Disposition"] = f'attachment; filename="{row.reference.lower()}-{row.layout}.{form}"'
    return response
