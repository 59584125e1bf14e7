"""Each agency's lead looks through its people on a schedule; ends go to managers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from heed.information.operations import confirm_people, settle_end
from heed.information.queries.access_reviews import (
    find_agency_to_confirm,
    list_ends_asked_for,
    list_turns,
    own_turn,
    people_of_agency,
)
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Membership
from tests import cast_information
from tests.cast import AT, Cast, client_of

LATER = datetime(2025, 9, 5, 9, tzinfo=UTC)
"""A day after six months have passed."""


@pytest.fixture
def agency_lead(cast: Cast) -> Actor:
    return cast.of[Role.AGENCY_LEAD]


@pytest.fixture
def leaver(cast: Cast) -> Actor:
    """Acts for the lead's agency."""
    return cast.of[Role.REVIEW_PANEL_MEMBER]


@pytest.mark.capability("I07")
def test_an_agency_is_overdue_until_its_people_are_looked_through(cast: Cast, agency_lead: Actor) -> None:
    governing = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    late = {turn.ref: turn for turn in list_turns(governing, on=LATER.date()) if turn.late}
    assert late[agency_lead.agency_ref].last_on == AT.date()
    assert late[agency_lead.agency_ref].due_on == date(2025, 9, 4)
    assert agency_lead.name in late[agency_lead.agency_ref].lead
    cast_information.look_through(agency_lead, at=LATER)
    assert agency_lead.agency_ref not in {
        turn.ref for turn in list_turns(governing, on=LATER.date()) if turn.late
    }


@pytest.mark.capability("I07")
def test_who_should_end_loses_everything_when_a_manager_settles_it(
    cast: Cast, agency_lead: Actor, leaver: Actor
) -> None:
    cast_information.look_through(agency_lead, at=AT, ending=leaver.name)
    browser = client_of(leaver)
    assert browser.get(reverse("reviews:list")).status_code == 200
    [asked] = list_ends_asked_for(cast.manager)
    assert (asked.reason, asked.membership_id) == ("Left the trust.", leaver.membership_id)
    client_of(cast.manager).post(
        reverse("information:settle_end", args=[asked.membership.public_id]), {"end": "yes"}
    )
    assert browser.get(reverse("reviews:list")).status_code == 302, "signed out"
    assert list_ends_asked_for(cast.manager) == []


def test_a_manager_may_let_somebody_stay(cast: Cast, agency_lead: Actor, leaver: Actor) -> None:
    cast_information.look_through(agency_lead, at=AT, ending=leaver.name)
    ref = Membership.objects.get(pk=leaver.membership_id).public_id
    settle_end(cast.manager, membership_ref=ref, end=False, at=AT)
    assert Membership.objects.get(pk=leaver.membership_id).ends_on is None
    with pytest.raises(NotVisible):
        settle_end(cast.manager, membership_ref=ref, end=True, at=AT)


def test_nobody_is_left_out(agency_lead: Actor) -> None:
    agency = find_agency_to_confirm(agency_lead, agency_lead.agency_ref)
    people = people_of_agency(agency_lead, agency, on=AT.date())
    assert len(people) > 2
    some = {each.ref: ("stays", "") for each in people[1:]}
    with pytest.raises(NotNow):
        confirm_people(agency_lead, agency_ref=agency_lead.agency_ref, said=some, at=AT)
    with pytest.raises(Invalid, match="stays"):
        confirm_people(
            agency_lead,
            agency_ref=agency_lead.agency_ref,
            said={**some, people[0].ref: ("", "")},
            at=AT,
        )
    with pytest.raises(Invalid, match="Say why"):
        confirm_people(
            agency_lead,
            agency_ref=agency_lead.agency_ref,
            said={**some, people[0].ref: ("end", " ")},
            at=AT,
        )


def test_a_lead_sees_no_other_agencys_people(cast: Cast, agency_lead: Actor) -> None:
    with pytest.raises(NotVisible):
        find_agency_to_confirm(agency_lead, cast.manager.agency_ref)
    with pytest.raises(NotAllowed):
        find_agency_to_confirm(cast.reader, cast.reader.agency_ref)
    assert find_agency_to_confirm(cast.manager, agency_lead.agency_ref)
    with pytest.raises(NotVisible):
        find_agency_to_confirm(cast.outsider, agency_lead.agency_ref)


def test_a_manager_does_not_end_where_they_stand(cast: Cast) -> None:
    cast_information.look_through(cast.manager, at=AT, ending=cast.manager.name)
    ref = Membership.objects.get(pk=cast.manager.membership_id).public_id
    with pytest.raises(NotAllowed):
        settle_end(cast.manager, membership_ref=ref, end=True, at=AT)


def test_a_later_review_replaces_what_was_asked(cast: Cast, agency_lead: Actor, leaver: Actor) -> None:
    cast_information.look_through(agency_lead, at=AT, ending=leaver.name)
    cast_information.look_through(agency_lead, at=LATER)
    assert list_ends_asked_for(cast.manager) == []


def test_the_first_page_says_whose_turn_it_is(cast: Cast, agency_lead: Actor) -> None:
    assert own_turn(agency_lead, on=LATER.date()).late  # type: ignore[union-attr]
    assert own_turn(cast.reader, on=LATER.date()) is None
    page = client_of(agency_lead).get(reverse("home")).content.decode()
    assert f"Say who still acts for {agency_lead.agency_name}" in page
    governing = client_of(cast.of[Role.INFORMATION_GOVERNANCE_LEAD]).get(reverse("needs")).content.decode()
    assert "agencies not looked through" in governing


def test_the_page_asks_of_each_and_keeps_what_was_typed(agency_lead: Actor, leaver: Actor) -> None:
    client = client_of(agency_lead)
    address = reverse("information:confirm_people", args=[agency_lead.agency_ref])
    page = client.get(address).content.decode()
    assert leaver.name in page
    members = [part.split('"')[0] for part in page.split('name="member" value="')[1:]]
    sent = {"member": members, f"reason-{members[0]}": "Moved to another trust"}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "Moved to another trust" in answer.content.decode()
    said = {f"said-{each}": "stays" for each in members}
    assert client.post(address, {"member": members, **said}).status_code == 302
