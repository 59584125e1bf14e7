"""The register of actions, and each one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from heed.plans.doings import offers_of
from heed.plans.plan_presenters import PlanPanel, plan_panel
from heed.plans.presenters import ActionPage, MoreOfActions, action_row
from heed.plans.queries import find_action
from heed.plans.queries.planning import plan_of, smart_of
from heed.plans.registers import ACTIONS
from heed.plans.types import BEING_PLANNED
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for


@require_safe
def actions(request: HttpRequest) -> HttpResponseBase:
    today = clock.today()
    return show_register(
        request,
        ACTIONS,
        listed=lambda row, _: action_row(row, today=today),
        template="plans/list.html",
        more=_more,
    )


def _more(actor: Actor) -> MoreOfActions:
    plans, brings_in = actor.may(Permission.PLAN_ACTIONS), actor.may(Permission.BRING_IN_DOCUMENTS)
    return MoreOfActions(
        table=reverse("plans:table") if plans else "",
        together=reverse("plans:together") if plans else "",
        plan=reverse("plans:make") if plans else "",
        bring_in=reverse("intake:plan") if brings_in else "",
        offline=reverse("plans:offline") if actor.may(Permission.REPORT_COMPLETE) else "",
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
