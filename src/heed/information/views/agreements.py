"""Agreements and impact assessments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.information.forms import AgreementForm, AnswersForm, AssessmentForm, FileForm, SignForm, VersionForm
from heed.information.operations import (
    add_agreement,
    add_assessment,
    attach_file,
    change_agreement,
    make_new_edition,
    note_agreement_file_taken,
    save_answers,
    sign_agreement,
)
from heed.information.presenters.agreements import agreement_page, assessment_page
from heed.information.queries.agreements import (
    AgreementFilter,
    filter_agreements,
    find_agreement,
    find_assessment,
    parties_of,
)
from heed.information.registers import AGREEMENTS, ASSESSMENTS
from heed.information.views.overview import adding
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.queries import list_agencies
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing

if TYPE_CHECKING:
    from heed.information.models import Agreement

_CRUMB = Crumb(text="Information governance", href="/information/")


@require_safe
def agreements(request: HttpRequest) -> HttpResponseBase:
    more = adding("Add an agreement", "information:add_agreement")
    return show_register(request, AGREEMENTS, template="things/register.html", more=more)


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    return [(each.public_id, each.name) for each in list_agencies(actor.partnership_id)]


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    form = AgreementForm(request.POST or None, agencies=_agencies(actor), new=True)
    made: list[Agreement] = []

    def run(given: dict[str, Any]) -> str:
        made.append(add_agreement(actor, **given, at=clock.now()))
        return f"{made[0].name} is kept as {made[0].reference}."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:agreement", ref=made[0].public_id)
    page = AddPage(
        title="Add an agreement",
        crumbs=(_CRUMB, Crumb(text="Agreements", href=reverse("information:agreements")), Crumb(text="Add")),
        form=form,
        button="Keep it",
        back=reverse("information:agreements"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, ref: str) -> HttpResponse:
    """An agreement with who signed it, and what can be done about it."""
    actor = actor_of_request(request)
    found = find_agreement(actor, ref)
    parties = parties_of(found)
    doings = _doings(request, actor, found, parties)
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    page = agreement_page(found, parties, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _doings(request: HttpRequest, actor: Actor, found: Agreement, parties: list[Any]) -> tuple[Doing, ...]:
    now = [each for each in parties if each.edition == found.edition]
    unsigned = [(each.agency.public_id, each.agency.name) for each in now if each.signed_on is None]
    initial = {
        **{name: getattr(found, name) for name in AgreementForm.base_fields if name != "agencies"},
        "agencies": [each.agency.public_id for each in now],
    }
    doings = [
        Doing(
            key="file",
            title="The signed paper",
            button="Keep the file",
            form=bound(request, "file", FileForm),
            lead="" if not found.file else "A new file replaces the one kept; its hash stays in the history.",
            files=True,
        ),
        Doing(
            key="edition",
            title="Worded anew",
            button="Begin a new edition",
            form=bound(request, "edition", VersionForm, initial={"version": found.edition}),
            lead="Every party signs again. Earlier signatures stay.",
        ),
        Doing(
            key="change",
            title="Mend what is said here",
            button="Save",
            form=bound(request, "change", AgreementForm, agencies=_agencies(actor), initial=initial),
        ),
    ]
    if unsigned:
        sign = bound(request, "sign", SignForm, agencies=unsigned)
        doings.insert(0, Doing(key="sign", title="Somebody signed", button="Keep the signature", form=sign))
    return tuple(doings)


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def sign(given: dict[str, Any]) -> str:
        party = sign_agreement(
            actor,
            ref=ref,
            agency_ref=given["agency"],
            signed_by=given["signed_by"],
            signed_on=given["signed_on"],
            at=clock.now(),
        )
        return f"{party.agency} has signed edition {party.edition}."

    def keep_file(given: dict[str, Any]) -> str:
        file = given["file"]
        attach_file(actor, ref=ref, name=file.name, chunks=file.chunks(), at=clock.now())
        return "The file is kept."

    def edition(given: dict[str, Any]) -> str:
        made = make_new_edition(actor, ref=ref, edition=given["version"], at=clock.now())
        return f"This is edition {made.edition} now. Nobody has signed it yet."

    def change(given: dict[str, Any]) -> str:
        change_agreement(actor, ref=ref, **given, at=clock.now())
        return "Saved."

    return {"sign": sign, "file": keep_file, "edition": edition, "change": change}


@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The signed paper, to be saved."""
    actor = actor_of_request(request)
    found = find_agreement(actor, ref)
    if found.file is None:
        raise NotVisible
    note_agreement_file_taken(actor, ref=ref, at=clock.now())
    ending = found.file_name.rsplit(".", 1)[-1].lower() if "." in found.file_name else "bin"
    return FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=f"{found.reference.lower()}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )


@require_safe
def assessments(request: HttpRequest) -> HttpResponseBase:
    more = adding("Begin an assessment", "information:add_assessment")
    return show_register(request, ASSESSMENTS, template="things/register.html", more=more)


@require_http_methods(["GET", "POST"])
def add_one_assessment(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    kept = [(each.public_id, each.name) for each in filter_agreements(actor, AgreementFilter(), order="name")]
    form = AssessmentForm(request.POST or None, agreements=kept)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(add_assessment(actor, **given, at=clock.now()))
        return f"{made[0].reference} is begun. Answer what you can; every saving is a version."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:assessment", ref=made[0].public_id)
    page = AddPage(
        title="Begin an impact assessment",
        crumbs=(
            _CRUMB,
            Crumb(text="Impact assessments", href=reverse("information:assessments")),
            Crumb(text="Begin"),
        ),
        form=form,
        button="Begin",
        back=reverse("information:assessments"),
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def assessment(request: HttpRequest, ref: str) -> HttpResponse:
    """The questions with the newest answers, or an earlier version to read."""
    actor = actor_of_request(request)
    found = find_assessment(actor, ref)
    versions = list(found.versions.all())
    form = bound(request, "save", AnswersForm, initial={**versions[0].answers, "version": found.version})
    doings = (
        Doing(key="save", title="Answers", button="Save as the next version", form=form, tone="primary"),
    )

    def save(given: dict[str, Any]) -> str:
        version = given.pop("version")
        made = save_answers(actor, ref=ref, answers=given, version=version, at=clock.now())
        return f"Saved as version {made.version}."

    done = carry_out(request, doings, {"save": save})
    if done:
        return done
    page = assessment_page(found, versions, doings, chosen=request.GET.get("version", ""))
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
