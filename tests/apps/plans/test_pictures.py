"""How the plan goes, in pictures: every figure leads to the rows that make it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.learning.operations import supersede_recommendation
from heed.learning.registers import RECOMMENDATIONS
from heed.plans.models import ActionStep
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.queries.pictures import count_plan, months_of_plan
from heed.plans.registers import ACTIONS
from heed.platform.access.types import Actor
from heed.platform.people.operations import exclude_person
from heed.platform.registers.views import asked_of
from tests import cast_plans
from tests.cast import AT, Cast, Register

Browser = Callable[[Actor], Client]
TODAY = AT.date()


def bars_of(page: str) -> list[tuple[int, str]]:
    """Every figure that is a link, and where it leads."""
    found = []
    for label in LexborHTMLParser(page).css(".heed-figure .heed-bar-row__label"):
        link, value = label.css_first("a"), label.css_first(".heed-bar-row__value")
        assert value is not None
        number = int(value.text().replace(",", ""))
        if link is not None:
            found.append((number, link.attributes["href"] or ""))
        else:
            assert number == 0, "a figure without a link has nothing behind it"
    return found


def rows_behind(actor: Actor, href: str) -> int:
    address = urlsplit(href)
    register = ACTIONS if address.path == reverse("plans:list") else RECOMMENDATIONS
    return register.page(actor, asked_of(QueryDict(address.query), register), 0, 1)[1]


@pytest.mark.parametrize("query", ["", "agency"])
def test_each_figure_leads_to_the_rows_that_make_it(
    query: str, register: Register, cast: Cast, client_of: Browser
) -> None:
    for make in cast_plans.STATES.values():
        make(cast)
    cast_plans.embedded(cast, register.recommendations["1"])
    asked = {"agency": cast_plans.agency_ref()} if query else {}
    page = client_of(cast.reader).get(reverse("plans:pictures"), asked).content.decode()
    bars = bars_of(page)
    assert len(bars) >= 6
    cells = LexborHTMLParser(page).css(".heed-figure td a")
    tables = [(int(each.text().replace(",", "")), each.attributes["href"] or "") for each in cells]
    assert len(tables) > len(bars), "the tables lead to their rows, and to what they are out of"
    found = {(href, number): rows_behind(cast.reader, href) for number, href in (*bars, *tables)}
    assert {each: rows for each, rows in found.items() if each[1] != rows} == {}
    assert ("was asked by" in page) == bool(query), "an agency's figures stand beside what it was asked"


def test_what_another_stands_for_has_a_figure_of_its_own(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    one, other, *_ = register.recommendations.values()
    supersede_recommendation(
        cast.manager, ref=one.public_id, by=other.reference, reason="It asks more", version=one.version, at=AT
    )
    bars = bars_of(client_of(cast.reader).get(reverse("plans:pictures")).content.decode())
    asked = {href: number for number, href in bars if href.startswith(reverse("learning:list"))}
    assert asked == {href: rows_behind(cast.reader, href) for href in asked}
    assert asked[f"{reverse('learning:list')}?state=superseded"] == 1


def test_reported_and_verified_over_time_come_from_the_steps(cast: Cast) -> None:
    cast_plans.reported(cast)
    seen = cast_plans.verified(cast)
    failed = cast_plans.verified(cast)
    steps = ActionStep.objects.filter(action__in=(seen, failed))
    steps.update(at=AT - timedelta(days=100))
    steps.filter(to_state="verified").update(at=AT - timedelta(days=60))
    steps.filter(to_state="reported").update(at=AT - timedelta(days=90))
    months = months_of_plan(cast.reader, ActionFilter(), today=TODAY)
    by_name = {each.name: each for each in months}
    assert by_name["2024-12"].verified == 0
    assert by_name["2025-01"].verified == 2
    counts = count_plan(cast.reader, ActionFilter(), today=TODAY)
    assert (months[-1].reported, months[-1].verified) == (counts.reported, counts.verified)
    cast_plans.check(cast, failed, cast_plans.CheckOutcome.FAILED)
    later = months_of_plan(cast.reader, ActionFilter(), today=date(2025, 12, 1))
    assert later[-1].verified == 1, "what failed its check is verified no more"
    for month in later:
        for how_far in ("reported", "verified"):
            then = ActionFilter(how_far=how_far, month=month.name)
            assert filter_actions(cast.reader, then).count() == getattr(month, how_far), month
    assert filter_actions(cast.reader, ActionFilter(how_far="in_plan", month="2024-10")).count() == 0
    assert filter_actions(cast.reader, ActionFilter(how_far="reported", month="someday")).count() == 0


def test_actions_are_narrowed_to_what_is_promised_before_a_day(cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    assert row.due_latest is not None

    def found(before: str) -> list[str]:
        rows = filter_actions(cast.reader, ActionFilter(before=before))
        return list(rows.values_list("reference", flat=True))

    assert found(row.due_latest.isoformat()) == []
    assert found((row.due_latest + timedelta(days=1)).isoformat()) == [row.reference]
    assert found("31/12/2099") == []


def test_classes_of_age_hold_every_open_action_once(cast: Cast, register: Register) -> None:
    for months in (0, 1, 3, 7, 13, 30):
        row = cast_plans.agreed(cast)
        rows = type(row).objects.for_everyone(because="a test").filter(pk=row.pk)
        rows.update(registered_at=AT - timedelta(days=31 * months))
    counts = count_plan(cast.reader, ActionFilter(), today=TODAY)
    assert sum(counts.ages) == counts.open
    assert counts.ages[4] == 1
    for at, age in enumerate(("0", "3", "6", "12", "24")):
        wanted = ActionFilter(age=age, today=TODAY)
        assert count_plan(cast.reader, wanted, today=TODAY).actions == counts.ages[at]


def test_what_one_may_not_see_is_in_no_picture(register: Register, cast: Cast, client_of: Browser) -> None:
    before = count_plan(cast.reader, ActionFilter(), today=TODAY)
    cast_plans.verified(cast, register.recommendations["1"])
    assert count_plan(cast.reader, ActionFilter(), today=TODAY).verified == before.verified + 1
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )
    after = count_plan(cast.reader, ActionFilter(), today=TODAY)
    assert after.verified == 0
    assert after.recommendations == 0
    assert months_of_plan(cast.reader, ActionFilter(), today=TODAY)[-1].verified == 0
    assert "There is nothing to draw here yet" in (
        client_of(cast.outsider).get(reverse("plans:pictures")).content.decode()
    )


def test_pictures_cost_the_same_however_many_actions(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.reader)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("plans:pictures")).status_code == 200
        return len(asked)

    cast_plans.verified(cast)
    queries()
    few = queries()
    for _ in range(10):
        cast_plans.verified(cast)
    assert queries() == few
