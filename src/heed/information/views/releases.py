"""Material that others ask of a review, and records that a review asks of agencies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.information.archive import zip_of_release
from heed.information.forms import (
    AgencyRecordForm,
    ChooseFilesForm,
    DecideForm,
    ReleaseForm,
    SettleRecordsForm,
)
from heed.information.operations import (
    ask_agency_for_records,
    choose_files,
    decide_release,
    keep_release_request,
    note_release_taken,
    settle_records,
)
from heed.information.presenters.releases import (
    OVERVIEW,
    RECORDS_CRUMB,
    RELEASES_CRUMB,
    record_page,
    release_page,
)
from heed.information.queries.releases import find_agency_record, find_release
from heed.information.registers import AGENCY_RECORDS, RELEASES
from heed.information.views.overview import adding
from heed.library.queries import documents_of_review
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.reviews.queries import list_reviews


def _reviews(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, str(each)) for each in list_reviews(actor)]


@require_safe
def releases(request: HttpRequest) -> HttpResponseBase:
    more = adding("Keep a request", "information:add_release")
    return show_register(request, RELEASES, template="things/register.html", more=more)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    initial = {"review_ref": request.GET.get("review", "")}
    form = ReleaseForm(request.POST or None, reviews=_reviews(actor), initial=initial)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(keep_release_request(actor, **given, at=clock.now()))
        return f"{made[0].reference} is kept. Choose the files; somebody else decides."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:release", ref=made[0].public_id)
    page = AddPage(
        title="Keep a request for a review's material",
        crumbs=(OVERVIEW, RELEASES_CRUMB, Crumb(text="Keep a request")),
        form=form,
        button="Keep it",
        back=reverse("information:releases"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """What was asked of a review, the files that would go out, and the decision."""
    actor = actor_of_request(request)
    found = find_release(actor, ref)
    files = list(found.files.all())
    doings = _doings(request, actor, found, files)
    done = carry_out(request, doings, _runs(request, actor, ref))
    if done:
        return done
    page = release_page(found, files, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, found: Any, files: list[Any]) -> tuple[Doing, ...]:
    if found.decision:
        return ()
    doings = []
    if actor.may(Permission.GOVERN_INFORMATION):
        documents = [(each.public_id, each.name) for each in documents_of_review(actor, found.review_id)]
        chosen = {"documents": [each.document_ref for each in files], "version": found.version}
        form = bound(request, "choose", ChooseFilesForm, documents=documents, initial=chosen)
        doings.append(
            Doing(key="choose", title="What would go out", button="Choose these", form=form, files=True)
        )
    if actor.may(Permission.DECIDE_INFORMATION) and actor.person_id != found.kept_by_id:
        form = bound(request, "decide", DecideForm, initial={"version": found.version})
        doings.append(
            Doing(
                key="decide",
                title="Decide",
                button="Keep the decision",
                form=form,
                lead="You decide as the second person. It cannot be changed afterwards.",
                tone="primary",
            )
        )
    return tuple(doings)


def _runs(request: HttpRequest, actor: Actor, ref: str) -> dict[str, Any]:
    def choose(given: dict[str, Any]) -> str:
        upload = given["upload"]
        row = choose_files(
            actor,
            ref=ref,
            document_refs=given["documents"],
            uploads=[(upload.name, upload.chunks())] if upload else [],
            version=given["version"],
            at=clock.now(),
        )
        return f"{row.files.count()} files are chosen. Somebody else decides."

    def decide(given: dict[str, Any]) -> str:
        row = decide_release(actor, ref=ref, **given, at=clock.now())
        return "Released. The files can be downloaded." if row.decision == "release" else "Refused."

    return {"choose": choose, "decide": decide}


@require_safe
def files(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The released files in one archive, with a list of their hashes."""
    actor = actor_of_request(request)
    found = find_release(actor, ref)
    released = note_release_taken(actor, ref=ref, at=clock.now())
    response = StreamingHttpResponse(zip_of_release(found, released), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{found.reference.lower()}.zip"'
    return response


@require_safe
def records(request: HttpRequest) -> HttpResponseBase:
    more = adding("Ask an agency", "information:add_record")
    return show_register(request, AGENCY_RECORDS, template="things/register.html", more=more)


@require_http_methods(["GET", "POST"])
def add_record(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    agencies = [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]
    form = AgencyRecordForm(request.POST or None, reviews=_reviews(actor), agencies=agencies)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(ask_agency_for_records(actor, **given, at=clock.now()))
        return f"{made[0].reference} is kept."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:record", ref=made[0].public_id)
    page = AddPage(
        title="Ask an agency for its records",
        crumbs=(OVERVIEW, RECORDS_CRUMB, Crumb(text="Ask")),
        form=form,
        button="Keep it",
        back=reverse("information:records"),
        lead="Keep here what a review asked to see. Ask the agency to destroy none of it meanwhile.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def agency_record(request: HttpRequest, ref: str) -> HttpResponse:
    """Records that were asked of an agency, and what became of them."""
    actor = actor_of_request(request)
    found = find_agency_record(actor, ref)
    initial = {name: getattr(found, name) for name in SettleRecordsForm.base_fields}
    form = bound(request, "settle", SettleRecordsForm, initial=initial)
    doings = (Doing(key="settle", title="What became of them", button="Save", form=form),)

    def settle(given: dict[str, Any]) -> str:
        settle_records(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    done = carry_out(request, doings, {"settle": settle})
    if done:
        return done
    page = record_page(found, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
