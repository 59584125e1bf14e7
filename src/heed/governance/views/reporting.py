"""The reporting calendar, and the progress report for the full partnership."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance import forms
from heed.governance.operations import add_report, end_report, keep_report, note_report_taken
from heed.governance.policies import prepares
from heed.governance.presenters.annual import annual_document, annual_page
from heed.governance.presenters.files import NAMES, TYPES
from heed.governance.presenters.reporting import calendar_page, progress_document, progress_page
from heed.governance.queries.annual import challenges_in
from heed.governance.queries.groups import list_groups, meeting_rules
from heed.governance.queries.progress import progress_on
from heed.governance.queries.reporting import filter_reports
from heed.governance.views.packs import file_of
from heed.kit.writing import Document
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import day
from heed.reviews.queries import find_review, list_reviews


@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    if request.method == "POST":
        check_may(actor, Permission.PREPARE_MEETINGS)
    rows = list(filter_reports(actor))
    doings = _doings(request, actor, rows) if prepares(actor) else ()
    done = carry_out(request, doings, _runs(actor))
    if done:
        return done
    page = calendar_page(rows, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, rows: list[Any]) -> tuple[Doing, ...]:
    rules = meeting_rules(actor, on=clock.today())
    add = bound(
        request,
        "add",
        forms.ReportForm,
        groups=[(each.public_id, each.name) for each in list_groups(actor) if not each.ended_on],
        agencies=[(each.public_id, each.name) for each in list_agencies(actor.partnership_id)],
        rules=rules,
    )
    named = [
        (f"{each.public_id} {each.due_on.isoformat()}", f"{each.name}, due {day(each.due_on)}")
        for each in rows
    ]
    doings = [Doing(key="add", title="Put something into the calendar", button="Add it", form=add)]
    if rows:
        sent = bound(request, "sent", forms.SentForm, reports=named, initial={"sent_on": clock.today()})
        end = bound(
            request, "end", forms.EndReportForm, reports=[(each.public_id, each.name) for each in rows]
        )
        doings.insert(0, Doing(key="sent", title="Something was reported", button="Keep it", form=sent))
        doings.append(Doing(key="end", title="It is not reported any more", button="Take it out", form=end))
    return tuple(doings)


def _runs(actor: Actor) -> dict[str, Any]:
    def add(given: dict[str, Any]) -> str:
        return f"{add_report(actor, **given, at=clock.now()).name} is in the calendar."

    def sent(given: dict[str, Any]) -> str:
        ref, _, due_on = given.pop("report").partition(" ")
        made = keep_report(actor, report=ref, due_on=date.fromisoformat(due_on), **given, at=clock.now())
        return f"Kept: reported to {made.to} on {day(made.sent_on)}."

    def end(given: dict[str, Any]) -> str:
        end_report(actor, report=given["report"], at=clock.now())
        return "It is out of the calendar. What was reported stays."

    return {"add": add, "sent": sent, "end": end}


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The progress report across all reviews or of one, for a day."""
    actor = actor_of_request(request)
    query = request.META.get("QUERY_STRING", "")
    address = reverse("governance:progress")
    page = progress_page(
        _document(request, actor),
        files=tuple(
            (text, f"{reverse('governance:progress_file', args=[form])}?{query}")
            for form, text in NAMES.items()
        ),
        of=(
            ("All reviews", address),
            *((str(each), f"{address}?review={each.public_id}") for each in list_reviews(actor)),
        ),
    )
    return render(request, "governance/progress.html", page)


@require_safe
def progress_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as Word or PDF."""
    actor = actor_of_request(request)
    if form not in TYPES:
        raise NotVisible
    document = _document(request, actor)
    note_report_taken(actor, form=form, at=clock.now())
    return file_of(document, form, name=f"heed-progress-{clock.today().isoformat()}")


def _document(request: HttpRequest, actor: Actor) -> Document:
    review = request.GET.get("review", "")
    if review:
        find_review(actor, review)
    found = progress_on(actor, on=_day_of(request.GET.get("on", "")), review=review)
    return progress_document(found, partnership=actor.partnership_name, counted_on=clock.today())


def _day_of(typed: str) -> date:
    if not typed:
        return clock.today()
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid("Write the day in the address as 2026-11-20.") from None


@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """Challenges with their answers and effect, for the annual report: the year that ends on `on`, or today."""
    actor = actor_of_request(request)
    query = request.META.get("QUERY_STRING", "")
    files = tuple(
        (text, f"{reverse('governance:annual_file', args=[form])}?{query}") for form, text in NAMES.items()
    )
    return render(request, "governance/document.html", annual_page(_annual(request, actor), files=files))


@require_safe
def annual_file(request: HttpRequest, form: str) -> HttpResponse:
    """The same as Word or PDF."""
    actor = actor_of_request(request)
    if form not in TYPES:
        raise NotVisible
    document = _annual(request, actor)
    note_report_taken(actor, form=form, at=clock.now())
    return file_of(document, form, name=f"heed-challenges-{clock.today().isoformat()}")


def _annual(request: HttpRequest, actor: Actor) -> Document:
    found = challenges_in(actor, last=_day_of(request.GET.get("on", "")))
    return annual_document(found, partnership=actor.partnership_name)
