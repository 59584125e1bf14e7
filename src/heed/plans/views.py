"""The register of actions, and each one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.plans.presenters import ActionPage, action_row
from heed.plans.queries import find_action
from heed.plans.registers import ACTIONS
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for


@require_safe
def actions(request: HttpRequest) -> HttpResponseBase:
    today = timezone.localdate()
    return show_register(
        request, ACTIONS, listed=lambda row: action_row(row, today=today), template="plans/list.html"
    )


@require_safe
def action(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_action(actor, ref)
    row = action_row(found, today=timezone.localdate())
    facts = " · ".join(filter(None, [row.reference, row.review, row.who]))
    page = ActionPage(title=_title(row.text), row=row, facts=facts, panels=panels_for("action", actor, found))
    return render(request, "plans/action.html", page)


def _title(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:110].rsplit(' ', 1)[0]} …"
