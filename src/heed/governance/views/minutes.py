"""Minuting, minutes and their versions, and what the independent chair decided alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from heed.governance import forms
from heed.governance.operations import (
    Minuted,
    approve_minutes,
    decide_action,
    decide_alone,
    end_meeting,
    keep_minutes,
    note_decision,
    note_pack_taken,
    reopen_minutes,
)
from heed.governance.policies import (
    can_decide_alone,
    can_minute,
    check_can_minute,
    check_minutes_somewhere,
    check_reads_chair,
    leads,
)
from heed.governance.presenters.files import TYPES
from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.minutes import alone_page, minutes_document, minutes_page, minuting_page
from heed.governance.queries.groups import independent_chairs
from heed.governance.queries.meetings import agenda_of, attendance_of, find_meeting
from heed.governance.queries.minutes import (
    decisions_alone,
    decisions_of,
    lines_of_version,
    minutes_now,
    versions_of,
)
from heed.governance.queries.pack import plan_of_meeting
from heed.governance.queries.plan import action_called, evidence_of_plan
from heed.governance.types import DecisionKind
from heed.governance.views.packs import file_of, files_of
from heed.platform.access.types import Actor
from heed.platform.audit_log.records import REF
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible, Refusal
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.queries import list_reviews


@require_http_methods(["GET", "POST"])
def minute(request: HttpRequest, ref: str) -> HttpResponse:
    """Meeting mode: every point and every action on one page and one form, so that saving one loses no other."""
    actor = actor_of_request(request)
    check_minutes_somewhere(actor, on=clock.today())
    found = find_meeting(actor, ref)
    check_can_minute(actor, found, on=clock.today())
    typed: dict[str, str] = {}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in request.POST}
        errors = _keep(actor, found, typed)
        if not errors:
            return _after(request, found, typed)
    plan = plan_of_meeting(actor, found)
    page = minuting_page(
        found,
        agenda_of(actor, found),
        attendance_of(found),
        decisions_of(actor, found),
        plan,
        evidence_of_plan(actor, plan),
        typed=typed,
        errors=errors,
    )
    return render(request, "governance/minute.html", page, status=422 if errors else 200)


def _keep(actor: Actor, found: Any, typed: dict[str, str]) -> list[tuple[str, str]]:
    """Minutes first, then what was decided, one after another. What is kept is taken out of `typed`; what could not be
    stays in it, with its field and a sentence."""
    ref, errors = found.public_id, list[tuple[str, str]]()
    keep_minutes(actor, ref=ref, points=_points(typed, agenda_of(actor, found)), at=clock.now())
    for name in [each for each in typed if each.startswith(("minute-", "version-"))]:
        del typed[name]
    for name in [each for each in typed if each.startswith(("decision-", "act-"))]:
        kind, _, about = name.partition("-")
        why = ("reason-" if kind == "decision" else "why-") + about
        if typed[name].strip() or typed.get(why, "").strip():
            try:
                _decide(actor, ref, kind, about, typed[name], typed.get(why, ""))
            except Refusal as refusal:
                errors.append((name, refusal.sentence))
                continue
        typed.pop(name)
        typed.pop(why, None)
    errors += _decide_other(actor, ref, typed)
    if typed.get("do") == "end" and not errors:
        try:
            end_meeting(actor, ref=ref, chaired_by=typed.get("chaired_by", ""), at=clock.now())
        except Invalid as refusal:
            errors.append(("chaired_by", refusal.sentence))
    return errors


def _decide_other(actor: Actor, ref: str, typed: dict[str, str]) -> list[tuple[str, str]]:
    """What was decided about an action that stands under no heading of the page, named by its reference."""
    names = ("other", "other-act", "other-why")
    called, said, why = (typed.get(each, "") for each in names)
    if not (called.strip() or said or why.strip()):
        return []
    try:
        _decide(actor, ref, "act", action_called(actor, called).public_id, said, why)
    except Refusal as refusal:
        return [("other", refusal.sentence)]
    for each in names:
        typed.pop(each)
    return []


def _decide(actor: Actor, ref: str, kind: str, about: str, said: str, why: str) -> None:
    if kind == "decision":
        note_decision(actor, ref=ref, item=about, title=said, reason=why, at=clock.now())
        return
    if said not in set(DecisionKind):
        raise Invalid("Choose what was decided.")
    decide_action(actor, ref=ref, action=about, kind=DecisionKind(said), reason=why, at=clock.now())


def _after(request: HttpRequest, found: Any, typed: dict[str, str]) -> HttpResponse:
    if typed.get("do") == "end":
        messages.success(
            request, "The meeting is over and its minutes are finished. The next meeting approves them."
        )
        return redirect("governance:minutes", ref=found.public_id)
    messages.success(request, "Kept.")
    at = typed.get("at", "")
    return redirect(f"{request.path}#point-{at}" if REF.fullmatch(at) else request.path)


def _points(sent: Mapping[str, str], items: list[Any]) -> list[Minuted]:
    return [
        Minuted(
            item=each.public_id,
            minute=sent.get(f"minute-{each.public_id}", "").replace("\r\n", "\n"),
            version=int(version) if (version := sent.get(f"version-{each.public_id}", "")).isdecimal() else 0,
        )
        for each in items
        if f"minute-{each.public_id}" in sent
    ]


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, ref: str) -> HttpResponse:
    """One version of the minutes to read; the chair approves the open one."""
    actor = actor_of_request(request)
    if request.method == "POST":
        check_minutes_somewhere(actor, on=clock.today())
    found = find_meeting(actor, ref)
    versions = versions_of(actor, found)
    shown = _shown(versions, request.GET.get("version", ""))
    doings = _doings(request, actor, found, versions)
    done = carry_out(request, doings, _runs(actor, ref))
    if done:
        return done
    page = minutes_page(
        found,
        _document(actor, found, shown),
        versions,
        doings,
        shown=shown,
        minutes=can_minute(actor, found, on=clock.today()),
        files=files_of("governance:minutes_file", ref, str(shown.number if shown else 0)),
    )
    return render(request, "governance/minutes.html", page, status=422 if page.has_errors else 200)


def _shown(versions: list[Any], number: str) -> Any:
    """The version asked for, or the newest; None before the meeting has ended."""
    newest = versions[-1] if versions else None
    return next((each for each in versions if str(each.number) == number), newest)


def _document(actor: Actor, found: Any, version: Any) -> Any:
    approved = version is not None and version.approved_at is not None
    lines = lines_of_version(actor, version) if approved else minutes_now(actor, found)
    return minutes_document(found, version, lines)


def _doings(request: HttpRequest, actor: Actor, found: Any, versions: list[Any]) -> tuple[Doing, ...]:
    if not versions:
        return ()
    newest, today = versions[-1], clock.today()
    if newest.approved_at is None and leads(actor, found.group_id, on=today):
        form = bound(request, "approve", forms.ApproveForm, initial={"number": newest.number})
        lead = "From then on this version never changes. Opening it again begins another."
        title = f"Approve version {newest.number}"
        return (
            Doing(
                key="approve", title=title, button="Approve the minutes", form=form, lead=lead, tone="primary"
            ),
        )
    if newest.approved_at is not None and can_minute(actor, found, on=today):
        form = bound(request, "reopen", forms.ReopenForm)
        lead = "The approved version stays as it is."
        return (
            Doing(key="reopen", title="Open them again", button="Begin a new version", form=form, lead=lead),
        )
    return ()


def _runs(actor: Actor, ref: str) -> dict[str, Any]:
    def approve(given: dict[str, Any]) -> str:
        row = approve_minutes(actor, ref=ref, number=given["number"], at=clock.now())
        return f"Version {row.number} is approved."

    def reopen(given: dict[str, Any]) -> str:
        row = reopen_minutes(actor, ref=ref, reason=given["reason"], at=clock.now())
        return f"Version {row.number} is begun. The approved one stays."

    return {"approve": approve, "reopen": reopen}


@require_safe
def minutes_file(request: HttpRequest, ref: str, number: str, form: str) -> HttpResponse:
    """A version as Word or PDF."""
    actor = actor_of_request(request)
    found = find_meeting(actor, ref)
    versions = versions_of(actor, found)
    known = {str(each.number) for each in versions} or {"0"}
    if form not in TYPES or number not in known:
        raise NotVisible
    document = _document(actor, found, _shown(versions, number))
    note_pack_taken(actor, ref=ref, form=f"{form} of minutes", at=clock.now())
    return file_of(document, form, name=f"{found.reference.lower()}-minutes-{number}")


@require_http_methods(["GET", "POST"])
def alone(request: HttpRequest) -> HttpResponse:
    """What the independent chair decided alone."""
    actor = actor_of_request(request)
    check_reads_chair(actor)
    doings = _alone_doings(request, actor) if can_decide_alone(actor) else ()

    def decide(given: dict[str, Any]) -> str:
        row = decide_alone(actor, **given, at=clock.now())
        return f"Kept as {row.reference}, under the name of {row.decided_by}."

    done = carry_out(request, doings, {"decide": decide})
    if done:
        return done
    crumbs = (MEETINGS, Crumb(text="The independent chair"))
    page = alone_page(decisions_alone(actor), doings[0] if doings else None, crumbs=crumbs)
    wrong = bool(doings and doings[0].form.errors)
    return render(request, "governance/alone.html", page, status=422 if wrong else 200)


def _alone_doings(request: HttpRequest, actor: Actor) -> tuple[Doing, ...]:
    chairs = [
        (each.public_id, each.person.name)
        for each in independent_chairs(actor)
        if not _is_chair(actor) or each.pk == actor.membership_id
    ]
    reviews = [(each.public_id, str(each)) for each in list_reviews(actor)]
    form = bound(request, "decide", forms.AloneForm, chairs=chairs, reviews=reviews)
    return (Doing(key="decide", title="Keep a decision", button="Keep the decision", form=form),)


def _is_chair(actor: Actor) -> bool:
    return any(each.pk == actor.membership_id for each in independent_chairs(actor))
