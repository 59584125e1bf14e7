"""People's places: given, changed and ended, with deputies; what is withdrawn ends with the next request."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.plans.queries import standing_of
from heed.platform.access.decisions import who_may_decide
from heed.platform.access.queries import find_actor, list_own_memberships
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.approvals.policies import check_may_decide
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Deputy, Group, Membership
from heed.platform.people.operations import (
    change_roles,
    end_deputy,
    end_membership,
    give_place,
    join_group,
    leave_group,
    make_deputy,
    restrict_case,
    set_employer,
)
from heed.platform.people.queries import find_person, places_of, vacant_posts
from tests.cast import Cast, Register, client_of


def now() -> datetime:
    return timezone.now()


def place_of(actor: Actor) -> Membership:
    return Membership.objects.get(pk=actor.membership_id)


def person_of(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id)


def deputise(cast: Cast, deputy: Actor, stands_in_for: Actor, *, days: int = 7) -> Deputy:
    today = timezone.localdate()
    return make_deputy(
        cast.administrator,
        ref=place_of(stands_in_for).public_id,
        deputy_ref=place_of(deputy).public_id,
        starts_on=today,
        ends_on=today + timedelta(days=days),
        reason="On leave",
        at=now(),
    )


def as_deputy(row: Deputy) -> Actor | None:
    return find_actor(row.membership.person, on=timezone.localdate(), membership_ref=row.public_id)


def test_a_changed_role_counts_from_the_next_request(cast: Cast) -> None:
    client = client_of(cast.reader)
    assert client.get(reverse("jobs:list")).status_code == 403
    row = place_of(cast.reader)
    change_roles(cast.manager, ref=row.public_id, roles=[Role.BUSINESS_MANAGER], version=1, at=now())
    assert client.get(reverse("jobs:list")).status_code == 200
    change_roles(cast.manager, ref=row.public_id, roles=[Role.READER], version=2, at=now())
    assert client.get(reverse("jobs:list")).status_code == 403


def test_who_employs_somebody_is_said_and_counts_for_what_they_sign(cast: Cast) -> None:
    row = place_of(cast.reader)
    other = cast.officer
    client = client_of(cast.manager)
    address = reverse("people:person", args=[cast.reader.person_ref])
    sent = {"do": "employer", "place": row.public_id, "employer": other.agency_ref, "version": "1"}
    assert client.post(address, sent).status_code == 302
    assert standing_of(cast.reader).employer.public_id == other.agency_ref
    assert other.agency_name in client.get(address).content.decode()
    wrong = client.post(address, {**sent, "employer": "zzzzzzzzzzzz", "version": "2"})
    assert wrong.status_code == 422
    with pytest.raises(NotAllowed):
        set_employer(
            cast.manager,
            ref=place_of(cast.manager).public_id,
            employer_ref=other.agency_ref,
            version=1,
            at=now(),
        )
    back = {**sent, "employer": cast.reader.agency_ref, "version": "2"}
    assert client.post(address, back).status_code == 302
    assert place_of(cast.reader).employer is None, "the agency itself is no other employer"


def test_an_ended_place_ends_with_the_next_request_though_it_began_today(cast: Cast) -> None:
    client = client_of(cast.reader)
    row = place_of(cast.reader)
    end_membership(cast.manager, ref=row.public_id, reason="Left", version=1, at=now())
    answer = client.get(reverse("home"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/"), "and the session is over"


def test_a_session_ends_with_the_last_place_and_not_before(cast: Cast) -> None:
    other = give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.OFFICER],
        post="",
        at=now(),
    )
    client, elsewhere = client_of(cast.reader), client_of(cast.reader)
    end_membership(cast.manager, ref=place_of(cast.reader).public_id, reason="Moved", version=1, at=now())
    assert client.get(reverse("home")).status_code == 200, "they act in the other place"
    end_membership(cast.manager, ref=other.public_id, reason="Left", version=1, at=now())
    for each in (client, elsewhere):
        assert each.get(reverse("learning:list")).status_code == 302
        assert "sessionid" not in each.cookies or not each.session.get("_auth_user_id")
    [ended] = Event.objects.filter(kind="session.ended", subject_ref=cast.reader.person_ref)
    assert ended.facts["why"] == "the last place ended"


def test_nobody_changes_their_own_place(cast: Cast) -> None:
    row = place_of(cast.manager)
    for attempt in (
        lambda: change_roles(cast.manager, ref=row.public_id, roles=[Role.READER], version=1, at=now()),
        lambda: end_membership(cast.manager, ref=row.public_id, reason="x", version=1, at=now()),
        lambda: give_place(
            cast.manager,
            person_ref=cast.manager.person_ref,
            agency_ref=cast.officer.agency_ref,
            roles=[Role.ADMINISTRATOR],
            post="",
            at=now(),
        ),
        lambda: deputise_oneself(cast),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def deputise_oneself(cast: Cast) -> Deputy:
    today = timezone.localdate()
    return make_deputy(
        cast.manager,
        ref=place_of(cast.officer).public_id,
        deputy_ref=place_of(cast.manager).public_id,
        starts_on=today,
        ends_on=today,
        reason="x",
        at=now(),
    )


def test_the_last_who_manages_people_stays(cast: Cast) -> None:
    Membership.objects.exclude(pk__in=[cast.manager.membership_id, cast.administrator.membership_id]).filter(
        roles__icontains="administrator"
    ).update(ended_at=now())
    place = place_of(cast.administrator)
    end_membership(cast.manager, ref=place.public_id, reason="Left", version=1, at=now())
    with pytest.raises(NotNow, match="Nobody would be left"):
        change_roles(
            cast.administrator, ref=place_of(cast.manager).public_id, roles=[Role.READER], version=1, at=now()
        )


def test_a_place_needs_a_role_a_reason_and_an_agency_of_the_partnership(cast: Cast) -> None:
    row = place_of(cast.reader)
    with pytest.raises(Invalid):
        change_roles(cast.manager, ref=row.public_id, roles=[], version=1, at=now())
    with pytest.raises(Invalid):
        end_membership(cast.manager, ref=row.public_id, reason=" ", version=1, at=now())
    for agency in (cast.outsider.agency_ref, cast.reader.agency_ref, ""):
        with pytest.raises(Invalid):
            give_place(
                cast.manager,
                person_ref=cast.reader.person_ref,
                agency_ref=agency,
                roles=[Role.READER],
                post="",
                at=now(),
            )


def test_a_person_with_two_places_acts_in_one_at_a_time_and_the_page_says_which(cast: Cast) -> None:
    row = give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.ANALYST],
        post="Analyst",
        at=now(),
    )
    client = client_of(cast.reader)
    page = client.get(reverse("home")).content.decode()
    assert f"{cast.reader.agency_name}<span" in page, "in the bar"
    assert f"reader, {cast.reader.agency_name}" in page, "in the person's own menu"
    client.post(reverse("choose_membership"), {"membership": row.public_id})
    page = client.get(reverse("home")).content.decode()
    assert f"analyst, {row.agency.name}" in page
    assert "reader, " not in page


def test_people_of_another_partnership_are_not_there(cast: Cast) -> None:
    with pytest.raises(NotVisible):
        find_person(cast.outsider, cast.reader.person_ref)
    with pytest.raises(NotVisible):
        end_membership(cast.outsider, ref=place_of(cast.reader).public_id, reason="x", version=1, at=now())


def test_groups_have_a_beginning_and_an_end(cast: Cast) -> None:
    group = Group.objects.create(
        partnership_id=cast.manager.partnership_id, name="Case Review Group", kind="case_review"
    )
    ref = place_of(cast.reader).public_id
    join_group(cast.manager, ref=ref, group_ref=group.public_id, at=now())
    join_group(cast.manager, ref=ref, group_ref=group.public_id, at=now())
    assert [each.ends_on for each in place_of(cast.reader).groups.all()] == [None]
    leave_group(cast.manager, ref=ref, group_ref=group.public_id, at=now())
    assert [each.ends_on for each in place_of(cast.reader).groups.all()] == [timezone.localdate()]


@pytest.mark.capability("H07")
def test_a_post_that_nobody_holds_is_listed(cast: Cast) -> None:
    row = give_place(
        cast.manager,
        person_ref=cast.reader.person_ref,
        agency_ref=cast.officer.agency_ref,
        roles=[Role.AGENCY_LEAD],
        post="Designated Nurse",
        at=now(),
    )
    assert vacant_posts(cast.manager) == []
    end_membership(cast.manager, ref=row.public_id, reason="Retired", version=1, at=now())
    [(title, agency, since)] = vacant_posts(cast.manager)
    assert (title, agency, since) == ("Designated Nurse", row.agency.name, timezone.localdate())


# Standing in.


def test_a_deputy_acts_with_the_others_roles_and_every_page_and_event_says_for_whom(
    register: Register, cast: Cast
) -> None:
    row = deputise(cast, cast.reader, cast.manager)
    client = client_of(cast.reader)
    assert client.get(reverse("jobs:list")).status_code == 403
    client.post(reverse("choose_membership"), {"membership": row.public_id})
    assert client.get(reverse("jobs:list")).status_code == 200
    assert "You stand in for Bola Bexley" in client.get(reverse("home")).content.decode()
    client.get(reverse("library:document", args=[register.accepted.document.public_id]))
    event = Event.objects.filter(kind="document.read").latest("pk")
    assert event.actor_ref == cast.reader.person_ref
    assert event.on_behalf_ref == cast.manager.person_ref


def test_a_deputy_stays_themselves_where_a_case_names_people(register: Register, cast: Cast) -> None:
    restrict_case(
        cast.manager, ref=register.review.public_id, people=[], reason="A trial", version=0, at=now()
    )
    actor = as_deputy(deputise(cast, cast.reader, cast.manager))
    assert actor is not None
    assert Role.BUSINESS_MANAGER in actor.roles
    client = client_of(cast.reader)
    client.post(
        reverse("choose_membership"),
        {"membership": Deputy.objects.get().public_id},
    )
    assert client.get(reverse("reviews:review", args=[register.review.public_id])).status_code == 404


def test_standing_in_ends_by_itself_by_hand_and_with_either_place(cast: Cast) -> None:
    row = deputise(cast, cast.reader, cast.manager)
    person = person_of(cast.reader)
    on = timezone.localdate()
    assert as_deputy(row) is not None
    own = find_actor(person, on=row.ends_on + timedelta(days=1), membership_ref=row.public_id)
    assert own is not None
    assert own.deputy_id is None, "after the last day they are themselves again"
    end_deputy(cast.administrator, ref=row.public_id, at=now())
    assert as_deputy(row) == find_actor(person, on=on)
    again = deputise(cast, cast.analyst, cast.officer)
    officer = place_of(cast.officer)
    end_membership(cast.administrator, ref=officer.public_id, reason="Left", version=1, at=now())
    actor = as_deputy(again)
    assert actor is not None
    assert actor.deputy_id is None, "nobody stands in for a leaver"


def test_whom_one_can_act_for_lists_standing_in(cast: Cast) -> None:
    row = deputise(cast, cast.reader, cast.manager)
    own = list_own_memberships(cast.reader, on=timezone.localdate())
    assert [(each.on_behalf_of, each.until, each.current) for each in own] == [
        ("", None, True),
        ("Bola Bexley", row.ends_on, False),
    ]


@pytest.mark.parametrize("days", [-1, 400])
def test_standing_in_is_for_a_while(days: int, cast: Cast) -> None:
    with pytest.raises(Invalid):
        deputise(cast, cast.reader, cast.manager, days=days)


# Who decides.


@pytest.mark.parametrize(
    ("on", "role"),
    [
        (date(2016, 5, 1), Role.INDEPENDENT_CHAIR),
        (date(2019, 9, 28), Role.INDEPENDENT_CHAIR),
        (date(2019, 9, 29), Role.LEAD_SAFEGUARDING_PARTNER),
        (date(2024, 1, 1), Role.DELEGATED_SAFEGUARDING_PARTNER),
    ],
)
def test_who_decides_follows_the_edition_in_force_on_the_day(on: date, role: Role, cast: Cast) -> None:
    assert role in who_may_decide("endorse_response", on=on).by
    check_may_decide(cast.of[role], "endorse_response", on=on)
    others = {Role.INDEPENDENT_CHAIR, Role.LEAD_SAFEGUARDING_PARTNER} - set(
        who_may_decide("endorse_response", on=on).by
    )
    for other in {*others, Role.INDEPENDENT_SCRUTINEER, Role.BUSINESS_MANAGER, Role.ADMINISTRATOR}:
        with pytest.raises(NotAllowed):
            check_may_decide(cast.of[other], "endorse_response", on=on)


def test_partners_decide_together_and_a_chair_alone() -> None:
    assert not who_may_decide("hold_review", on=date(2015, 1, 1)).together
    assert who_may_decide("hold_review", on=date(2025, 1, 1)).together
    with pytest.raises(KeyError):
        who_may_decide("paint_the_office", on=date(2025, 1, 1))
    with pytest.raises(LookupError):
        who_may_decide("hold_review", on=date(2001, 1, 1))


def test_places_are_shown_newest_first(cast: Cast) -> None:
    assert [each.agency.name for each in places_of(cast.manager, person_of(cast.reader))] == [
        cast.reader.agency_name
    ]


def test_the_form_for_standing_in_names_everything_that_is_missing_at_once(cast: Cast) -> None:
    page, place = reverse("people:person", args=[cast.officer.person_ref]), place_of(cast.officer)
    form = {"do": "deputise", "place": place.public_id}
    answer = client_of(cast.manager).post(page, form)
    said = answer.content.decode()
    assert answer.status_code == 422
    for sentence in (
        "Choose who stands in",
        "Enter the first day",
        "Enter the last day",
        "Say why, such as “on leave”",
    ):
        assert sentence in said
    days = {"starts_on_day": "2", "starts_on_month": "3", "starts_on_year": "2031", "ends_on_day": "1"}
    late = {**form, **days, "ends_on_month": "3", "ends_on_year": "2031", "reason": "On leave"}
    said = client_of(cast.manager).post(page, late).content.decode()
    assert "Enter a last day that is not before the first" in said
    assert "Choose who stands in" in said
    assert 'value="On leave"' in said
    assert not Deputy.objects.filter(stands_in_for=place).exists()
