"""Passwords: guessed at no more than ten times, re-set by a link, and nobody learns who has an account."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.entrance.letters import password_address
from heed.platform.entrance.models import PasswordLink
from heed.platform.entrance.operations.passwords import ask_for_password_link, make_password_link
from heed.platform.jobs.worker import work
from tests.cast import NAMES, PASSWORD, Cast, client_of, email_of

READER = email_of(NAMES[Role.READER])
NOBODY = "nobody.at.all@westmere.example"
NEW = "four quite random words"


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


def guess(email: str, password: str, address: str = "203.0.113.1") -> int:
    client = Client(REMOTE_ADDR=address)
    client.post(reverse("account_login"), {"login": email, "password": password})
    return client.get("/").status_code


def test_of_a_thousand_guesses_at_one_account_ten_at_most_are_looked_at(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    real = Person.check_password
    monkeypatch.setattr(Person, "check_password", lambda self, raw: looked_at.append(raw) or real(self, raw))
    for number in range(100):
        guess(READER, f"wrong {number}", f"203.0.113.{number}")
    assert 1 <= len(looked_at) <= 10
    assert guess(READER, PASSWORD, "198.51.100.7") == 302, "even the right one, from elsewhere"


def test_from_one_address_ten_at_most_are_looked_at_whatever_the_account(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    real = Person.check_password
    monkeypatch.setattr(Person, "check_password", lambda self, raw: looked_at.append(raw) or real(self, raw))
    for name in list(NAMES.values()) * 2:
        guess(email_of(name), "wrong wrong wrong")
    assert 1 <= len(looked_at) <= 10
    assert guess(READER, PASSWORD) == 302


@pytest.mark.parametrize("common", ["password1234", "1q2w3e4r5t6y", "123456789012", "rosa.reade@westmere"])
def test_what_everybody_chooses_is_refused(common: str, cast: Cast) -> None:
    link = make_password_link(
        cast.manager, person_ref=cast.reader.person_ref, site="http://testserver", at=timezone.now()
    )
    path = password_address(link).removeprefix("http://testserver")
    assert Client().post(path, {"password": common}).status_code == 422


def test_a_manager_hands_on_a_link_that_works_once(cast: Cast) -> None:
    page = client_of(cast.manager).post(
        reverse("person_sign_in", args=[cast.reader.person_ref]), {"do": "password_link"}
    )
    found = re.search(r'value="http://testserver(/sign-in/new-password/\w+/)"', page.content.decode())
    assert found
    inside = client_of(cast.reader)
    assert inside.get("/").status_code == 200
    assert Client().get(found.group(1)).status_code == 200
    answer = Client().post(found.group(1), {"password": NEW})
    assert answer["Location"] == reverse("account_login")
    assert Client().get(found.group(1)).status_code == 404
    assert inside.get("/").status_code == 302, "whoever was signed in no longer is"
    assert guess(READER, PASSWORD) == 302
    assert guess(READER, NEW) == 200


def test_a_newer_link_ends_the_one_before(cast: Cast) -> None:
    first, second = (
        make_password_link(
            cast.manager, person_ref=cast.reader.person_ref, site="http://testserver", at=timezone.now()
        )
        for _ in range(2)
    )
    assert Client().get(password_address(first).removeprefix("http://testserver")).status_code == 404
    assert Client().get(password_address(second).removeprefix("http://testserver")).status_code == 200


def test_only_managers_of_the_same_partnership_make_one_and_not_for_themselves(cast: Cast) -> None:
    given = {"site": "", "at": timezone.now()}
    with pytest.raises(NotAllowed):
        make_password_link(cast.officer, person_ref=cast.reader.person_ref, **given)
    with pytest.raises(NotVisible):
        make_password_link(cast.outsider, person_ref=cast.reader.person_ref, **given)
    with pytest.raises(NotAllowed):
        make_password_link(cast.manager, person_ref=cast.manager.person_ref, **given)


def test_without_a_mail_server_the_page_says_whom_to_ask(cast: Cast) -> None:
    page = Client().get(reverse("forgotten")).content.decode()
    assert "business manager or administrator" in page
    Client().post(reverse("forgotten"), {"email": READER})
    assert not PasswordLink.objects.exists()


def test_with_one_a_link_is_mailed_to_a_known_address_and_to_no_other(
    cast: Cast, settings: LazySettings
) -> None:
    settings.MAIL_SENT = True
    words = []
    for email in (READER, NOBODY):
        answer = Client().post(reverse("forgotten"), {"email": email})
        words.append(re.sub(r'value="[^"]*"|[0-9a-f]{32}', "", answer.content.decode()))
    assert words[0] == words[1]
    work(until_empty=True)
    [sent] = mail.outbox
    assert sent.to == [READER]
    link = re.search(r"http://testserver(/\S+)", sent.body)
    assert link
    assert Client().post(link.group(1), {"password": NEW}).status_code == 302


def test_somebodys_inbox_is_not_flooded(cast: Cast, settings: LazySettings) -> None:
    settings.MAIL_SENT = True
    for _ in range(9):
        ask_for_password_link(email=READER, site="http://testserver", at=timezone.now())
    work(until_empty=True)
    assert len(mail.outbox) == 5


def test_asking_is_the_same_work_for_both(cast: Cast, settings: LazySettings) -> None:
    """What differs, and takes long, is done by the worker."""
    settings.MAIL_SENT = True
    done = []
    for email in (READER, NOBODY):
        with CaptureQueriesContext(connection) as counted:
            ask_for_password_link(email=email, site="", at=timezone.now())
        done.append([re.sub(r"'[^']*'|[0-9]+", "?", each["sql"]) for each in counted])
    assert done[0] == done[1]


def test_signing_in_hashes_for_an_unknown_address_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed = []
    real = Person.set_password
    monkeypatch.setattr(Person, "set_password", lambda self, raw: hashed.append(raw) or real(self, raw))
    guess(NOBODY, "wrong wrong wrong")
    assert hashed == ["wrong wrong wrong"]
