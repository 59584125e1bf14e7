"""How the partnership closes and verifies actions: seen by whoever reads the register, changed by the manager."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from heed.governance.forms import KINDS, ClosingForm
from heed.governance.presenters.groups import closing_page
from heed.governance.queries.groups import NAME, list_groups, meeting_rules
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.acting import run_form
from heed.platform.http.requests import actor_of_request
from heed.platform.rules.operations import make_edition
from heed.platform.rules.queries import find_edition, list_editions
from heed.platform.ui.frame import render


@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest) -> HttpResponse:
    """Whether actions are closed by a group's decision alone, and whether a group agreed to samples."""
    actor, today = actor_of_request(request), clock.today()
    check_may(actor, Permission.READ_REGISTER if request.method == "GET" else Permission.CHANGE_RULES)
    rules, edition = meeting_rules(actor, on=today), find_edition(actor, NAME, on=today)
    groups = list_groups(actor)
    form = ClosingForm(
        request.POST if request.method == "POST" else None,
        groups=[
            (each.public_id, each.name)
            for each in groups
            if not each.ended_on or each.public_id == rules["sample_group"]
        ],
        today=today,
        initial={
            "close_in_groups": rules["close_in_groups"],
            "sample_group": rules["sample_group"],
            "sample_on": date.fromisoformat(rules["sample_on"]) if rules["sample_on"] else None,
            "after": edition.number,
        },
    )
    if request.method == "POST" and (
        said := run_form(form, lambda given: _keep(actor, edition, rules, given))
    ):
        messages.success(request, said)
        return redirect("governance:closing")
    page = closing_page(
        rules,
        {each.public_id: each.name for each in groups},
        KINDS,
        list_editions(actor, NAME),
        form if actor.may(Permission.CHANGE_RULES) else None,
    )
    return render(request, "governance/closing.html", page, status=422 if form.errors else 200)


_ASKED = {
    "close_in_groups": "Groups that close actions",
    "sample_group": "The group that agreed to verification by sample",
    "sample_on": "Decided on",
}


def _keep(actor: Actor, edition: Any, rules: dict[str, Any], given: dict[str, Any]) -> str:
    on = given["sample_on"].isoformat() if given["sample_on"] else ""
    asked = {key: given[key] for key in _ASKED} | {"sample_on": on}
    before = {key: rules[key] for key in _ASKED}
    if given["after"] == edition.number and _in_order(asked) == _in_order(before):
        return "Nothing was different, so nothing is changed."
    make_edition(
        actor,
        name=NAME,
        content={**edition.content, **asked},
        after=given["after"],
        source="",
        at=clock.now(),
        labels=_ASKED,
    )
    return "Kept. It holds from today on; what was closed or verified before stays as it was."


def _in_order(content: dict[str, Any]) -> dict[str, Any]:
    """The same whichever group was ticked first."""
    return {**content, "close_in_groups": sorted(content["close_in_groups"])}
