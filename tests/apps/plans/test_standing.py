"""Standing arrangements: whose turn it is when one is expected, that it took place or was missed, and what is next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.plans.models import Action
from heed.plans.operations import keep_occurrence, withdraw_action
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.queries.colours import chosen_rule, with_colours
from heed.plans.rules import expected_after
from heed.plans.types import Frequency, Happened
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.notices.queries import what_needs
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of

EXPECTED = cast_plans.EXPECTED
SPOKEN = AT.replace(month=4, day=3)


def needs(actor: Actor, on: date) -> dict[str, str]:
    """What this person is asked of standing arrangements: the record, and as whom they are told."""
    rows = what_needs(actor, on=on, limit=50).rows
    return {each.due.reference: each.to for each in rows if each.kind.name == "standing"}


@pytest.fixture
def monthly(register: Register, cast: Cast) -> Action:
    return cast_plans.standing(cast, register.recommendations["4"], owner="Named Midwife")


def test_each_time_comes_by_its_frequency_and_the_last_of_a_month_stays_the_last() -> None:
    day = date(2025, 1, 31)
    assert expected_after(day, Frequency.MONTHLY, spoken_of=day) == (date(2025, 2, 28), 0)
    assert expected_after(day, Frequency.MONTHLY, spoken_of=date(2025, 3, 1)) == (date(2025, 3, 31), 1)
    assert expected_after(day, Frequency.WEEKLY, spoken_of=date(2025, 1, 20)) == (date(2025, 2, 7), 0)
    assert expected_after(day, Frequency.ANNUAL, spoken_of=date(2027, 1, 31)) == (date(2028, 1, 31), 2)


def test_its_agency_is_asked_when_it_is_expected_then_others_are_told(monthly: Action, cast: Cast) -> None:
    lead, reference = cast.of[Role.AGENCY_LEAD], monthly.reference
    assert needs(lead, EXPECTED - timedelta(days=8)) == {}, "quiet before"
    assert needs(lead, EXPECTED) == {reference: ""}
    assert needs(cast.manager, EXPECTED + timedelta(days=13)) == {}
    assert needs(cast.manager, EXPECTED + timedelta(days=14)) == {reference: "business_manager"}
    assert needs(cast.outsider, EXPECTED + timedelta(days=14)) == {}


def test_what_took_place_is_expected_again_also_once_it_was_verified(monthly: Action, cast: Cast) -> None:
    cast_plans.took_place(cast, monthly, at=SPOKEN)
    assert cast_plans.again(monthly).next_expected == date(2025, 5, 1)
    lead = cast.of[Role.AGENCY_LEAD]
    assert needs(lead, EXPECTED + timedelta(days=5)) == {}
    verified = cast_plans.standing(
        cast, text="Read each missed visit aloud at the team's meeting.", owner="Named Midwife"
    )
    cast_plans.report_complete(cast.officer, ref=verified.public_id, note="In place.", at=AT)
    cast_plans.verify(cast, verified, cast_plans.evidence_for(cast, verified))
    assert verified.reference in needs(lead, EXPECTED)
    withdraw_action(cast.manager, ref=monthly.public_id, reason="Not needed", at=AT)
    assert monthly.reference not in needs(lead, date(2025, 5, 1)), "what is gone asks nobody"


def test_a_missed_time_needs_its_reason_and_silence_is_counted(monthly: Action, cast: Cast) -> None:
    missed: dict[str, Any] = {"happened": Happened.MISSED, "happened_on": None}
    with pytest.raises(Invalid) as refused:
        cast_plans.took_place(cast, monthly, at=SPOKEN, words=" ", **missed)
    assert refused.value.fields == {"words": "Say why it did not take place"}
    late = AT.replace(month=7, day=10)
    row = cast_plans.took_place(cast, monthly, at=late, words="Nobody was free.", **missed)
    assert (row.expected_on, row.passed_over) == (EXPECTED, 3)
    assert cast_plans.again(monthly).next_expected == date(2025, 8, 1)
    shown = client_of(cast.manager).get(reverse("plans:action", args=[monthly.public_id])).content.decode()
    assert "Did not take place, expected 1 April 2025. Of 3 times after that nobody said anything" in shown
    assert "Nobody was free." in shown


def test_days_that_cannot_be_are_refused_at_their_field(monthly: Action, cast: Cast) -> None:
    tomorrow = SPOKEN + timedelta(days=1)
    for given, field in (
        ({"happened_on": tomorrow.date()}, "happened_on"),
        ({"happened_on": None}, "happened_on"),
    ):
        with pytest.raises(Invalid) as refused:
            cast_plans.took_place(cast, monthly, at=SPOKEN, **given)
        assert set(refused.value.fields) == {field}
    with pytest.raises(Invalid, match="until then it may still take place"):
        cast_plans.took_place(cast, monthly, at=AT, happened=Happened.MISSED, happened_on=None)
    cast_plans.took_place(cast, monthly, at=SPOKEN)
    with pytest.raises(Invalid, match="It took place on 3 April 2025 already"):
        cast_plans.took_place(cast, monthly, at=SPOKEN)


def test_of_two_who_speak_of_the_same_time_the_second_is_told(monthly: Action, cast: Cast) -> None:
    cast_plans.took_place(cast, monthly, at=SPOKEN)
    with pytest.raises(NotNow, match="Somebody has said this already"):
        cast_plans.took_place(cast, monthly, at=SPOKEN, expected_on=EXPECTED)
    assert monthly.occurrences.count() == 1


def test_only_its_agency_and_the_team_say_so(monthly: Action, cast: Cast) -> None:
    with pytest.raises(NotVisible):
        cast_plans.took_place(cast, monthly, at=SPOKEN, by=cast.outsider)
    with pytest.raises(NotAllowed):
        cast_plans.took_place(cast, monthly, at=SPOKEN, by=cast.of[Role.INDEPENDENT_SCRUTINEER])
    one_off = cast_plans.agreed(cast)
    with pytest.raises(NotNow, match="is no standing arrangement"):
        keep_occurrence(
            cast.manager,
            ref=one_off.public_id,
            expected_on=EXPECTED,
            happened=Happened.TOOK_PLACE,
            happened_on=EXPECTED,
            words="Done.",
            at=SPOKEN,
        )


def test_silence_is_red_and_listed_under_its_own_filter(monthly: Action, cast: Cast) -> None:
    def colour(on: date) -> str:
        rows = filter_actions(cast.manager, ActionFilter(refs=(monthly.public_id,)))
        found = with_colours(rows, chosen_rule(cast.manager, on=on), today=on).get()
        return str(found.shown_colour)

    assert colour(EXPECTED + timedelta(days=7)) == "green"
    assert colour(EXPECTED + timedelta(days=8)) == "red"
    listed = filter_actions(cast.manager, ActionFilter(expected=True, today=EXPECTED))
    assert [each.pk for each in listed] == [monthly.pk]
    assert not filter_actions(cast.manager, ActionFilter(expected=True, today=EXPECTED - timedelta(days=1)))


def test_it_is_said_on_its_page_and_what_was_typed_is_kept(monthly: Action, cast: Cast) -> None:
    client = client_of(cast.officer)
    address = reverse("plans:do", args=[monthly.public_id, "happened"])
    assert address in client.get(reverse("plans:action", args=[monthly.public_id])).content.decode()
    said = {
        "expected_on": "2025-04-01",
        "happened": "took_place",
        "happened_on_day": "1",
        "happened_on_month": "1",
        "happened_on_year": "2099",
        "words": "20 of 20 records held.",
    }
    wrong = client.post(address, said)
    assert wrong.status_code == 422
    assert "20 of 20 records held." in wrong.content.decode()
    right = client.post(address, {**said, "happened_on_year": "2025"})
    assert right.status_code == 302
    assert monthly.occurrences.get().words == "20 of 20 records held."
