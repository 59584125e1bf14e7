"""The first page: what needs you."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.home.queries import (
    Counts,
    SilentAgency,
    count_register,
    own_agency,
    reported_unverified,
    silent_agencies,
    threads_that_stopped,
)
from heed.home.words import Section, word_sections
from heed.learning.presenters import recommendation_row
from heed.plans.presenters import ActionRow, action_row
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.components import RegisterRow
from heed.platform.ui.frame import render
from heed.platform.ui.panels import Panel, panels_for
from heed.platform.ui.wording import count, long_day

_FOR_AN_AGENCY = frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR})
_WATCHING = frozenset(
    {
        Role.INDEPENDENT_SCRUTINEER,
        Role.INDEPENDENT_CHAIR,
        Role.LEAD_SAFEGUARDING_PARTNER,
        Role.DELEGATED_SAFEGUARDING_PARTNER,
        Role.QUALITY_AND_AUDIT_OFFICER,
    }
)


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """Recommendations under a heading, with where to find all of them."""

    heading: str
    lead: str
    rows: tuple[RegisterRow, ...]
    all_href: str


@dataclass(frozen=True, kw_only=True)
class Promised:
    """Actions of one's own agency that are not reported complete."""

    lead: str
    rows: tuple[ActionRow, ...]
    all_href: str


@dataclass(frozen=True, kw_only=True)
class HomePage:
    title: str
    lead: str
    counts: Counts | None
    sections: tuple[Gathered, ...]
    promised: Promised | None
    silent: tuple[SilentAgency, ...]
    panels: tuple[Panel, ...]
    bring_in: str
    late_href: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    actor = actor_of_request(request)
    reads = actor.may(Permission.READ_REGISTER)
    runs = actor.may(Permission.BRING_IN_DOCUMENTS)
    page = HomePage(
        title=f"{_greeting()}, {actor.name.removeprefix('Dr ').split()[0]}",
        lead=f"{long_day(clock.today())} · {actor.agency_name}",
        counts=count_register(actor) if reads else None,
        sections=tuple(_sections(actor)) if reads else (),
        promised=_promised(actor) if reads and actor.roles & _FOR_AN_AGENCY else None,
        silent=tuple(silent_agencies(actor)) if runs else (),
        panels=panels_for("home", actor),
        bring_in=reverse("intake:bring_in") if runs else "",
        late_href=f"{reverse('plans:list')}?due=late",
    )
    return render(request, "home/home.html", page)


def _sections(actor: Actor) -> list[Gathered]:
    """What stands first for the person's roles; everybody sees the threads that stopped."""
    register = reverse("learning:list")
    sections = []
    if actor.roles & _FOR_AN_AGENCY:
        own = own_agency(actor)
        sections.append(
            Gathered(
                heading="Asked of your agency, not answered",
                lead=f"{count(own.unanswered_count, 'recommendation')} to {actor.agency_name}",
                rows=tuple(recommendation_row(row) for row in own.unanswered),
                all_href=f"{register}?agency={actor.agency_ref}",
            )
        )
    if actor.roles & _WATCHING:
        sections.append(
            Gathered(
                heading="Reported complete, never verified",
                lead="The oldest first. Each was reported in a document, and nobody has looked at evidence.",
                rows=tuple(recommendation_row(row) for row in reported_unverified(actor)),
                all_href=f"{register}?state=in_delivery",
            )
        )
    stopped = tuple(recommendation_row(row) for row in threads_that_stopped(actor))
    sections.append(Gathered(heading="Threads that stopped", lead="", rows=stopped, all_href=register))
    return sections


def _promised(actor: Actor) -> Promised:
    own = own_agency(actor)
    today = clock.today()
    return Promised(
        lead=f"{count(own.open_count, 'action')} of {actor.agency_name} not reported complete",
        rows=tuple(action_row(row, today=today) for row in own.open_actions),
        all_href=f"{reverse('plans:list')}?agency={actor.agency_ref}&due=open",
    )


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
