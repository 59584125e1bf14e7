"""Every number of the dashboards leads to the rows that make it, for whoever looks."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser, LexborNode

from heed.assurance.models import Assurance
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.people.operations import exclude_person
from heed.platform.registers.types import Register as Listed
from heed.platform.registers.views import REGISTERS, asked_of
from tests import cast_answers, cast_assurance, cast_meetings, cast_plans
from tests.cast import AT, Cast, Register, client_of

_FIGURE = re.compile(r"\d[\d,]*")
_LOOK_AT_ALL = (Role.BUSINESS_MANAGER, Role.AGENCY_LEAD, Role.READER)


def figures_of(page: str) -> list[tuple[int, str]]:
    """Every link to a register that says a number, with that number: in its own words, or beneath them in a list."""
    found = []
    for link in LexborHTMLParser(page).css("main a[href]"):
        href = link.attributes["href"] or ""
        number = _FIGURE.search(_said(link)) or _FIGURE.match(_beneath(link))
        if number and register_of(href):
            found.append((int(number[0].replace(",", "")), href))
    return found


def _said(link: LexborNode) -> str:
    """Of a review that is named with its reference, what stands behind it: "Elm (SCR-2018-001): 3 actions"."""
    return link.text().rpartition("): ")[2]


def _beneath(link: LexborNode) -> str:
    """What stands beneath a link of a list: "3 recommendations without its answer"."""
    item = link.parent
    words = item.css_first(".heed-secondary") if item and item.tag == "li" else None
    return words.text() if words else ""


def register_of(href: str) -> Listed | None:
    path = urlsplit(href).path
    return next((each for each in REGISTERS.values() if reverse(each.url_name) == path), None)


def rows_behind(actor: Actor, href: str) -> int:
    register = register_of(href)
    assert register is not None
    return register.page(actor, asked_of(QueryDict(urlsplit(href).query), register), 0, 1)[1]


def a_plan_in_every_state(cast: Cast, register: Register) -> None:
    """Actions in each state, long late by now but for one."""
    for make in cast_plans.STATES.values():
        make(cast)
    cast_plans.embedded(cast, register.recommendations["4"])
    cast_plans.asked_for_move(cast)
    row = cast_plans.agreed(cast)
    rows = type(row).objects.for_everyone(because="a test").filter(pk=row.pk)
    rows.update(due_latest=clock.today() - timedelta(days=10))


def dashboards(cast: Cast, register: Register) -> list[str]:
    review = register.review.public_id
    pictures, progress = reverse("plans:pictures"), reverse("governance:progress")
    meeting = cast_meetings.ensure(cast, at=AT)
    group = meeting.group
    return [
        *(reverse("home"), reverse("needs"), pictures, progress),
        *(f"{pictures}?review={review}", f"{pictures}?agency={cast_plans.agency_ref()}"),
        *(f"{progress}?review={review}", f"{progress}?on={clock.today() + timedelta(days=500)}"),
        reverse("governance:strategies"),
        reverse("governance:group", args=[group.public_id]),
        reverse("governance:pack", args=[meeting.public_id]),
        reverse("reviews:review", args=[review]),
    ]


def wrong_figures(actor: Actor, pages: list[str]) -> tuple[int, dict[str, tuple[int, int]]]:
    """How many figures lead to rows, and those that say another number than there are."""
    client = client_of(actor)
    found = dict.fromkeys(
        figure for page in pages for figure in figures_of(client.get(page).content.decode())
    )
    return len(found), {
        href: (said, behind) for said, href in found if said != (behind := rows_behind(actor, href))
    }


def test_every_figure_of_every_dashboard_leads_to_as_many_rows(register: Register, cast: Cast) -> None:
    a_plan_in_every_state(cast, register)
    pages = dashboards(cast, register)
    wrong, figures = {}, {}
    for role, actor in cast.of.items():
        looked_at = pages if role in _LOOK_AT_ALL else pages[:1]
        figures[role], wrong[role] = wrong_figures(actor, looked_at)
    assert {role: each for role, each in wrong.items() if each} == {}
    assert figures.pop(Role.ADMINISTRATOR) == 0
    assert min(figures.values()) >= 5
    assert min(figures[role] for role in _LOOK_AT_ALL) >= 40


def test_whom_a_case_excludes_finds_as_many_rows_as_figures_say(register: Register, cast: Cast) -> None:
    a_plan_in_every_state(cast, register)
    case, actor = register.review.public_id, cast.analyst
    exclude_person(cast.manager, ref=case, person=actor.person_ref, reason="A relative", version=0, at=AT)
    figures, wrong = wrong_figures(actor, dashboards(cast, register)[:4])
    assert figures >= 4
    assert wrong == {}


@pytest.mark.parametrize(
    ("kind", "due"), [("request", "assurance"), ("letter", "assurance_letter"), ("challenge", "challenge")]
)
def test_assurance_that_is_long_late_leads_to_its_own_list(cast: Cast, kind: str, due: str) -> None:
    for each in ("request", "letter", "challenge"):
        cast_assurance.ask(cast, each)
    Assurance.objects.for_everyone(because="a test").update(due_on=clock.today() - timedelta(days=400))
    figures = figures_of(client_of(cast.manager).get(reverse("home")).content.decode())
    [(said, href)] = [each for each in figures if each[1].endswith(f"long_late={due}")]
    assert said == rows_behind(cast.manager, href) == 1


def test_an_answer_that_waits_long_to_be_judged_leads_to_its_row(register: Register, cast: Cast) -> None:
    cast_answers.sign(cast_answers.lead(cast), cast_answers.ask_one(cast, register))
    figures = figures_of(client_of(cast.manager).get(reverse("home")).content.decode())
    [(said, href)] = [each for each in figures if each[1].endswith("long_late=answer_to_judge")]
    assert said == rows_behind(cast.manager, href) == 1


def test_what_is_long_late_leads_to_exactly_what_is_counted(register: Register, cast: Cast) -> None:
    a_plan_in_every_state(cast, register)
    for role in (Role.BUSINESS_MANAGER, Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR):
        actor = cast.of[role]
        figures = figures_of(client_of(actor).get(reverse("home")).content.decode())
        [(said, href)] = [each for each in figures if each[1].endswith("long_late=action")]
        assert said == rows_behind(actor, href) >= 1
        assert said < rows_behind(actor, f"{reverse('plans:list')}?due=late")
        assert rows_behind(cast.reader, href) == 0, "what waits for others is nobody else's"
