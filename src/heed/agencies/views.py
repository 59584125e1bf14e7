"""The agencies of a partnership, over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.agencies.forms import AgencyForm, NewAgencyForm
from heed.agencies.operations import (
    add_agency,
    change_agency,
    merge_agencies,
    put_name_back,
    say_who_is_meant,
    set_name_aside,
    undo_merge,
)
from heed.agencies.queries import (
    NameMetLine,
    count_names_met,
    find_agency,
    leads_of,
    list_agencies_with_names,
    list_names_met,
    list_names_set_aside,
    merged_into,
    open_merge,
)
from heed.agencies.registers import AGENCIES, kind_of, lead_words, time_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.drafts.forms import OpenForm
from heed.platform.http.requests import actor_of_request, version_of
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Choice, DraftShown
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count, day


@dataclass(frozen=True, kw_only=True)
class AgenciesMore:
    """What stands beside the register for those who manage agencies."""

    may_manage: bool
    names: str
    """How many names nobody knows, in words; "" where there is none to ask about."""


@require_safe
def agencies(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, AGENCIES, template="agencies/list.html", more=_beside)


def _beside(actor: Actor) -> AgenciesMore:
    may_manage = actor.may(Permission.MANAGE_AGENCIES)
    met = count_names_met(actor) if may_manage else 0
    return AgenciesMore(may_manage=may_manage, names=count(met, "name") if met else "")


@dataclass(frozen=True, kw_only=True)
class AsideLine:
    name: str
    said: str
    ref: str


@dataclass(frozen=True, kw_only=True)
class NamesPage:
    title: str
    lead: str
    names_met: tuple[NameMetLine, ...]
    choices: tuple[Choice, ...]
    aside: tuple[AsideLine, ...]


@require_http_methods(["GET", "POST"])
def name_met(request: HttpRequest) -> HttpResponse:
    """Names met in documents, and to say of one which agency it means."""
    actor = actor_of_request(request)
    if request.method == "POST":
        given = request.POST
        records = say_who_is_meant(
            actor, words=given.get("words", ""), ref=given.get("agency", ""), at=clock.now()
        )
        said = f"{count(records, 'record')} now belong to this agency. Their words are unchanged."
        messages.success(request, said)
        return redirect("agencies:name_met")
    met, shown = count_names_met(actor), list_names_met(actor)
    lead = f"{count(met, 'name')}, the most frequent first. " if met else ""
    more = f"These are the first {len(shown)}. " if met > len(shown) else ""
    page = NamesPage(
        title="Names that no agency has",
        lead=f"{lead}{more}Records keep their words, whatever you say here.",
        names_met=tuple(shown),
        choices=(
            Choice(value="", text="Choose an agency"),
            *(
                Choice(value=each.public_id, text=each.name)
                for each in list_agencies_with_names(actor)
                if each.ended_on is None
            ),
        ),
        aside=tuple(
            AsideLine(
                name=each.name,
                said=f"{each.set_aside_by.name}, {day(each.set_aside_at)}",
                ref=each.public_id,
            )
            for each in list_names_set_aside(actor)
        ),
    )
    return render(request, "agencies/names.html", page)


@require_POST
def set_aside(request: HttpRequest) -> HttpResponse:
    """Say that a name met in documents is no agency."""
    row = set_name_aside(actor_of_request(request), words=request.POST.get("words", ""), at=clock.now())
    messages.success(request, f"“{row.name}” is no agency. Nobody is asked about it again.")
    return redirect("agencies:name_met")


@require_POST
def put_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask about a name again."""
    row = put_name_back(actor_of_request(request), ref=ref, at=clock.now())
    messages.success(request, f"“{row.name}” is asked about again.")
    return redirect("agencies:name_met")


@dataclass(frozen=True, kw_only=True)
class AddPage:
    title: str
    form: NewAgencyForm
    back: str


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.MANAGE_AGENCIES)
    form = NewAgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_agency(actor, **form.cleaned_data, at=clock.now())
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
        else:
            messages.success(request, f"{made.name} is added.")
            return redirect("agencies:list")
    page = AddPage(title="Add an agency", form=form, back=reverse("agencies:list"))
    return render(request, "agencies/add.html", page, status=422 if form.errors else 200)


@dataclass(frozen=True, kw_only=True)
class MergeLine:
    """A merge that stands, in words, and where it can be undone (empty for those who may not)."""

    words: str
    href: str
    agency: str


@dataclass(frozen=True, kw_only=True)
class LeadLine:
    """A lead contact; the e-mail address and the person's page for those who see people."""

    words: str
    href: str
    email: str


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    title: str
    leads: tuple[LeadLine, ...]
    no_lead: str
    invite_href: str
    facts: str
    names: tuple[str, ...]
    before: tuple[str, ...]
    after: str
    form: AgencyForm | None
    version: int
    draft: DraftShown
    others: tuple[Choice, ...]
    merge_href: str
    merges: tuple[MergeLine, ...]
    asked_href: str
    actions_href: str


@require_http_methods(["GET", "POST"])
def agency(request: HttpRequest, ref: str) -> HttpResponse:
    """What an agency is called and was, and, for those who may, the form to change it."""
    actor = actor_of_request(request)
    found = find_agency(actor, ref)
    may_manage = actor.may(Permission.MANAGE_AGENCIES)
    if request.method == "POST":
        check_may(actor, Permission.MANAGE_AGENCIES)
    others = [(each.public_id, each.name) for each in list_agencies_with_names(actor) if each.pk != found.pk]
    names = [name.name for name in found.names.all() if name.name != found.name]
    open_form = OpenForm(request, "agency", subject=ref, title=f"Change {found.name}")
    usual = {
        "name": found.name,
        "kind": found.kind,
        "other_names": names,
        "ended_on": found.ended_on,
        "successor": found.successor.public_id if found.successor else "",
    }
    form = AgencyForm(request.POST or None, others=others, initial=open_form.initial(usual, AgencyForm))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change_agency(
                actor,
                ref=ref,
                name=given["name"],
                kind=given["kind"],
                other_names=list(given["other_names"]),
                ended_on=given["ended_on"],
                successor_ref=given["successor"],
                version=version_of(request),
                at=clock.now(),
            )
        except Invalid as refusal:
            field = next(iter(refusal.fields), "name")
            form.add_error(field if field in form.fields else "name", refusal.sentence)
        else:
            messages.success(request, "Saved.")
            return redirect("agencies:agency", ref=ref)
    page = AgencyPage(
        title=found.name,
        leads=_leads(actor, found),
        no_lead="" if leads_of(found) else _no_lead(found),
        invite_href=reverse("invite") if actor.may(Permission.MANAGE_PEOPLE) and not found.ended_on else "",
        facts=" · ".join(filter(None, [kind_of(found), time_of(found)])),
        names=tuple(names),
        before=tuple(each.name for each in found.predecessors.all()),
        after=str(found.successor or ""),
        form=form if may_manage else None,
        version=version_of(request) or open_form.version(found.version),
        draft=open_form.shown,
        others=tuple(Choice(value=value, text=text) for value, text in (("", "Choose an agency"), *others)),
        merge_href="" if open_merge(actor, found) else reverse("agencies:merge", args=[ref]),
        merges=_merges(actor, found, may_manage=may_manage),
        asked_href=f"{reverse('learning:list')}?agency={ref}",
        actions_href=f"{reverse('plans:list')}?agency={ref}",
    )
    return render(request, "agencies/agency.html", page, status=422 if form.errors else 200)


def _leads(actor: Actor, agency: Any) -> tuple[LeadLine, ...]:
    sees = actor.may(Permission.SEE_PEOPLE)
    return tuple(
        LeadLine(
            words=lead_words(each),
            href=reverse("people:person", args=[each.person.public_id]) if sees else "",
            email=each.person.email if sees else "",
        )
        for each in leads_of(agency)
    )


def _no_lead(agency: Any) -> str:
    if agency.ended_on:
        return (
            f"It ended. Ask {agency.successor}."
            if agency.successor
            else "It ended, and nothing came after it."
        )
    others = [each for each in agency.people_here if Role.AGENCY_CONTRIBUTOR.value in each.roles]
    acting = f" For it act: {'; '.join(map(lead_words, others))}." if others else ""
    return f"Nobody leads for it in Heed yet.{acting}"


def _merges(actor: Actor, agency: Any, *, may_manage: bool) -> tuple[MergeLine, ...]:
    """Its own merge and those of others into it, each with the way to undo it."""
    own = open_merge(actor, agency)
    return tuple(
        MergeLine(
            words=f"{each.agency.name} was merged into {each.into.name} on {day(each.merged_at)} by "
            f"{each.merged_by.name}.",
            href=reverse("agencies:undo_merge", args=[each.agency.public_id]) if may_manage else "",
            agency=each.agency.name,
        )
        for each in ([own] if own else []) + merged_into(actor, agency)
    )


@require_POST
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything of this agency belongs to another from now on."""
    actor, chosen = actor_of_request(request), request.POST.get("into", "")
    check_may(actor, Permission.MANAGE_AGENCIES)
    if not chosen:
        raise Invalid("Choose the agency to merge it into.")
    into = merge_agencies(
        actor,
        ref=ref,
        into_ref=chosen,
        version=version_of(request),
        at=clock.now(),
    )
    messages.success(request, f"Merged into {into.name}. Records keep their own words.")
    return redirect("agencies:agency", ref=into.public_id)


@dataclass(frozen=True, kw_only=True)
class UndoPage:
    title: str
    sentences: tuple[str, ...]
    reason: str
    error: str
    back: str


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Undo a merge, with a reason."""
    actor = actor_of_request(request)
    check_may(actor, Permission.MANAGE_AGENCIES)
    found = find_agency(actor, ref)
    error, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            undo_merge(actor, ref=ref, reason=reason, at=clock.now())
        except Invalid as refusal:
            error = refusal.fields["reason"]
        else:
            messages.success(request, f"{found.name} stands by itself again.")
            return redirect("agencies:agency", ref=ref)
    return render(
        request, "agencies/undo.html", _undo_page(actor, found, reason, error), status=422 if error else 200
    )


def _undo_page(actor: Actor, agency: Any, reason: str, error: str) -> UndoPage:
    merge = open_merge(actor, agency)
    if merge is None:
        raise NotNow(f"{agency.name} is not merged, or its merge was undone already.")
    into = merge.into.name
    return UndoPage(
        title=f"Undo the merge of {agency.name}?",
        sentences=(
            f"Everything that went to {into} on {day(merge.merged_at)} is {agency.name}’s again: records, requests, "
            "other names and people. So is what has come in since under one of its names.",
            f"This works only while nobody has worked on what went to {into}. What was given to a third agency since "
            "stays there.",
        ),
        reason=reason,
        error=error,
        back=reverse("agencies:agency", args=[agency.public_id]),
    )
