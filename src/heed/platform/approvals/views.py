"""Putting something to those who decide together, and approving it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heed.platform.access.types import Actor
from heed.platform.approvals import operations as do
from heed.platform.approvals.forms import MinuteForm, PutForm, ReasonForm, SignForm
from heed.platform.approvals.policies import check_may_keep, may_keep, may_sign
from heed.platform.approvals.presenters import (
    ApprovalPage,
    PutPage,
    SeatPage,
    in_lines,
    joint_card,
    seat_line,
)
from heed.platform.approvals.queries import (
    decisions_of,
    find_joint_approval,
    find_seat,
    subject_of,
)
from heed.platform.approvals.types import JointView, State
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.acting import Run, put_into, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.single_use.panels import panel_of as links_of
from heed.platform.ui.frame import render

_OPEN = (State.WAITING, State.REFUSED, State.APPROVED)


@require_http_methods(["GET", "POST"])
def put(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Put a record, exactly as it is now, to those who decide about it."""
    actor = actor_of_request(request)
    subject = subject_of(actor, kind, ref)
    check_may_keep(actor)
    decisions = decisions_of(kind)
    form = PutForm(
        request.POST or None,
        decisions=decisions,
        initial={"decision": decisions[0][0]} if len(decisions) == 1 else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            view = do.open_joint_approval(actor, kind=kind, ref=ref, **form.cleaned_data, at=clock.now())
        except Invalid as refusal:
            put_into(form, refusal)
        else:
            messages.success(request, "It is put to those who decide. Each answers by name and date.")
            return redirect("approvals:approval", ref=view.ref)
    page = PutPage(
        title="Put it to those who decide",
        of=subject.title,
        of_href=subject.href,
        words="" if subject.file else in_lines(subject.words),
        sha256=subject.sha256,
        form=form,
    )
    return render(request, "approvals/put.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest, ref: str) -> HttpResponse:
    """One joint approval: who decides, what each said, and for those who keep approvals the way to withdraw it."""
    actor = actor_of_request(request)
    view = find_joint_approval(actor, ref)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        check_may_keep(actor)
        if form.is_valid():
            do.withdraw_joint_approval(actor, ref=ref, reason=form.cleaned_data["reason"], at=clock.now())
            messages.success(request, "Withdrawn. What was said about it stays to be read.")
            return redirect("approvals:approval", ref=ref)
    page = ApprovalPage(
        title=f"Approval of {view.title}",
        of=view.title,
        of_href=view.href,
        words="" if view.is_file else in_lines(view.words),
        sha256=view.sha256,
        card=joint_card(actor, view),
        may_withdraw=may_keep(actor) and view.state in _OPEN,
        form=form,
    )
    return render(request, "approvals/approval.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def seat(request: HttpRequest, ref: str) -> HttpResponse:
    """One partner's approval: to be signed by that partner, or written down or asked for by those who keep them."""
    actor = actor_of_request(request)
    row = find_seat(actor, ref)
    view = find_joint_approval(actor, row.joint.public_id)
    forms = {"sign": SignForm, "minute": MinuteForm, "take_back": ReasonForm}
    asked = request.POST.get("do", "")
    if request.method == "POST" and asked not in forms:
        raise Invalid("Choose what to do.")
    first = {"sha256": view.sha256}
    bound: dict[str, Form] = {
        name: form(request.POST if name == asked else None, prefix=name, initial=first)
        for name, form in forms.items()
    }
    if request.method == "POST":
        said = run_form(bound[asked], _RUNS[asked](actor, view, ref))
        if said:
            messages.success(request, said)
            return redirect("approvals:approval", ref=view.ref)
    page = _seat_page(actor, row, view, bound, asked)
    return render(request, "approvals/seat.html", page, status=422 if asked else 200)


def _seat_page(actor: Actor, row: Any, view: JointView, forms: dict[str, Form], asked: str) -> SeatPage:
    line = seat_line(actor, view, row.public_id)
    waits = line.said is None and view.state in _OPEN and view.current
    signs, keeps = may_sign(actor, row), may_keep(actor)
    given = next(each.given for each in view.seats if each.ref == row.public_id)
    own = given is not None and (given.recorded_by == actor.name if given.how == "signed" else keeps)
    panel = links_of("approval_seat")(actor, row) if waits and keeps else None
    return SeatPage(
        title=f"For {line.who}" if line.partner else line.who,
        of=view.title,
        of_href=view.href,
        approval_href=joint_card(actor, view).href,
        decision=view.decision_words,
        edition=view.edition,
        words="" if view.is_file else in_lines(view.words),
        sha256=view.sha256,
        seat=line,
        sign=forms["sign"] if waits and signs else None,
        minute=forms["minute"] if waits and keeps else None,
        take_back=forms["take_back"] if own and view.state in _OPEN else None,
        panels=(panel,) if panel else (),
        why_not="" if signs or keeps or not waits else f"It waits for {line.who}.",
        begun=asked,
    )


def _sign(actor: Actor, view: JointView, ref: str) -> Run:
    def run(typed: dict[str, Any]) -> str:
        agrees = typed.pop("agrees") == "yes"
        do.sign_approval(actor, seat=ref, agrees=agrees, **typed, at=clock.now())
        return "Your approval is recorded." if agrees else "It is recorded that you do not approve."

    return run


def _minute(actor: Actor, view: JointView, ref: str) -> Run:
    def run(typed: dict[str, Any]) -> str:
        agrees = typed.pop("agrees") == "yes"
        row = do.minute_approval(actor, seat=ref, agrees=agrees, **typed, at=clock.now())
        return f"Written down: what {row.name} decided."

    return run


def _take_back(actor: Actor, view: JointView, ref: str) -> Run:
    given = next((each.given for each in view.seats if each.ref == ref), None)

    def run(typed: dict[str, Any]) -> str:
        if given is None:
            raise Invalid("Nothing was said that could be taken back.")
        do.take_approval_back(actor, ref=given.ref, reason=typed["reason"], at=clock.now())
        return "Taken back. It stays to be read, with your reason."

    return run


_RUNS: dict[str, Callable[[Actor, JointView, str], Run]] = {
    "sign": _sign,
    "minute": _minute,
    "take_back": _take_back,
}
