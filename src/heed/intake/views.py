"""Bringing a document in: choose it, wait for it, work on it side by side, put it into the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.intake.forms import FORMS, form_for
from heed.intake.operations import (
    AlreadyHere,
    add_proposal,
    begin_import,
    correct_proposal,
    decide,
    decide_findings,
    decide_sure,
)
from heed.intake.panels import OpenImport, open_import
from heed.intake.presenters import address_of, parent_choices, side_by_side_page
from heed.intake.queries import (
    JOB,
    find_import,
    find_proposal,
    list_proposals,
    written_on,
)
from heed.intake.types import BESIDE_PROPOSALS, DECIDED_ALONE, Decision, ImportState, ProposalKind
from heed.library.operations import note_document_read
from heed.library.queries import list_like
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.audited import quiet
from heed.platform.http.requests import actor_of_request, number_of, version_of
from heed.platform.jobs.queries import find_job
from heed.platform.ui.components import Choice, DraftShown, Problem
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count
from heed.reviews.queries import cases_with_own_access


@dataclass(frozen=True, kw_only=True)
class NotBegun:
    """A file that was not taken: why, and where it is if it is here already."""

    name: str
    sentence: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class BringInPage:
    title: str
    refused: tuple[NotBegun, ...]
    problems: tuple[Problem, ...]
    cases: tuple[Choice, ...]
    """Cases with access of their own, that a document can come in for."""


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Choose files to be read: one leads to its own page, several to the library where they wait."""
    actor = actor_of_request(request)
    check_may(actor, Permission.BRING_IN_DOCUMENTS)
    begun: list[str] = []
    refused: list[NotBegun] = []
    if request.method == "POST":
        files = request.FILES.getlist("file")
        for file in files[_MOST_FILES:]:
            refused.append(
                NotBegun(name=file.name or "", sentence=f"“{file.name}” was not taken: {_TOO_MANY}.")
            )
        for file in files[:_MOST_FILES]:
            try:
                row = begin_import(
                    actor,
                    name=file.name or "document",
                    size=file.size or 0,
                    chunks=file.chunks(),
                    at=clock.now(),
                    case_ref=request.POST.get("case", ""),
                )
            except AlreadyHere as refusal:
                here = reverse("intake:import", args=[refusal.import_ref])
                refused.append(NotBegun(name=file.name or "", sentence=refusal.sentence, href=here))
            except Invalid as refusal:
                refused.append(NotBegun(name=file.name or "", sentence=refusal.sentence))
            else:
                begun.append(row.public_id)
        if not files:
            refused.append(NotBegun(name="", sentence="Choose a file first."))
        if len(begun) == 1 and not refused:
            return redirect("intake:import", ref=begun[0])
        if begun:
            messages.success(request, f"{count(len(begun), 'document')} on the way in.")
        if begun and not refused:
            return redirect("library:list")
    problems = tuple(Problem(text=each.sentence, field_id="file") for each in refused)
    page = BringInPage(
        title="Bring in documents",
        refused=tuple(refused),
        problems=problems,
        cases=tuple(Choice(value=each.public_id, text=str(each)) for each in cases_with_own_access(actor)),
    )
    return render(request, "intake/bring_in.html", page, status=422 if refused else 200)


_MOST_FILES = 50
_TOO_MANY = f"choose at most {_MOST_FILES} files at once"


@dataclass(frozen=True, kw_only=True)
class OneState:
    title: str
    row: OpenImport


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    title: str
    name: str
    step: str
    done: int
    total: int
    error: str
    again: str
    progress_href: str


@require_safe
def side_by_side(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    row = find_import(actor, ref)
    if row.state in (ImportState.READING, ImportState.FAILED):
        return render(request, "intake/waiting.html", _waiting(request, ref))
    if row.state == ImportState.ACCEPTED and row.review:
        return redirect("reviews:review", ref=row.review.public_id)
    proposals = list_proposals(row)
    page = side_by_side_page(
        row,
        proposals,
        page=number_of(request, "page"),
        chosen=request.GET.get("proposal", ""),
        like=list_like(actor, row.reading) if row.reading else (),
        beside={
            ref: content for each in BESIDE_PROPOSALS for ref, content in each(actor, row, proposals).items()
        },
    )
    note_document_read(actor, document_ref=row.document.public_id, page=page.page_number or 0, at=clock.now())
    return render(request, "intake/side_by_side.html", page)


@quiet
@require_safe
def progress(request: HttpRequest, ref: str) -> HttpResponse:
    """The fragment that says how far the reading is: in a list its state; else asks for the whole page once done."""
    row = find_import(actor_of_request(request), ref)
    if request.GET.get("in") == "list":
        return render(request, "intake/_one_state.html", OneState(title="", row=open_import(row)))
    page = _waiting(request, ref)
    response = render(request, "intake/_progress.html", page)
    if row.state != ImportState.READING:
        response["HX-Redirect"] = reverse("intake:import", args=[ref])
    return response


def _waiting(request: HttpRequest, ref: str) -> WaitingPage:
    actor = actor_of_request(request)
    row = find_import(actor, ref)
    job = find_job(actor, kind=JOB, subject_ref=ref)
    failed = row.state == ImportState.FAILED
    return WaitingPage(
        title="This document could not be read" if failed else "Reading the document",
        name=row.document.name,
        step=job.step if job else "Waiting to start",
        done=job.done if job else 0,
        total=job.total if job else 0,
        error=row.error,
        again=reverse("intake:bring_in"),
        progress_href=reverse("intake:progress", args=[ref]),
    )


@require_POST
def accept_sure(request: HttpRequest, ref: str) -> HttpResponse:
    accepted = decide_sure(actor_of_request(request), import_ref=ref, at=clock.now())
    which = "the one" if accepted == 1 else f"all {accepted}"
    messages.success(request, f"Accepted {which} that the reader is sure of. Nothing is in the register yet.")
    return redirect("intake:import", ref=ref)


@require_POST
def all_findings(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept or reject every finding that is not decided yet."""
    given = request.POST.get("decision", "")
    if given not in (Decision.ACCEPTED, Decision.REJECTED):
        raise Invalid("Choose to accept the findings or to leave them out.")
    decided = decide_findings(
        actor_of_request(request), import_ref=ref, decision=Decision(given), at=clock.now()
    )
    messages.success(request, f"{count(decided, 'finding')} {given}. Nothing is in the register yet.")
    return redirect(f"{reverse('intake:import', args=[ref])}#findings")


@require_POST
def decide_one(request: HttpRequest, ref: str, proposal: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_proposal(actor, proposal, import_ref=ref)
    given = request.POST.get("decision", "")
    if given not in list(Decision):
        raise Invalid("Choose to accept, reject or look again.")
    decided = decide(
        actor,
        ref=found.public_id,
        decision=Decision(given),
        version=version_of(request),
        at=clock.now(),
    )
    chosen = decided.parent.public_id if decided.parent else decided.public_id
    return redirect(address_of(ref, chosen))


@dataclass(frozen=True, kw_only=True)
class EditPage:
    title: str
    form: forms.Form
    found: str
    version: int
    back: str
    draft: DraftShown


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, ref: str, proposal: str) -> HttpResponse:
    """Correct what was read; what was read stays to be seen beside it."""
    actor = actor_of_request(request)
    found = find_proposal(actor, proposal, import_ref=ref)
    kind = ProposalKind(found.kind)
    open_form = OpenForm(request, "proposal", subject=proposal, title=f"Correct a {kind.value}")
    values = open_form.initial(found.values, FORMS[kind])
    form = form_for(kind, request.POST or None, values, written_on(found.import_of))
    back = address_of(ref, found.parent.public_id if found.parent else proposal)
    if request.method == "POST" and form.is_valid():
        correct_proposal(
            actor,
            ref=proposal,
            values=form.cleaned_data,
            version=version_of(request),
            at=clock.now(),
        )
        return redirect(back)
    page = EditPage(
        title=f"Correct this {kind.value}",
        form=form,
        found=found.found["text"] if found.found else "",
        version=version_of(request) or open_form.version(found.version),
        back=back,
        draft=open_form.shown,
    )
    return render(request, "intake/edit.html", page, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class AddPage:
    title: str
    kind: str
    words: str
    label: str
    page: str
    parent: str
    parents: tuple[Choice, ...]
    errors: dict[str, str]
    problems: tuple[Problem, ...]
    back: str


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, ref: str) -> HttpResponse:
    """Add what the reader missed, from words selected on the page or pasted."""
    actor = actor_of_request(request)
    row = find_import(actor, ref)
    given = {name: request.POST.get(name, "") for name in ("kind", "words", "label", "page", "parent")}
    kind = given["kind"] if given["kind"] in list(ProposalKind) else ProposalKind.RECOMMENDATION
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            added = add_proposal(
                actor,
                import_ref=ref,
                kind=ProposalKind(kind),
                words=given["words"],
                page=number_of(request, "page"),
                parent_ref=given["parent"] if kind not in DECIDED_ALONE else "",
                given=_given_for(ProposalKind(kind), request),
                at=clock.now(),
            )
        except Invalid as refusal:
            errors = refusal.fields or {"words": refusal.sentence}
        else:
            messages.success(request, f"Added the {kind}.")
            return redirect(address_of(ref, added.parent.public_id if added.parent else added.public_id))
    page = AddPage(
        title="Add what was missed",
        kind=str(kind),
        words=given["words"],
        label=given["label"],
        page=given["page"],
        parent=given["parent"],
        parents=parent_choices(list_proposals(row)),
        errors=errors,
        problems=tuple(Problem(text=text, field_id=_FIELD_IDS.get(name)) for name, text in errors.items()),
        back=reverse("intake:import", args=[ref]),
    )
    return render(request, "intake/add.html", page, status=422 if errors else 200)


_FIELD_IDS = {"words": "missed-words", "parent": "parent"}


def _given_for(kind: ProposalKind, request: HttpRequest) -> dict[str, Any]:
    if kind in DECIDED_ALONE:
        return {"label": request.POST.get("label", "").strip()[:40]}
    if kind is ProposalKind.RESPONSE:
        return {"agency": request.POST.get("label", "").strip()[:200]}
    return {}
