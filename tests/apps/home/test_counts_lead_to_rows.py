"""Every number of the dashboards leads to the rows that make it: a random sample of them, for whom it may be less."""

from __future__ import annotations

import random
import re
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser, LexborNode

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.people.operations import exclude_person
from heed.platform.registers.types import Register as Listed
from heed.platform.registers.views import REGISTERS, asked_of
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of

DASHBOARDS = ("home", "plans:pictures", "governance:strategies")
_FIGURE = re.compile(r"\d[\d,]*")


def figures_of(page: str) -> list[tuple[int, str]]:
    """Every link to a register that says a number, with that number: in its own words, or beneath them in a list.

    Reminders are no figures: what is too old for them leads to the register that holds it and more.
    """
    tree, found = LexborHTMLParser(page), []
    for reminders in tree.css(".heed-needs"):
        reminders.decompose()
    for link in tree.css("main a[href]"):
        href = link.attributes["href"] or ""
        number = _FIGURE.search(link.text()) or _FIGURE.match(_beneath(link))
        if number and register_of(href):
            found.append((int(number[0].replace(",", "")), href))
    return found


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


@pytest.mark.parametrize("whose", ["manager", "reader", "lead", "excluded"])
def test_a_random_sample_of_counts_equals_the_rows_linked(whose: str, register: Register, cast: Cast) -> None:
    for make in cast_plans.STATES.values():
        make(cast)
    cast_plans.embedded(cast, register.recommendations["4"])
    cast_plans.asked_for_move(cast)
    actor = {
        "manager": cast.manager,
        "reader": cast.reader,
        "lead": cast.of[Role.AGENCY_LEAD],
        "excluded": cast.analyst,
    }[whose]
    if whose == "excluded":
        case = register.review.public_id
        exclude_person(cast.manager, ref=case, person=actor.person_ref, reason="A relative", version=0, at=AT)
    client = client_of(actor)
    figures = [
        figure for name in DASHBOARDS for figure in figures_of(client.get(reverse(name)).content.decode())
    ]
    assert len(figures) >= (8 if whose != "excluded" else 4)
    sample = random.Random(whose).sample(figures, min(12, len(figures)))
    wrong = {href: (said, behind) for said, href in sample if said != (behind := rows_behind(actor, href))}
    assert wrong == {}
