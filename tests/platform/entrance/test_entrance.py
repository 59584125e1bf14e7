"""Signing in and the first run: nobody guesses, nobody learns who has an account, nobody sets up twice."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from heed.platform.access.queries import find_actor
from heed.platform.access.roles import Permission, Role
from heed.platform.accounts.models import Person
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.entrance.setup import FirstRun, add_person, set_up
from heed.platform.partnerships.models import Agency, Area, Membership, Partnership
from tests.cast import AT, FORMER, NAMES, PASSWORD, STRANGER, Cast, client_of, email_of

FIRST = {
    "partnership": "Eastmere Safeguarding Children Partnership",
    "area": "Eastmere",
    "agencies": "Eastmere Council\nEastmere Police\n\n eastmere council \n",
    "own_agency": "",
    "name": "Eve East",
    "email": "eve@eastmere.example",
    "password": "three random words",
}
READER = email_of(NAMES[next(role for role in NAMES if role == "reader")])


def sign_in(client: Client, email: str, password: str) -> int:
    return client.post(reverse("account_login"), {"login": email, "password": password}).status_code


def test_the_first_visit_leads_to_the_first_run(empty_database: None) -> None:
    for path in ("/", "/reviews/", "/sign-in/", "/library/documents/abc/"):
        assert Client().get(path)["Location"] == reverse("first_run")


@pytest.mark.capability("H06")
def test_the_first_run_makes_a_partnership_with_agencies_and_somebody_who_can_begin(
    empty_database: None,
) -> None:
    client = Client()
    answer = client.post(reverse("first_run"), FIRST)
    assert answer.status_code == 302
    partnership = Partnership.objects.get()
    assert (partnership.name, partnership.is_demo) == (FIRST["partnership"], False)
    assert [each.name for each in Agency.objects.order_by("pk")] == ["Eastmere Council", "Eastmere Police"]
    assert Area.objects.get().name == "Eastmere"
    assert client.get("/").status_code == 200
    assert client.get(reverse("intake:bring_in")).status_code == 200
    assert sign_in(Client(), "eve@eastmere.example", "three random words") == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("partnership", ""),
        ("area", ""),
        ("agencies", " \n "),
        ("name", ""),
        ("email", "no address"),
        ("password", "short"),
        ("password", "password1234"),
        ("password", "123456789012"),
        ("agencies", "x" * 161),
        ("agencies", "x" * 9000),
    ],
)
def test_a_first_run_that_cannot_be_is_refused_and_makes_nothing(
    field: str, value: str, empty_database: None
) -> None:
    answer = Client().post(reverse("first_run"), {**FIRST, field: value})
    assert answer.status_code == 422
    assert FIRST["password"] not in answer.content.decode(), "a password is never shown again"
    assert not Partnership.objects.exists()
    assert not Person.objects.exists()


def test_an_employer_that_is_none_of_the_agencies_is_refused_and_what_is_near_is_named(
    empty_database: None,
) -> None:
    slip = Client().post(reverse("first_run"), {**FIRST, "own_agency": "Eastmere Counsil"})
    assert slip.status_code == 422
    said = slip.content.decode()
    assert "Eastmere Counsil” is not one of the agencies above. Did you mean “Eastmere Council”" in said
    assert not Partnership.objects.exists()
    given = {**FIRST, "own_agency": " the eastmere POLICE"}
    then = Client().post(reverse("first_run"), given, follow=True)
    assert "is set up." in then.content.decode()
    assert Agency.objects.count() == 2


def test_nobody_sets_up_twice(cast: Cast) -> None:
    assert Client().post(reverse("first_run"), FIRST).status_code == 404
    with pytest.raises(NotNow):
        set_up(FirstRun("A", "B", ("C",), "", "D", "d@d.example", "three random words"), at=AT)
    assert not Partnership.objects.filter(name="A").exists()


def test_people_sign_in_with_their_address_however_written(cast: Cast) -> None:
    assert sign_in(Client(), READER.upper(), PASSWORD) == 302


def test_after_five_wrong_passwords_even_the_right_one_is_refused(cast: Cast) -> None:
    client = Client()
    for _ in range(5):
        assert sign_in(client, READER, "wrong wrong wrong") == 200
    refused = client.post(reverse("account_login"), {"login": READER, "password": PASSWORD})
    assert refused.status_code in (200, 429)
    assert client.get("/").status_code == 302, "not signed in"


def test_a_known_and_an_unknown_address_hear_the_same_words(cast: Cast) -> None:
    heard = [
        Client()
        .post(reverse("account_login"), {"login": email, "password": "wrong wrong wrong"})
        .content.decode()
        for email in (READER, "nobody.at.all@westmere.example")
    ]
    said = [re.sub(r'value="[^"]*"|[\w.]+@[\w.]+', "", page) for page in heard]
    assert said[0] == said[1]


def test_somebody_without_a_membership_gets_no_further(cast: Cast) -> None:
    for name in (STRANGER, FORMER):
        client = Client()
        assert sign_in(client, email_of(name), PASSWORD) == 302
        page = client.get("/")
        assert page.status_code == 403
        assert "not, or no longer, part of a partnership" in page.content.decode()


def test_somebody_whose_account_is_closed_cannot_sign_in(cast: Cast) -> None:
    Person.objects.filter(email=READER).update(is_active=False)
    client = Client()
    sign_in(client, READER, PASSWORD)
    assert client.get("/").status_code == 302


def test_closing_an_account_ends_what_is_open(cast: Cast) -> None:
    client = client_of(cast.reader)
    assert client.get("/").status_code == 200
    Person.objects.filter(pk=cast.reader.person_id).update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_withdrawn_role_ends_at_once(cast: Cast) -> None:
    client = client_of(cast.manager)
    assert client.get(reverse("intake:bring_in")).status_code == 200
    Membership.objects.filter(pk=cast.manager.membership_id).update(roles=["reader"])
    assert client.get(reverse("intake:bring_in")).status_code == 403


def test_a_role_that_nobody_knows_grants_nothing(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.manager.membership_id).update(roles=["superuser", "root"])
    actor = find_actor(Person.objects.get(pk=cast.manager.person_id), on=AT.date())
    assert actor is not None
    assert not any(actor.may(each) for each in Permission)


def test_one_click_sign_in_does_not_exist_outside_the_demo(cast: Cast, settings: LazySettings) -> None:
    member = Membership.objects.get(pk=cast.manager.membership_id).public_id
    assert Client().post(reverse("sign_in_as"), {"member": member}).status_code == 404
    settings.DEMO = True
    assert Client().post(reverse("sign_in_as"), {"member": member}).status_code == 404, "real data is here"
    assert cast.manager.name not in Client().get(reverse("account_login")).content.decode()


def test_the_demo_offers_its_cast(cast: Cast, settings: LazySettings) -> None:
    settings.DEMO = True
    Partnership.objects.update(is_demo=True)
    page = Client().get(reverse("account_login")).content.decode()
    assert cast.manager.name in page
    member = Membership.objects.get(pk=cast.manager.membership_id).public_id
    client = Client()
    assert client.post(reverse("sign_in_as"), {"member": member}).status_code == 302
    assert cast.manager.name.split()[0] in client.get("/").content.decode()
    assert Client().post(reverse("sign_in_as"), {"member": "zzzz"}).status_code == 404


def test_after_signing_in_people_come_to_where_they_were_going_and_nowhere_else(cast: Cast) -> None:
    asked = Client().get(reverse("reviews:list"))
    assert asked["Location"].endswith("?next=/reviews/")
    for going, comes_to in (("/reviews/", "/reviews/"), ("https://elsewhere.example/", "/")):
        answer = Client().post(
            reverse("account_login"), {"login": READER, "password": PASSWORD, "next": going}
        )
        assert answer["Location"] == comes_to


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": READER, "password": PASSWORD})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_nobody_signs_up_by_themselves(cast: Cast) -> None:
    before = Person.objects.count()
    Client().post(
        reverse("account_signup"), {"email": "new@westmere.example", "password1": "three random words"}
    )
    assert Person.objects.count() == before


def test_a_person_who_is_added_signs_in_with_the_password_shown_once(cast: Cast) -> None:
    membership, password = add_person(
        cast.manager,
        email="ola.newby@westmere.example",
        name="Ola Newby",
        agency=cast.manager.agency_name.upper(),
        roles=[Role.OFFICER],
        post="Partnership Officer",
        at=AT,
    )
    assert membership.person.check_password(password)
    assert len(password) >= 12
    actor = find_actor(membership.person, on=AT.date())
    assert actor is not None
    assert actor.roles == {Role.OFFICER}


def test_only_those_who_manage_people_add_them_and_only_for_their_own_agencies(cast: Cast) -> None:
    given = {"email": "x@westmere.example", "name": "X", "roles": [Role.READER], "post": "", "at": AT}
    with pytest.raises(NotAllowed):
        add_person(cast.reader, agency=cast.manager.agency_name, **given)
    with pytest.raises(Invalid):
        add_person(cast.manager, agency="Nowhere Council", **given)
