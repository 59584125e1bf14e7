"""The first page: what needs you."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.home.presenters import Gathered, sections_for
from heed.home.queries import (
    Counts,
    SilentAgency,
    count_register,
    silent_agencies,
)
from heed.home.words import Section, word_sections
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.notices.presenters import NeedsShown, needs_shown
from heed.platform.notices.queries import what_needs
from heed.platform.ui.frame import render
from heed.platform.ui.panels import Panel, panels_for
from heed.platform.ui.wording import count, long_day

ON_HOME = 10
"""How many of the things that need somebody stand on their first page."""
ON_A_PAGE = 50
MOST_PAGES = 40


@dataclass(frozen=True, kw_only=True)
class HomePage:
    title: str
    lead: str
    needs: NeedsShown
    counts: Counts | None
    sections: tuple[Gathered, ...]
    silent: tuple[SilentAgency, ...]
    panels: tuple[Panel, ...]
    bring_in: str
    late_href: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    reads = actor.may(Permission.READ_REGISTER)
    runs = actor.may(Permission.BRING_IN_DOCUMENTS)
    today = clock.today()
    found = what_needs(actor, on=today, limit=ON_HOME, at_home=True)
    page = HomePage(
        title=f"{_greeting()}, {actor.name.removeprefix('Dr ').split()[0]}",
        lead=f"{long_day(today)} · {actor.agency_name}",
        needs=needs_shown(found, today=today, all_href=reverse("needs")),
        counts=count_register(actor) if reads else None,
        sections=tuple(sections_for(actor)) if reads else (),
        silent=tuple(silent_agencies(actor)) if runs else (),
        panels=panels_for("home", actor),
        bring_in=reverse("intake:bring_in") if runs else "",
        late_href=f"{reverse('plans:list')}?due=late",
    )
    return render(request, "home/home.html", page)


@dataclass(frozen=True, kw_only=True)
class NeedsPage:
    title: str
    lead: str
    needs: NeedsShown
    page: int
    pages: int


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Everything that needs this person, the most urgent first."""
    actor, today = actor_of_request(request), clock.today()
    page = number_of(request, "page", most=MOST_PAGES) or 1
    found = what_needs(actor, on=today, limit=page * ON_A_PAGE)
    pages = max(1, min(-(-found.count // ON_A_PAGE), MOST_PAGES))
    shown = replace(
        found,
        rows=found.rows[(page - 1) * ON_A_PAGE :],
        older=found.older if page >= pages else (),
    )
    things = found.count + len(found.older)
    answer = NeedsPage(
        title="What needs you",
        lead=f"{long_day(today)} · {count(things, 'thing')}, the most urgent first",
        needs=needs_shown(shown, today=today),
        page=page,
        pages=pages,
    )
    return render(request, "home/needs.html", answer)


def _greeting() -> str:
    hour = timezone.localtime().hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


@dataclass(frozen=True, kw_only=True)
class WordsPage:
    title: str
    sections: tuple[Section, ...]


@public
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """What the words of Heed mean, for anybody."""
    return render(request, "home/words.html", WordsPage(title="Words", sections=word_sections()))
