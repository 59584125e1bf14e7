"""The register of actions, and each one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from heed.plans.doings import BEING_PLANNED, offers_of, smart_of
from heed.plans.operations import give_back, give_to_agency
from heed.plans.plan_presenters import PlanPanel, plan_panel
from heed.plans.presenters import (
    WAYS,
    ActionPage,
    MoreOfActions,
    action_row,
    change_page,
    changes_page,
    give_page,
)
from heed.plans.queries import (
    ActionFilter,
    count_for_giving,
    find_action,
    find_agency_change,
    list_agency_changes,
)
from heed.plans.queries.planning import plan_of
from heed.plans.registers import ACTIONS, action_filter
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.registers.views import asked_of, show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.platform.ui.wording import count


@require_safe
def actions(request: HttpRequest) -> HttpResponseBase:
    today = clock.today()
    return show_register(
        request,
        ACTIONS,
        listed=lambda row, _: action_row(row, today=today),
        template="plans/list.html",
        more=lambda actor: MoreOfActions(
            give=reverse("plans:give") if actor.may(Permission.MANAGE_AGENCIES) else "",
            plan=reverse("plans:make") if actor.may(Permission.PLAN_ACTIONS) else "",
        ),
    )


@require_safe
def action(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_action(actor, ref)
    row = action_row(found, today=clock.today())
    facts = " · ".join(filter(None, [row.reference, row.review, row.who]))
    page = ActionPage(
        title=_title(row.text),
        row=row,
        facts=facts,
        plan=_plan(actor, found),
        panels=panels_for("action", actor, found),
    )
    return render(request, "plans/action.html", page)


def _plan(actor: Actor, found: Any) -> PlanPanel:
    """What is planned, what can be done, and, while it is still being planned, the five tests."""
    today = clock.today()
    tests = smart_of(found) if found.state in BEING_PLANNED else ()
    return plan_panel(found, plan_of(actor, found, today=today), offers_of(actor, found), tests, today=today)


def _title(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:110].rsplit(' ', 1)[0]} …"


@require_http_methods(["GET", "POST"])
def give_many(request: HttpRequest) -> HttpResponse:
    """Say which agency several actions are for: those ticked in the register, or all that match."""
    actor = actor_of_request(request)
    check_may(actor, Permission.MANAGE_AGENCIES)
    given = request.POST if request.method == "POST" else request.GET
    counted = {which: count_for_giving(actor, _meant(given, which)) for which in WAYS}
    error = ""
    if request.method == "POST":
        which = given.get("which", "")
        try:
            made = give_to_agency(
                actor,
                wanted=_meant(given, which),
                seen=number_of(request, f"seen_{which}", least=0) or 0,
                agency_ref=given.get("to", ""),
                at=clock.now(),
            )
        except Invalid as refusal:
            error = refusal.sentence
        else:
            messages.success(request, "Done. It can be undone on this page.")
            return redirect("plans:change", ref=made.public_id)
    page = give_page(actor, given, counted, error=error)
    return render(request, "plans/give.html", page, status=422 if error else 200)


def _meant(given: QueryDict, which: str) -> ActionFilter:
    """The actions meant: those ticked, those that match and have nobody named, or all that match."""
    if which not in WAYS:
        raise Invalid("Choose which actions.")
    changed = given.copy()
    changed["of"] = "ticked" if which == "ticked" else "all"
    return action_filter(asked_of(changed, ACTIONS), nobody_named=which == "nobody")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What this person changed for many actions at once."""
    return render(request, "plans/changes.html", changes_page(list_agency_changes(actor_of_request(request))))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """One change of many actions, and its undoing."""
    actor = actor_of_request(request)
    found = find_agency_change(actor, ref)
    if request.method == "POST":
        undone, left = give_back(actor, ref=ref, at=clock.now())
        stay = f" {count(left, 'action')} given to another agency since stay there." if left else ""
        messages.success(request, f"Undone for {count(undone, 'action')}.{stay}")
        return redirect("plans:change", ref=ref)
    return render(request, "plans/change.html", change_page(found))
