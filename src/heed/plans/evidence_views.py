"""Evidence: given, renewed, used for more, withdrawn where it was a mistake, and its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.plans.evidence_presenters import evidence_page
from heed.plans.evidence_register import EVIDENCE
from heed.plans.operations import (
    NewEvidence,
    NewVersion,
    Speaks,
    add_evidence_version,
    give_evidence,
    give_evidence_back,
    note_evidence_file_taken,
    use_evidence,
    withdraw_evidence,
)
from heed.plans.policies import can, check_may_give_evidence, check_may_renew
from heed.plans.presenters import words_of_action
from heed.plans.proof_forms import EvidenceForm, NewerForm, UseForm, WithdrawForm
from heed.plans.proof_presenters import crumbs_of
from heed.plans.queries import (
    actions_served,
    actions_to_serve,
    find_action,
    find_evidence,
    find_evidence_file,
    rests_on,
    versions_of_evidence,
)
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.files.operations import path_of
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing


def _handed_in(given: dict[str, Any]) -> NewVersion:
    """What was handed in of a cleaned form, taken out of it."""
    files = [(each.name, each.chunks()) for each in given.pop("file")]
    return NewVersion(files=files, links=given.pop("links"), note=given["note"])


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, ref: str) -> HttpResponse:
    """A new piece for an action."""
    actor = actor_of_request(request)
    check_may_give_evidence(actor)
    action, back = find_action(actor, ref), reverse("plans:action", args=[ref])
    form = EvidenceForm(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def run(given: dict[str, Any]) -> str:
        handed_in = _handed_in(given)
        made = give_evidence(
            actor, action_ref=ref, evidence=NewEvidence(**given), handed_in=handed_in, at=clock.now()
        )
        return f"Kept as {made.reference}."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect(back)
    page = AddPage(
        title="Give evidence",
        crumbs=crumbs_of(action, "Give evidence"),
        form=form,
        button="Give it",
        back=back,
        lead=words_of_action(action),
        files=True,
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_safe
def evidence_list(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, EVIDENCE)


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """One piece, and what can be done with it."""
    actor = actor_of_request(request)
    found = find_evidence(actor, ref)
    doings: tuple[Doing, ...] = ()
    renews = can(lambda: check_may_renew(actor, found))
    if found.withdrawn_at and renews:
        given_back = Doing(
            key="give_back",
            title="It was no mistake",
            button="Give it back",
            form=bound(request, "give_back", Form),
            lead="It shows again what it showed. That it was withdrawn stays in its history.",
        )
        doings = (given_back,)
    elif not found.withdrawn_at and actor.may(Permission.REPORT_COMPLETE):
        more = [
            (each.public_id, f"{each.reference} {each.text[:80]}") for each in actions_to_serve(actor, found)
        ]
        newer = bound(request, "version", NewerForm)
        version = Doing(key="version", title="A newer version", button="Hand it in", form=newer, files=True)
        doings = (
            *((version,) if renews else ()),
            Doing(
                key="use",
                title="It shows another action as well",
                button="Use it there",
                form=bound(request, "use", UseForm, actions=more),
            ),
            *((_withdrawing(request, actor, found),) if renews else ()),
        )

    def add(given: dict[str, Any]) -> str:
        handed_in, refresh_by = _handed_in(given), given.pop("refresh_by")
        del given["note"]
        made = add_evidence_version(
            actor,
            ref=ref,
            handed_in=handed_in,
            speaks=Speaks(**given),
            refresh_by=refresh_by,
            at=clock.now(),
        )
        return f"Kept as version {made.number}."

    def use(given: dict[str, Any]) -> str:
        use_evidence(actor, ref=ref, action_ref=given["action"], at=clock.now())
        return "It is used there as well."

    def withdraw(given: dict[str, Any]) -> str:
        withdraw_evidence(actor, ref=ref, **given, at=clock.now())
        return "Withdrawn. It stays here with your reason, and can be given back."

    def give_back(_: dict[str, Any]) -> str:
        give_evidence_back(actor, ref=ref, at=clock.now())
        return "Given back: it shows again what it showed."

    runs = {"version": add, "use": use, "withdraw": withdraw, "give_back": give_back}
    done = carry_out(request, doings, runs)
    if done:
        return done
    versions, served = versions_of_evidence(actor, found), actions_served(actor, found.pk)
    page = evidence_page(found, versions, served, doings, today=clock.today())
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


def _withdrawing(request: HttpRequest, actor: Actor, found: Any) -> Doing:
    rests = rests_on(actor, found)
    return Doing(
        key="withdraw",
        title="It was given by mistake",
        button="Withdraw it",
        form=bound(request, "withdraw", WithdrawForm),
        lead=f"{rests} rests on it, so it cannot be withdrawn while that stands."
        if rests
        else "It shows nothing any more, and stays to be read with your reason.",
        folded=True,
    )


@require_safe
def evidence_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file as it came, to be saved."""
    actor = actor_of_request(request)
    found = find_evidence_file(actor, ref)
    note_evidence_file_taken(actor, ref=ref, at=clock.now())
    ending = found.name.rsplit(".", 1)[-1].lower() if "." in found.name else "bin"
    named = f"{found.version.evidence.reference.lower()}-{found.version.number}-{found.pk}"
    return FileResponse(
        path_of(found.file).open("rb"),
        as_attachment=True,
        filename=f"{named}.{ending if ending.isalnum() and len(ending) < 6 else 'bin'}",
        content_type="application/octet-stream",
    )
