"""How long things are kept: rules, holds, what is due, and disposals by two people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.information.forms import DisposalForm, HoldForm, ReasonForm, RuleForm
from heed.information.operations import (
    confirm_rule,
    decide_disposal,
    lift_hold,
    place_hold,
    propose_disposal,
)
from heed.information.presenters.retention import (
    HOLDS_CRUMB,
    OVERVIEW,
    RETENTION_CRUMB,
    disposal_page,
    hold_page,
    retention_page,
)
from heed.information.queries.retention import find_disposal, find_hold, list_due, list_rules
from heed.information.registers import DISPOSALS, HOLDS
from heed.information.types import DisposalState
from heed.information.views.overview import adding
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.http.acting import bound, carry_out, run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.components import Crumb
from heed.platform.ui.frame import render
from heed.platform.ui.things import AddPage, Doing
from heed.reviews.queries import list_reviews


@require_safe
def holds(request: HttpRequest) -> HttpResponseBase:
    more = adding("Place a hold", "information:add_hold")
    return show_register(request, HOLDS, template="things/register.html", more=more)


@require_http_methods(["GET", "POST"])
def add_hold(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    reviews = [(each.public_id, str(each)) for each in list_reviews(actor)]
    initial = {"review_ref": request.GET.get("review", "")}
    form = HoldForm(request.POST or None, reviews=reviews, initial=initial)
    made: list[Any] = []

    def run(given: dict[str, Any]) -> str:
        made.append(place_hold(actor, **given, at=clock.now()))
        return f"{made[0].reference} is in force. Nothing that it covers is disposed of."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:hold", ref=made[0].public_id)
    page = AddPage(
        title="Place a legal hold",
        crumbs=(OVERVIEW, HOLDS_CRUMB, Crumb(text="Place a hold")),
        form=form,
        button="Place the hold",
        back=reverse("information:holds"),
        lead="A hold is on one review, or on everything that mentions one person.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, ref: str) -> HttpResponse:
    """A hold, and the form that lifts it."""
    actor = actor_of_request(request)
    found = find_hold(actor, ref)
    form = bound(request, "lift", ReasonForm)
    lift = Doing(key="lift", title="Lift it", button="Lift the hold", form=form, tone="warning")
    doings = () if found.lifted_at else (lift,)

    def run(given: dict[str, Any]) -> str:
        lift_hold(actor, ref=ref, reason=given["reason"], at=clock.now())
        return "The hold is lifted."

    done = carry_out(request, doings, {"lift": run})
    if done:
        return done
    page = hold_page(found, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)


@require_http_methods(["GET", "POST"])
def rules_and_due(request: HttpRequest) -> HttpResponse:
    """Every rule with who confirmed it, and what is due under those that are confirmed."""
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    if request.method == "POST":
        row = propose_disposal(
            actor, kind=request.POST.get("kind", ""), ref=request.POST.get("ref", ""), at=clock.now()
        )
        messages.success(request, f"{row.reference} is proposed. Somebody else decides.")
        return redirect("information:disposal", ref=row.public_id)
    today = clock.today()
    page = retention_page(list_rules(actor, on=today), list_due(actor, on=today))
    return render(request, "information/retention.html", page)


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """The form with which a partnership confirms a rule."""
    actor = actor_of_request(request)
    check_may(actor, Permission.GOVERN_INFORMATION)
    found = next((each for each in list_rules(actor, on=clock.today()) if each.key == key), None)
    if found is None:
        raise NotVisible
    initial = {
        "years": found.years,
        "source": found.source if found.confirmed_by else "",
        "version": found.edition,
    }
    form = RuleForm(request.POST or None, initial=initial)

    def run(given: dict[str, Any]) -> str:
        confirm_rule(
            actor,
            key=key,
            years=given["years"],
            source=given["source"],
            after=given["version"],
            at=clock.now(),
        )
        return "The rule is confirmed. What is due under it is listed; nothing is disposed of by itself."

    if request.method == "POST" and (said := run_form(form, run)):
        messages.success(request, said)
        return redirect("information:retention")
    page = AddPage(
        title="Confirm a retention rule",
        crumbs=(OVERVIEW, RETENTION_CRUMB, Crumb(text="Confirm")),
        form=form,
        button="Confirm it",
        back=reverse("information:retention"),
        lead=f"{found.name}. Suggested: {found.years} years. {found.source}.",
    )
    return render(request, "things/add.html", page, status=422 if form.errors else 200)


@require_safe
def disposals(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, DISPOSALS, template="things/register.html")


@require_http_methods(["GET", "POST"])
def disposal(request: HttpRequest, ref: str) -> HttpResponse:
    """What was proposed; for a second person the decision; afterwards what is gone, in numbers."""
    actor = actor_of_request(request)
    found = find_disposal(actor, ref)
    open_to = (
        found.state == DisposalState.PROPOSED
        and actor.may(Permission.GOVERN_INFORMATION)
        and actor.person_id != found.proposed_by_id
    )
    form = bound(request, "decide", DisposalForm)
    decide = Doing(
        key="decide",
        title="Decide",
        button="Keep the decision",
        form=form,
        lead="You decide as the second person. What is disposed of cannot be brought back, but from a backup.",
        tone="warning",
    )
    doings = (decide,) if open_to else ()

    def run(given: dict[str, Any]) -> str:
        row = decide_disposal(
            actor, ref=ref, agree=given["decision"] == "agree", reason=given["reason"], at=clock.now()
        )
        return "It is gone. This page stays." if row.state == DisposalState.DONE else "Refused."

    done = carry_out(request, doings, {"decide": run})
    if done:
        return done
    page = disposal_page(found, doings)
    return render(request, "things/thing.html", page, status=422 if page.has_errors else 200)
