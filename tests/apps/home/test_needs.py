"""What needs each person: theirs, in order, answerable there, and nothing that they may not see."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from heed.learning.models import Addressee
from heed.plans.models import Action
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.presenters import how_long, sentence
from heed.platform.notices.queries import what_needs
from heed.platform.partnerships.models import Membership, Post
from heed.platform.people.operations import exclude_person
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import ask_one

TODAY = date(2025, 6, 10)


def promise(actor: Actor, row: Action, *, in_days: int, today: date = TODAY) -> None:
    """An action of the actor's agency, due so many days from today."""
    on = today + timedelta(days=in_days)
    Action.objects.for_everyone(because="a test").filter(pk=row.pk).update(
        agency_id=actor.agency_id, due_earliest=on, due_latest=on, state="agreed_in_principle"
    )


def of_kind(actor: Actor, kind: str, *, on: date = TODAY) -> list[Any]:
    return [each for each in what_needs(actor, on=on, limit=100).rows if each.kind.name == kind]


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.AGENCY_LEAD]


def test_an_action_needs_its_agency_from_so_many_days_before(
    register: Register, cast: Cast, lead: Actor
) -> None:
    promise(lead, register.actions[0], in_days=15)
    assert of_kind(lead, "action") == []
    promise(lead, register.actions[0], in_days=3)
    [needed] = of_kind(lead, "action")
    assert sentence(needed, today=TODAY) == f"Say what has come of {register.actions[0].reference} by 13 June"
    assert how_long(needed.due.on, TODAY) == "3 days left"
    assert of_kind(cast.reader, "action") == []
    assert of_kind(cast.outsider, "action") == []


def test_who_holds_the_post_that_owns_an_action_is_told_and_the_lead_when_it_is_late(
    register: Register, cast: Cast, lead: Actor
) -> None:
    owner = cast.of[Role.REVIEW_PANEL_MEMBER]
    assert owner.agency_id == lead.agency_id
    post = Post.objects.create(agency_id=lead.agency_id, title="Named nurse")
    Membership.objects.filter(pk=owner.membership_id).update(post=post)
    row = register.actions[0]
    promise(lead, row, in_days=3)
    Action.objects.for_everyone(because="a test").filter(pk=row.pk).update(owner_post=post)
    assert [each.to for each in of_kind(owner, "action")] == [""]
    assert of_kind(lead, "action") == []
    promise(lead, row, in_days=-1)
    assert [each.to for each in of_kind(lead, "action")] == ["agency_lead"]
    Membership.objects.filter(pk=owner.membership_id).update(post=None)
    assert of_kind(owner, "action") == []
    assert [each.to for each in of_kind(lead, "action")] == [""]


def test_what_is_late_is_escalated_to_others_by_rule(register: Register, cast: Cast, lead: Actor) -> None:
    promise(lead, register.actions[0], in_days=-13)
    assert of_kind(cast.manager, "action") == []
    promise(lead, register.actions[0], in_days=-14)
    [needed] = of_kind(cast.manager, "action")
    assert needed.to == "business_manager"
    assert sentence(needed, today=TODAY) == (
        f"{lead.agency_name} has not finished {register.actions[0].reference}, due on 27 May"
    )
    assert of_kind(cast.of[Role.INDEPENDENT_CHAIR], "action") == []
    promise(lead, register.actions[0], in_days=-28)
    assert [each.to for each in of_kind(cast.of[Role.INDEPENDENT_CHAIR], "action")] == ["chair"]


def test_the_most_urgent_comes_first_and_nothing_twice(register: Register, lead: Actor) -> None:
    for row, days in zip(register.actions, (5, -3, 0, 14), strict=False):
        promise(lead, row, in_days=days)
    found = what_needs(lead, on=TODAY, limit=100)
    days_of = [each.due.on for each in found.rows if each.due.on]
    assert days_of == sorted(days_of)
    refs = [(each.kind.name, each.due.ref) for each in found.rows]
    assert len(refs) == len(set(refs)) == found.count


def test_what_was_due_long_ago_is_one_line(register: Register, lead: Actor) -> None:
    promise(lead, register.actions[0], in_days=-181)
    found = what_needs(lead, on=TODAY, limit=100)
    assert [(each.kind.name, each.count) for each in found.older] == [("action", 1)]
    assert of_kind(lead, "action") == []


def test_a_recommendation_without_answer_needs_the_agency_that_it_asks(
    register: Register, cast: Cast, lead: Actor
) -> None:
    row = register.recommendations["3"]
    Addressee.objects.create(recommendation=row, words="the Trust", agency_id=lead.agency_id)
    needed = {each.due.reference: each for each in of_kind(lead, "response")}
    assert sentence(needed[row.reference], today=TODAY) == f"Named in {row.reference}; not asked yet"
    assert of_kind(cast.reader, "response") == []


def test_who_is_excluded_is_told_nothing_and_counted_nothing(
    register: Register, cast: Cast, lead: Actor
) -> None:
    promise(lead, register.actions[0], in_days=3)
    before = what_needs(lead, on=TODAY, limit=100).count
    exclude(cast, register, lead)
    after = what_needs(lead, on=TODAY, limit=100)
    assert after.count < before
    assert register.actions[0].reference not in {each.due.reference for each in after.rows}
    page = client_of(lead).get(reverse("needs")).content.decode()
    assert register.actions[0].reference not in page


def exclude(cast: Cast, register: Register, actor: Actor) -> None:
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=actor.person_ref,
        reason="Own practice",
        version=0,
        at=AT,
    )


def test_the_first_page_begins_with_it_and_leads_to_the_record(
    register: Register, cast: Cast, lead: Actor
) -> None:
    promise(lead, register.actions[0], in_days=2, today=timezone.localdate())
    tree = LexborHTMLParser(client_of(lead).get(reverse("home")).content)
    assert tree.css_first("h2").text(strip=True) == "What needs you"
    [first] = [each for each in tree.css(".heed-need") if register.actions[0].reference in each.text()]
    assert "2 days left" in first.text()
    assert first.css_first("a").attributes["href"] == reverse(
        "plans:action", args=[register.actions[0].public_id]
    )


def test_a_person_whom_nothing_needs_is_told_so(cast: Cast) -> None:
    page = client_of(cast.reader).get(reverse("home")).content.decode()
    assert "Nothing needs you today." in page


def test_the_page_with_everything_shows_fifty_at_a_time(register: Register, cast: Cast, lead: Actor) -> None:
    today = timezone.localdate()
    row = register.actions[0]
    many = [
        Action(
            partnership_id=row.partnership_id,
            scope_id=row.scope_id,
            reference=f"ACT-9{number:03}",
            review_id=row.review_id,
            position=100 + number,
            text="Do it.",
            kind=row.kind,
            stated="planned",
            state="agreed_in_principle",
            agency_id=lead.agency_id,
            due_earliest=today - timedelta(days=number),
            due_latest=today - timedelta(days=number),
            reading_id=row.reading_id,
            registered_at=AT,
        )
        for number in range(60)
    ]
    Action.objects.bulk_create(many)
    client = client_of(lead)
    first, second = (
        LexborHTMLParser(client.get(f"{reverse('needs')}?page={page}").content) for page in (1, 2)
    )
    assert len(first.css(".heed-need")) == 50
    assert len(second.css(".heed-need")) >= 10
    home = LexborHTMLParser(client.get(reverse("home")).content)
    assert 10 <= len(home.css(".heed-need")) <= 11
    assert home.css_first("a[href='/needs/']")
    assert client.get(f"{reverse('needs')}?page=99999999").status_code == 200


def test_it_costs_the_same_with_ten_times_as_much(register: Register, lead: Actor) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            what_needs(lead, on=TODAY, limit=100)
        return len(counted)

    promise(lead, register.actions[0], in_days=3)
    few = cost()
    for row in register.actions:
        promise(lead, row, in_days=3)
    assert cost() <= few


def test_a_late_answer_stands_once_on_the_first_page_of_whoever_asked(register: Register, cast: Cast) -> None:
    asked = timezone.now() - timedelta(days=60)
    request = ask_one(cast, register, due_on=asked.date() + timedelta(days=30), at=asked)
    home = client_of(cast.manager).get(reverse("home")).content.decode()
    assert "Agencies that have not answered" in home
    assert request.reference not in home, "the panel says it"
    needs = client_of(cast.manager).get(reverse("needs")).content.decode()
    assert f"Vale NHS Trust has not answered {request.reference}" in needs
