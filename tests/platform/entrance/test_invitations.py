"""Invitations: a link that works once, with and without a mail server."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.queries import find_actor
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.entrance.letters import invitation_address, send_invitation
from heed.platform.entrance.models import Invitation
from heed.platform.entrance.operations.invitations import invite, send_again
from heed.platform.jobs.worker import work
from heed.platform.partnerships.models import Membership
from tests.cast import PASSWORD, Cast, client_of

EMAIL = "nell.newby@westmere.example"
CHOSEN = {"name": "Nell Newby", "password": "three random words"}


def invited(cast: Cast, **more: Any) -> Invitation:
    given = {
        "email": EMAIL,
        "name": "Nell",
        "agency_ref": cast.manager.agency_ref,
        "roles": [Role.OFFICER],
        "post": "Partnership Officer",
        "site": "http://testserver",
        "at": timezone.now(),
    }
    return invite(cast.manager, **{**given, **more})


def link_of(row: Invitation) -> str:
    return invitation_address(row).removeprefix("http://testserver")


def test_from_the_invitation_to_the_first_sign_in_without_a_mail_server(cast: Cast) -> None:
    manager = client_of(cast.manager)
    made = manager.post(
        reverse("invite"),
        {
            "email": EMAIL.upper(),
            "name": "Nell",
            "agency": cast.manager.agency_ref,
            "roles": ["officer"],
            "post": "",
        },
    )
    page = manager.get(made["Location"]).content.decode()
    link = re.search(r'value="http://testserver(/invitation/\w+/)"', page)
    assert link, "the link is shown, to be handed on"
    assert len(mail.outbox) == 0

    newcomer = Client()
    shown = newcomer.get(link.group(1)).content.decode()
    assert cast.manager.partnership_name in shown
    assert EMAIL in shown
    assert newcomer.post(link.group(1), {"name": "", "password": "short"}).status_code == 422
    assert newcomer.post(link.group(1), CHOSEN).status_code == 302
    assert "Nell" in newcomer.get("/").content.decode()
    person = Person.objects.get(email=EMAIL)
    actor = find_actor(person, on=timezone.localdate())
    assert actor is not None
    assert actor.roles == {Role.OFFICER}
    again = Client()
    again.post(reverse("account_login"), {"login": EMAIL, "password": CHOSEN["password"]})
    assert again.get("/").status_code == 200
    assert Client().get(link.group(1)).status_code == 404, "it works once"
    assert Event.objects.filter(kind="invitation.accepted", actor_ref=person.public_id).count() == 1


def test_a_mail_is_sent_where_there_is_a_server_and_holds_nothing_of_cases(
    cast: Cast, settings: LazySettings
) -> None:
    settings.MAIL_SENT = True
    row = invited(cast)
    work(until_empty=True)
    row.refresh_from_db()
    assert row.mail == Invitation.Mail.SENT
    [sent] = mail.outbox
    assert sent.to == [EMAIL]
    assert invitation_address(row) in sent.body
    assert "Alder" not in sent.body


def test_a_mail_that_cannot_be_sent_is_said_and_the_link_is_there(cast: Cast, settings: LazySettings) -> None:
    settings.MAIL_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = invited(cast)
    send_invitation.call(row.public_id)
    page = client_of(cast.manager).get(reverse("invitation", args=[row.public_id])).content.decode()
    assert "could not be mailed" in page
    assert invitation_address(row) in page


def test_a_link_ends_by_time_by_withdrawal_and_by_a_new_one(cast: Cast) -> None:
    row = invited(cast)
    first = link_of(row)
    assert Client().get(first).status_code == 200
    row = send_again(cast.manager, ref=row.public_id, site="http://testserver", at=timezone.now())
    assert Client().get(first).status_code == 404
    assert Client().get(link_of(row)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert Client().get(link_of(row)).status_code == 404
        assert Client().post(link_of(row), CHOSEN).status_code == 404
    client_of(cast.manager).post(reverse("invitation", args=[row.public_id]), {"do": "withdraw"})
    assert Client().post(link_of(row), CHOSEN).status_code == 404
    assert not Person.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("wrong", ["x", "a" * 44, "0" * 43])
def test_no_other_address_opens_anything(wrong: str, cast: Cast) -> None:
    row = invited(cast)
    assert Client().get(reverse("accept_invitation", args=[wrong])).status_code == 404
    almost = link_of(row)[:-2] + ("a/" if link_of(row)[-2] != "a" else "b/")
    assert Client().get(almost).status_code == 404


def test_the_database_alone_opens_nothing(cast: Cast, settings: LazySettings) -> None:
    row = invited(cast)
    link = link_of(row)
    settings.SECRET_KEY = "another"
    assert Client().get(link).status_code == 404


def test_somebody_who_has_an_account_takes_it_up_signed_in(cast: Cast) -> None:
    outsider = Person.objects.get(pk=cast.outsider.person_id)
    row = invited(cast, email=outsider.email)
    link = link_of(row)
    stranger = Client()
    assert "Sign in" in stranger.get(link).content.decode()
    assert stranger.post(link, CHOSEN).status_code == 409
    assert client_of(cast.reader).post(link, CHOSEN).status_code == 409, "somebody else cannot take it"
    assert outsider.check_password(PASSWORD)
    assert client_of(cast.outsider).post(link).status_code == 302
    assert Membership.objects.filter(person=outsider, partnership_id=cast.manager.partnership_id).exists()


def test_who_invites_does_not_learn_who_has_an_account(cast: Cast) -> None:
    client = client_of(cast.manager)
    pages = []
    for email in (Person.objects.get(pk=cast.outsider.person_id).email, "new@westmere.example"):
        row = invited(cast, email=email)
        page = client.get(reverse("invitation", args=[row.public_id])).content.decode()
        for own in (email, invitation_address(row), row.public_id):
            page = page.replace(own, "")
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]


def test_an_address_is_invited_once_at_a_time(cast: Cast) -> None:
    invited(cast)
    client = client_of(cast.manager)
    answer = client.post(
        reverse("invite"),
        {"email": EMAIL, "name": "N", "agency": cast.manager.agency_ref, "roles": ["reader"]},
    )
    assert answer.status_code == 422
    assert "invited already" in answer.content.decode()


def test_only_those_who_manage_people_invite_and_only_to_their_agencies(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite(
            cast.reader,
            email=EMAIL,
            name="N",
            agency_ref=cast.reader.agency_ref,
            roles=[Role.READER],
            post="",
            site="",
            at=timezone.now(),
        )
    row = invited(cast)
    with pytest.raises(NotVisible):
        send_again(cast.outsider, ref=row.public_id, site="", at=timezone.now())
    assert client_of(cast.outsider).get(reverse("invitation", args=[row.public_id])).status_code == 404


def test_nobody_invites_themselves_to_more_than_they_have(cast: Cast) -> None:
    own = Person.objects.get(pk=cast.manager.person_id).email
    with pytest.raises(NotAllowed):
        invited(cast, email=own.upper(), roles=[Role.ADMINISTRATOR])


def test_the_list_shows_who_is_waited_for(cast: Cast) -> None:
    client = client_of(cast.administrator)
    assert "Nobody is waited for" in client.get(reverse("invitations")).content.decode()
    row = invited(cast)
    assert EMAIL in client.get(reverse("invitations")).content.decode()
    Client().post(link_of(row), CHOSEN)
    assert "Nobody is waited for" in client.get(reverse("invitations")).content.decode()
