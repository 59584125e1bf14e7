"""Single sign-on against a real provider process: several providers, only the invited, and no lie is believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.queries import find_actor
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotNow
from heed.platform.entrance.letters import invitation_address
from heed.platform.entrance.models import Invitation, ProviderAccount
from heed.platform.entrance.operations.invitations import invite
from heed.platform.entrance.operations.passwords import make_password_link
from heed.platform.entrance.providers import Misconfigured, provider_for, read_providers
from tests.cast import NAMES, PASSWORD, Cast, email_of
from tests.identity_provider import CLIENT, SECRET, lies, running_provider

READER = email_of(NAMES[Role.READER])
MANAGER = email_of(NAMES[Role.BUSINESS_MANAGER])
NEW = "nell.newby@westmere.example"


@pytest.fixture(scope="module")
def two_issuers() -> Iterator[tuple[str, str]]:
    with running_provider() as one, running_provider() as other:
        yield one, other


@pytest.fixture
def issuer(two_issuers: tuple[str, str], settings: LazySettings) -> str:
    """Westmere's provider; Vale's stands beside it."""
    for each in two_issuers:
        lies(each)
    settings.PROVIDERS = [
        written(two_issuers[0], key="westmere", name="Westmere Council", domains=["westmere.example"]),
        written(two_issuers[1], key="vale", name="Vale NHS Trust", domains=["vale.example", "icb.example"]),
    ]
    return two_issuers[0]


def written(issuer: str, **more: Any) -> dict[str, Any]:
    """A provider as in the file."""
    return {"issuer": issuer, "client_id": CLIENT, "client_secret": SECRET, **more}


def goes_through(email: str, client: Client | None = None) -> tuple[Client, Any]:
    """Somebody types this address, is sent to the provider, signs in there and comes back."""
    client = client or Client()
    sent = client.post(reverse("sign_in_next"), {"email": email})
    assert sent.status_code == 302, sent.content.decode()[-500:]
    there = requests.get(sent["Location"], allow_redirects=False, timeout=10)
    assert there.status_code == 302, there.text
    return client, client.get(there.headers["Location"].removeprefix("http://testserver"))


def invited(cast: Cast, email: str = NEW) -> Invitation:
    return invite(
        cast.manager,
        email=email,
        name="Nell",
        agency_ref=cast.manager.agency_ref,
        roles=[Role.OFFICER],
        post="",
        site="http://testserver",
        at=timezone.now(),
    )


def test_the_address_is_typed_first_and_its_domain_decides(issuer: str, cast: Cast) -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert 'name="email"' in page
    assert 'name="password"' not in page
    for email, begins in (
        (READER, issuer),
        ("x@VALE.example", "http://127.0.0.1"),
        ("nobody@elsewhere.example", reverse("account_login")),
    ):
        assert Client().post(reverse("sign_in_next"), {"email": email})["Location"].startswith(begins)
    typed = Client().get(f"{reverse('account_login')}?email=a@elsewhere.example").content.decode()
    assert 'value="a@elsewhere.example"' in typed
    assert 'name="password"' in typed


def test_somebody_known_comes_in(issuer: str, cast: Cast) -> None:
    client, answer = goes_through(READER)
    assert answer["Location"] == reverse("home")
    assert cast.reader.name.split()[0] in client.get("/").content.decode()
    assert Event.objects.filter(kind="account.linked", actor_ref=cast.reader.person_ref).count() == 1
    goes_through(READER)
    assert ProviderAccount.objects.count() == 1


def test_what_is_asked_of_the_provider_follows_the_standard(issuer: str, cast: Cast) -> None:
    goes_through(READER)
    goes_through(READER)
    first, second = requests.get(f"{issuer}/seen", timeout=10).json()[-2:]
    for asked in (first, second):
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["code_challenge"]) == 43
        assert asked["redirect_uri"] == "http://testserver/sign-in/back/westmere/"
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name], name


def test_who_was_going_somewhere_comes_there_and_nowhere_else(issuer: str, cast: Cast) -> None:
    for going, comes in (("/reviews/", "/reviews/"), ("https://evil.example/", "/")):
        client = Client()
        sent = client.post(reverse("sign_in_next"), {"email": READER, "next": going})
        there = requests.get(sent["Location"], allow_redirects=False, timeout=10)
        assert client.get(there.headers["Location"].removeprefix("http://testserver"))["Location"] == comes


def test_only_the_invited_come_in(issuer: str, cast: Cast) -> None:
    client, answer = goes_through(NEW)
    assert answer.status_code == 403
    assert "has been invited" in answer.content.decode()
    assert not Person.objects.filter(email=NEW).exists()
    row = invited(cast)
    assert (
        "Westmere Council"
        in Client().get(invitation_address(row).removeprefix("http://testserver")).content.decode()
    )
    client, answer = goes_through(NEW)
    assert client.get("/").status_code == 200
    person = Person.objects.get(email=NEW)
    assert not person.has_usable_password()
    actor = find_actor(person, on=timezone.localdate())
    assert actor is not None
    assert actor.roles == {Role.OFFICER}
    row.refresh_from_db()
    assert row.accepted_by == person


LIES: dict[str, dict[str, Any]] = {
    "another nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "for somebody else": {"claims": {"aud": "another client"}},
    "for somebody else, by way of us": {"claims": {"aud": "another client", "azp": CLIENT}},
    "by another issuer": {"claims": {"iss": "https://elsewhere.example"}},
    "long ago": {"claims": {"iat": 1, "exp": 1000}},
    "signed by another key": {"signed_with": "another"},
    "not signed": {"signed_with": "nothing", "offers": ["RS256", "none"]},
    "signed with our own secret": {"signed_with": "shared", "offers": ["RS256", "HS256"]},
    "an address not verified": {"claims": {"email_verified": False}},
    "verified, it says in words": {"claims": {"email_verified": "true"}},
    "nothing about the address": {"claims": {"email_verified": None}},
    "an address of others": {"claims": {"email": "gita.gomez@vale.example"}},
    "no address": {"claims": {"email": None}},
    "no subject": {"claims": {"sub": None}},
    "no token": {"no_id_token": True},
}


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_believed(lie: str, issuer: str, cast: Cast) -> None:
    lies(issuer, **LIES[lie])
    client, answer = goes_through(READER)
    assert answer.status_code == 403
    assert client.get("/").status_code == 302
    assert not ProviderAccount.objects.exists()


def test_a_provider_speaks_for_its_own_addresses_only(
    issuer: str, two_issuers: tuple[str, str], cast: Cast
) -> None:
    """Vale's provider says that somebody is Westmere's reader."""
    lies(two_issuers[1], claims={"email": READER})
    client, answer = goes_through("somebody@vale.example")
    assert answer.status_code == 403
    assert client.get("/").status_code == 302


def test_a_provider_that_calls_itself_by_another_name_is_not_used(issuer: str, cast: Cast) -> None:
    lies(issuer, calls_itself="https://elsewhere.example")
    answer = Client().post(reverse("sign_in_next"), {"email": READER})
    assert answer.status_code == 503
    assert "could not be reached" in answer.content.decode()


def test_a_provider_that_is_away_is_said_in_words(issuer: str, cast: Cast, settings: LazySettings) -> None:
    settings.PROVIDERS = [
        written("http://127.0.0.1:9", key="westmere", name="Westmere Council", domains=["westmere.example"])
    ]
    assert Client().post(reverse("sign_in_next"), {"email": READER}).status_code == 503


def test_what_comes_back_is_taken_once_and_by_whoever_left(issuer: str, cast: Cast) -> None:
    client = Client()
    sent = client.post(reverse("sign_in_next"), {"email": READER})
    back = requests.get(sent["Location"], allow_redirects=False, timeout=10).headers["Location"]
    back = back.removeprefix("http://testserver")
    assert Client().get(back).status_code == 403, "another browser did not leave from here"
    assert client.get(back).status_code == 302
    assert Client().get(back).status_code == 403
    assert Client().get(reverse("sign_in_back", args=["nobody"])).status_code == 404


def test_an_address_that_is_given_to_somebody_else_does_not_open_the_account(issuer: str, cast: Cast) -> None:
    goes_through(READER)
    lies(issuer, claims={"sub": "somebody else"})
    client, answer = goes_through(READER)
    assert answer.status_code == 403
    assert "given this address to somebody else" in answer.content.decode()


def test_a_closed_account_stays_closed(issuer: str, cast: Cast) -> None:
    Person.objects.filter(email=READER).update(is_active=False)
    assert goes_through(READER)[1].status_code == 403


def test_second_factors_are_asked_by_the_provider_or_by_heed(
    issuer: str, cast: Cast, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR = True
    client, _ = goes_through(MANAGER)
    assert client.get("/").get("Location") == reverse("your_sign_in")
    settings.PROVIDERS[0]["second_factor"] = True
    client, _ = goes_through(MANAGER)
    assert client.get("/").status_code == 200


def test_where_an_organisation_says_so_no_password_opens_anything(
    issuer: str, cast: Cast, settings: LazySettings
) -> None:
    settings.PROVIDERS[0]["only"] = True
    client = Client()
    answer = client.post(reverse("account_login"), {"login": READER, "password": PASSWORD})
    assert "sign in through Westmere Council" in answer.content.decode()
    assert client.get("/").status_code == 302
    with pytest.raises(NotNow):
        make_password_link(cast.manager, person_ref=cast.reader.person_ref, site="", at=timezone.now())
    row = invited(cast)
    link = invitation_address(row).removeprefix("http://testserver")
    assert Client().post(link, {"name": "N", "password": "three random words"}).status_code == 409


GOOD = written("https://login.example", key="a", name="A", domains=["a.example"])


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ({}, "must be a list"),
        (["x"], "no mapping"),
        ([{**GOOD, "issuer": ""}], "no issuer"),
        ([{**GOOD, "issuer": "http://login.example"}], "begin with https"),
        ([{**GOOD, "key": "a/b"}], "letters and digits"),
        ([GOOD, {**GOOD, "key": "b"}], "domain a.example stands for two"),
        ([GOOD, {**GOOD, "domains": ["b.example"]}], "key a stands for two"),
        ([{**GOOD, "client_secret_file": "/no/such/file"}], "there is no file"),
    ],
)
def test_a_file_that_cannot_be_says_what_to_mend(file: Any, sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        read_providers(file)


def test_a_secret_may_stand_in_a_file_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hush\n")
    [read] = read_providers([{**GOOD, "client_secret_file": str(tmp_path / "secret")}])
    assert read.client_secret == "hush"


def test_an_address_is_read_after_its_last_at(settings: LazySettings) -> None:
    settings.PROVIDERS = [GOOD]
    assert provider_for("x@a.example@evil.example") is None
    assert provider_for(" X@A.EXAMPLE ") is not None
    assert provider_for("") is None
