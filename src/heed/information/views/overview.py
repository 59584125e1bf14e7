"""Where information governance begins: what needs somebody, and the registers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from heed.information.policies import governs
from heed.information.presenters.overview import overview_page, processing_page
from heed.information.queries.overview import what_needs_somebody
from heed.information.queries.processing import general_facts, list_activities, list_class_rules
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for


@dataclass(frozen=True, kw_only=True)
class AddLink:
    text: str
    href: str


def adding(text: str, url_name: str) -> Callable[[Actor], AddLink | None]:
    """The button of a register for those who may add to it."""
    return lambda actor: AddLink(text=text, href=reverse(url_name)) if governs(actor) else None


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    found = what_needs_somebody(actor, on=clock.today())
    page = overview_page(found, today=clock.today(), panels=panels_for("information", actor))
    return render(request, "information/overview.html", page)


@require_safe
def record_of_processing(request: HttpRequest) -> HttpResponse:
    """What is processed of whom, why, on which basis and for how long."""
    check_may(actor_of_request(request), Permission.GOVERN_INFORMATION)
    page = processing_page(general_facts(), list_class_rules(), list_activities())
    return render(request, "information/processing.html", page)
