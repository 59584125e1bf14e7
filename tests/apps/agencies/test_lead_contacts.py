"""Who answers for an agency: whoever leads for it today, in this partnership; never a name kept on the side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.agencies.operations import add_agency
from heed.agencies.queries import find_agency, leads_of
from heed.agencies.registers import AGENCIES
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Membership, Partnership, Post
from heed.platform.partnerships.operations import add_member
from heed.platform.registers.types import Asked
from tests.cast import AT, BEGAN, Cast, client_of


@pytest.fixture
def led(cast: Cast) -> Agency:
    """The agency that the cast's lead answers for, in a post."""
    place = Membership.objects.get(pk=cast.of[Role.AGENCY_LEAD].membership_id)
    place.post = Post.objects.create(agency=place.agency, title="Head of Safeguarding")
    place.save()
    return place.agency


def leads(actor: Actor, agency: Agency) -> list[str]:
    return [each.person.name for each in leads_of(find_agency(actor, agency.public_id))]


def page_of(actor: Actor, agency: Agency) -> str:
    return client_of(actor).get(reverse("agencies:agency", args=[agency.public_id])).content.decode()


@pytest.mark.capability("H06")
def test_an_agency_names_its_lead_contact_with_the_post_held_on_its_page_and_in_the_register(
    led: Agency, cast: Cast
) -> None:
    said = f"{cast.of[Role.AGENCY_LEAD].name}, Head of Safeguarding"
    assert said in page_of(cast.reader, led)
    columns = AGENCIES.chosen_columns(())
    [lead] = [each for each in columns if each.label == "Lead contact"]
    by_name = {row.name: lead.value(row) for row in AGENCIES.every(cast.reader, Asked())}
    assert by_name[led.name] == said
    assert [name for name, who in by_name.items() if who] == [led.name]


def test_the_e_mail_address_is_for_those_who_see_people(led: Agency, cast: Cast) -> None:
    email = Person.objects.get(pk=cast.of[Role.AGENCY_LEAD].person_id).email
    assert f"mailto:{email}" in page_of(cast.manager, led)
    assert email not in page_of(cast.reader, led)


def test_whoever_left_is_no_contact_and_whoever_comes_is(led: Agency, cast: Cast) -> None:
    place = Membership.objects.get(pk=cast.of[Role.AGENCY_LEAD].membership_id)
    place.ends_on = clock.today() - timedelta(days=1)
    place.save()
    assert leads(cast.reader, led) == []
    assert "Nobody leads for it in Heed yet." in page_of(cast.reader, led)
    person = Person.objects.get(pk=cast.reader.person_id)
    partnership = Partnership.objects.get(pk=cast.reader.partnership_id)
    add_member(partnership, person=person, agency=led, roles=["agency_lead"], starts_on=BEGAN)
    assert leads(cast.manager, led) == [cast.reader.name]


def test_only_who_may_manage_people_is_shown_the_way_to_invite_somebody(cast: Cast) -> None:
    fire = add_agency(cast.manager, name="Westmere Fire Service", kind="agency", at=AT)
    assert reverse("invite") in page_of(cast.manager, fire)
    assert reverse("invite") not in page_of(cast.reader, fire)


def test_who_leads_for_it_in_another_partnership_is_not_named_here(cast: Cast) -> None:
    service = add_agency(cast.manager, name="Moor and Vale Ambulance Service", kind="ambulance", at=AT)
    harrowdale = Partnership.objects.get(pk=cast.outsider.partnership_id)
    service.partnerships.add(harrowdale)
    person = Person.objects.get(pk=cast.outsider.person_id)
    add_member(harrowdale, person=person, agency=service, roles=["agency_lead"], starts_on=BEGAN)
    assert leads(cast.outsider, service) == [person.name]
    assert leads(cast.manager, service) == []
    assert person.name not in page_of(cast.manager, service)


def test_where_nobody_leads_those_who_act_for_it_are_named(cast: Cast) -> None:
    place = Membership.objects.select_related("agency").get(pk=cast.of[Role.AGENCY_CONTRIBUTOR].membership_id)
    leads_there = Membership.objects.filter(agency=place.agency, roles=["agency_lead"])
    leads_there.update(ended_at=AT)
    said = f"Nobody leads for it in Heed yet. For it act: {cast.of[Role.AGENCY_CONTRIBUTOR].name}."
    assert said in page_of(cast.reader, place.agency)
