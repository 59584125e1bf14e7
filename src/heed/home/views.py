"""The first page: what needs you."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.home.queries import Counts, count_register, threads_that_stopped
from heed.learning.presenters import recommendation_row
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import RegisterRow
from heed.platform.ui.frame import render
from heed.platform.ui.panels import Panel, panels_for
from heed.platform.ui.wording import long_day


@dataclass(frozen=True, kw_only=True)
class HomePage:
    title: str
    lead: str
    counts: Counts
    threads: tuple[RegisterRow, ...]
    panels: tuple[Panel, ...]
    bring_in: str
    reads: bool
    late_href: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    reads = actor.may(Permission.READ_REGISTER)
    page = HomePage(
        title=f"{_greeting()}, {actor.name.split()[0]}",
        lead=f"{long_day(timezone.localdate())} · {actor.agency_name}",
        counts=count_register(actor) if reads else Counts(0, 0, 0, 0, 0),
        threads=_threads(actor) if reads else (),
        panels=panels_for("home", actor),
        bring_in=reverse("intake:bring_in") if actor.may(Permission.BRING_IN_DOCUMENTS) else "",
        reads=reads,
        late_href=f"{reverse('plans:list')}?due=late",
    )
    return render(request, "home/home.html", page)


def _threads(actor: Actor) -> tuple[RegisterRow, ...]:
    return tuple(recommendation_row(row) for row in threads_that_stopped(actor))


def _greeting() -> str:
    hour = timezone.localtime().hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
