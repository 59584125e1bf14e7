"""The register of actions, and each one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.learning.queries import filter_choices
from heed.plans.presenters import ActionPage, ActionsPage, action_filters, action_row
from heed.plans.queries import ActionFilter, find_action, list_actions
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.ui.frame import render
from heed.platform.ui.wording import count

PAGE = 50


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    today = timezone.localdate()
    wanted = ActionFilter(
        review=request.GET.get("review", ""),
        agency=request.GET.get("agency", ""),
        state=request.GET.get("state", ""),
        words=request.GET.get("words", "").strip()[:200],
        late_on=today if request.GET.get("due") == "late" else None,
    )
    number = number_of(request, "page") or 1
    rows, total = list_actions(actor, wanted, offset=(number - 1) * PAGE, limit=PAGE)
    page = ActionsPage(
        title="Actions",
        lead=count(total, "action"),
        rows=tuple(action_row(row, today=today) for row in rows),
        filters=action_filters(*filter_choices(actor)),
        query=dict(request.GET.lists()),
        page=number,
        pages=max(-(-total // PAGE), 1),
        narrowed=wanted != ActionFilter(),
    )
    return render(request, "plans/list.html", page)


@require_safe
def action(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    row = action_row(find_action(actor, ref), today=timezone.localdate())
    facts = " · ".join(filter(None, [row.reference, row.review, row.who]))
    return render(request, "plans/action.html", ActionPage(title=_title(row.text), row=row, facts=facts))


def _title(text: str) -> str:
    return text if len(text) <= 110 else f"{text[:110].rsplit(' ', 1)[0]} …"
