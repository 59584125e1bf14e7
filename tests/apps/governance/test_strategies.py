"""Priorities, strategies and business plans: their plan, what they answer, whom they listen to, and what comes when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.governance.models import FocusGroup, Strategy
from heed.governance.operations import (
    Intent,
    add_plan_item,
    change_strategy,
    keep_line,
    say_what_changed,
    tie_to_strategy,
    untie_from_strategy,
)
from heed.governance.queries.coming import forward_plan
from heed.governance.queries.strategies import counts_of, focus_groups_of, items_of, served_by
from heed.governance.types import LineKind, StrategyKind
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.queries import what_needs
from heed.platform.people.operations import exclude_person
from tests import cast_meetings, cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_focus_group, a_strategy, heard

TODAY = AT.date()
LATER = AT + timedelta(days=8)


@pytest.fixture
def group_ref(cast: Cast) -> str:
    return cast_meetings.ensure(cast, at=AT).group.public_id


@pytest.fixture
def priority(cast: Cast, group_ref: str) -> Strategy:
    """The group looks after it, and the trust's named nurse leads it."""
    agency = cast_plans.agency_ref()
    return a_strategy(cast.manager, at=AT, group=group_ref, agency=agency, lead="Named Nurse")


def page_of(actor: Actor, row: Strategy, **query: str) -> str:
    return client_of(actor).get(reverse("governance:strategy", args=[row.public_id]), query).content.decode()


def intent_of(row: Strategy, **other: Any) -> Intent:
    given: dict[str, Any] = {
        "kind": StrategyKind(row.kind),
        "title": row.title,
        "aims": row.aims,
        "starts_on": row.starts_on,
        "review_on": row.review_on,
        "group": row.group.public_id if row.group else "",
    }
    return Intent(**{**given, **other})


def end(actor: Actor, row: Strategy, **other: Any) -> Strategy:
    given: dict[str, Any] = {
        "intent": intent_of(row),
        "ended_on": TODAY,
        "ended_why": "Its aims became usual work.",
    }
    return change_strategy(actor, ref=row.public_id, version=row.version, at=AT, **{**given, **other})


@pytest.mark.capability("H13")
def test_it_says_who_leads_it_for_how_long_and_what_it_is_part_of(
    priority: Strategy, cast: Cast, group_ref: str
) -> None:
    plan = a_strategy(
        cast.manager,
        at=AT,
        kind=StrategyKind.STRATEGY,
        title="Domestic abuse strategy",
        ends_on=date(2027, 3, 31),
        under=priority.public_id,
        group=group_ref,
    )
    page = page_of(cast.reader, plan)
    for words in (
        "Domestic abuse strategy",
        "4 Mar 2025 to 31 Mar 2027",
        priority.title,
        "Case Review Group",
    ):
        assert words in page
    assert "Named Nurse, Vale NHS Trust" in page_of(cast.reader, priority)
    listed = client_of(cast.reader).get(reverse("governance:strategies")).content.decode()
    assert f"part of {priority.title}" in listed


@pytest.mark.capability("H13")
@pytest.mark.capability("H10")
def test_its_plan_is_actions_and_every_count_leads_to_its_rows(
    priority: Strategy, register: Register, cast: Cast
) -> None:
    done = cast_plans.verified(cast, register.recommendations["4"])
    late = cast_plans.agreed(cast, text="Write to every school about who asks the children.")
    tie_to_strategy(cast.officer, ref=priority.public_id, actions=(done.public_id, late.public_id), at=AT)
    item = add_plan_item(
        cast.officer, ref=priority.public_id, plan=cast_plans.a_plan(text="Ask children alone."), at=AT
    )
    items = items_of(cast.manager, priority, today=date(2025, 12, 1))
    assert {name: len(rows) for name, rows in items.of.items()} == {
        "all": 3,
        "open": 2,
        "overdue": 2,
        "reported": 1,
        "verified": 1,
    }
    counted = counts_of(cast.manager, [priority], today=date(2025, 12, 1))[priority.pk]
    assert counted == {name: len(rows) for name, rows in items.of.items()}
    page = page_of(cast.manager, priority, show="verified")
    assert done.reference in page
    assert item.reference not in page.split('id="plan"')[1].split("Recommendations it serves")[0]
    beside = client_of(cast.reader).get(reverse("plans:action", args=[item.public_id])).content.decode()
    assert "Priorities and strategies it serves" in beside
    assert priority.title in beside


@pytest.mark.capability("H13")
def test_it_leads_to_what_it_answers_and_back(priority: Strategy, register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    client = client_of(cast.officer)
    address = reverse("governance:strategy", args=[priority.public_id])
    wrong = client.post(address, {"do": "tie", "tie-references": f"{row.reference}\nREC-9999"})
    assert wrong.status_code == 422
    assert "There is no REC-9999 that you can see" in wrong.content.decode()
    assert client.post(address, {"do": "tie", "tie-references": row.reference.lower()}).status_code == 302
    assert [each.pk for each in served_by(cast.manager, priority)] == [row.pk]
    there = client.get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    assert priority.title in there
    untie_from_strategy(cast.officer, ref=priority.public_id, thing=row.public_id, at=AT)
    with pytest.raises(Invalid):
        untie_from_strategy(cast.officer, ref=priority.public_id, thing=row.public_id, at=AT)
    assert served_by(cast.manager, priority) == []


def test_what_one_may_not_see_is_neither_shown_nor_counted(
    priority: Strategy, register: Register, cast: Cast
) -> None:
    row, reader = register.recommendations["4"], cast.reader
    action = cast_plans.agreed(cast, row)
    tie_to_strategy(
        cast.manager,
        ref=priority.public_id,
        recommendations=(row.public_id,),
        actions=(action.public_id,),
        at=AT,
    )
    assert action.reference in page_of(reader, priority)
    case = row.review.public_id
    exclude_person(cast.manager, ref=case, person=reader.person_ref, reason="A relative", version=0, at=AT)
    page = page_of(reader, priority)
    assert action.reference not in page
    assert row.reference not in page
    assert counts_of(reader, [priority], today=TODAY) == {}
    gone = client_of(cast.outsider).get(reverse("governance:strategy", args=[priority.public_id]))
    assert gone.status_code == 404
    assert (
        priority.title not in client_of(cast.outsider).get(reverse("governance:strategies")).content.decode()
    )


def test_it_is_changed_by_the_team_and_by_its_groups_chair(
    priority: Strategy, cast: Cast, group_ref: str
) -> None:
    chair, lead = cast.of[Role.INDEPENDENT_CHAIR], cast.of[Role.AGENCY_LEAD]
    changed = change_strategy(
        chair,
        ref=priority.public_id,
        intent=intent_of(priority, aims="Children are heard."),
        ended_on=None,
        ended_why="",
        version=priority.version,
        at=AT,
    )
    assert changed.aims == "Children are heard."
    for actor in (lead, cast.reader):
        with pytest.raises(NotAllowed, match="the partnership's team and by the chair"):
            end(actor, changed)
    with pytest.raises(NotVisible):
        end(cast.outsider, changed)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "children who live with DOMESTIC abuse"}, "title"),
        ({"aims": ""}, "aims"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"review_on": TODAY - timedelta(days=1)}, "review_on"),
        ({"lead": "Named Nurse"}, "lead"),
    ],
)
def test_each_mistake_is_said_at_its_field(
    priority: Strategy, cast: Cast, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        a_strategy(cast.manager, at=AT, **{"title": "Neglect", **given})
    assert set(refused.value.fields) == {field}


def test_none_is_part_of_itself_by_any_way_round(priority: Strategy, cast: Cast) -> None:
    below = a_strategy(cast.manager, at=AT, title="Strategy", under=priority.public_id)
    with pytest.raises(Invalid, match="is part of this one already"):
        end(cast.manager, priority, intent=intent_of(priority, under=below.public_id), ended_on=None)


def test_what_ended_says_why_and_stays_as_it_was(priority: Strategy, cast: Cast) -> None:
    with pytest.raises(Invalid, match="Say why it ended"):
        end(cast.manager, priority, ended_why=" ")
    end(cast.manager, priority)
    assert "Its aims became usual work." in page_of(cast.reader, priority)
    with pytest.raises(NotNow, match="stays as it was"):
        tie_to_strategy(cast.manager, ref=priority.public_id, at=AT)
    with pytest.raises(NotNow):
        a_focus_group(cast.manager, priority, at=AT)


@pytest.mark.capability("H10")
def test_focus_groups_come_round_and_what_was_said_leads_to_what_changed(
    priority: Strategy, cast: Cast
) -> None:
    row = heard(cast.manager, a_focus_group(cast.manager, priority, at=AT), at=LATER)
    with pytest.raises(NotNow, match="kept this already"):
        heard(cast.officer, row, at=LATER)
    planned = [each.planned_on for each in focus_groups_of(cast.manager, priority)]
    assert planned == [TODAY + timedelta(days=7), date(2025, 6, 11)], "the next is planned"
    point = row.points.all()[0].public_id
    say_what_changed(
        cast.manager,
        point=point,
        changed=True,
        words="Two workers were trained to ask children alone.",
        on=LATER.date(),
        at=LATER,
    )
    page = page_of(cast.manager, priority)
    for words in ("Nobody spoke with the children alone.", "6 people, 2 points", "Two workers were trained"):
        assert words in page
    assert "something changed for 1 of 2" in page
    hidden = page_of(cast.reader, priority)
    assert "Nobody spoke with the children alone." not in hidden, (
        "read by the group and who reads its meetings"
    )
    assert "6 people, 2 points" in hidden


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"held_on": None, "points": ()}, "held_on"),
        ({"held_on": None, "not_held_why": "Nobody came."}, "points"),
        ({"not_held_why": "Nobody came."}, "not_held_why"),
        ({"held_on": LATER.date() + timedelta(days=1)}, "held_on"),
        ({"people": None}, "people"),
        ({"points": (" ",)}, "points"),
    ],
)
def test_what_came_of_a_focus_group_is_checked(
    priority: Strategy, cast: Cast, given: dict[str, Any], field: str
) -> None:
    row = a_focus_group(cast.manager, priority, at=AT)
    with pytest.raises(Invalid) as refused:
        heard(cast.manager, row, at=LATER, **given)
    assert set(refused.value.fields) == {field}
    assert FocusGroup.objects.visible_to(cast.manager).count() == 1


def test_what_was_not_held_says_why_and_the_next_is_planned(priority: Strategy, cast: Cast) -> None:
    row = a_focus_group(cast.manager, priority, at=AT)
    heard(
        cast.manager, row, at=LATER, held_on=None, people=None, points=(), not_held_why="Nobody could come."
    )
    assert "Not held: Nobody could come." in page_of(cast.reader, priority)
    assert len(focus_groups_of(cast.manager, priority)) == 2


@pytest.mark.capability("H10")
@pytest.mark.capability("H13")
def test_whoever_leads_it_is_asked_and_then_others(priority: Strategy, cast: Cast) -> None:
    def needs(actor: Actor, on: date) -> set[str]:
        rows = what_needs(actor, on=on, limit=50).rows
        return {each.kind.name for each in rows if each.due.reference == priority.reference}

    a_focus_group(cast.manager, priority, at=AT)
    day = TODAY + timedelta(days=7)
    assert needs(cast.officer, day) == {"focus_group"}, "nobody holds the post, so the team is asked"
    assert needs(cast.outsider, day) == set()
    again = priority.review_on
    assert again is not None
    assert "strategy_review" in needs(cast.officer, again)


@pytest.mark.capability("H13")
def test_the_forward_plan_says_what_comes_to_which_meeting(
    priority: Strategy, cast: Cast, group_ref: str
) -> None:
    given = {"kind": LineKind.COMING, "words": "", "who": "The named nurse", "review_ref": ""}
    for title, on in (("First year of the strategy", TODAY), ("Second year", date(2026, 3, 1))):
        keep_line(
            cast.manager,
            group_ref=group_ref,
            title=title,
            on=on,
            strategy_ref=priority.public_id,
            at=AT,
            **given,  # type: ignore[arg-type]
        )
    found = {each.what: each for each in forward_plan(cast.manager, today=TODAY)}
    first = found["First year of the strategy"]
    assert first.meeting.held_on == cast_meetings.MEETS_ON
    assert first.strategy.pk == priority.pk
    assert found["Second year"].meeting is None
    assert f"{priority.title}, to be looked at again" in found
    assert forward_plan(cast.reader, today=TODAY) == [], "no meeting that this person reads"
    page = client_of(cast.manager).get(reverse("governance:forward"), {"group": group_ref}).content.decode()
    assert "First year of the strategy" in page
    assert "No meeting is called yet" in page


def test_a_priority_is_added_on_its_page_and_what_was_typed_is_kept(cast: Cast) -> None:
    client, address = client_of(cast.officer), reverse("governance:add_strategy")
    today = clock.today()
    sent = {"kind": "priority", "title": "Neglect", "aims": "", "starts_on_day": "31", "starts_on_month": "2"}
    wrong = client.post(address, {**sent, "starts_on_year": str(today.year)})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert 'value="Neglect"' in page
    assert "Say what is to change" in page
    right = {**sent, "aims": "It is seen early.", "starts_on_day": "1", "starts_on_year": str(today.year)}
    assert client.post(address, right).status_code == 302
