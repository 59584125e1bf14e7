"""The permission table is complete, and every cell of it is what Heed does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from heed.intake.operations import decide, undo_import
from heed.intake.queries import list_proposals
from heed.intake.types import Decision
from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.partnerships.models import Partnership
from tests.cast import AT, FORMER, NAMES, STRANGER, Cast, Register, browser, client_of
from tests.house_rules.permission_table import Row, every_address, expected, read_table

ROWS, GROUPS = read_table()
MISSING = "zzzzzzzzzzzz"
Browsers = Callable[[str], Client]
NOBODY_ELSE = ["outsider", "stranger", "former", "visitor"]


def test_every_address_has_a_row_for_reading_or_writing() -> None:
    assert {row.url for row in ROWS} == set(every_address())


@pytest.mark.parametrize("url", sorted({row.url for row in ROWS}))
def test_every_address_is_allowed_to_somebody(url: str) -> None:
    assert any(row.is_allowed_somebody for row in ROWS if row.url == url)


def test_groups_name_roles_that_exist() -> None:
    assert {each for group in GROUPS.values() for each in group} <= {role.value for role in Role}
    assert set(GROUPS["members"]) == {role.value for role in Role}
    assert {row.may for row in ROWS} <= {*GROUPS, "anybody", "nobody", "owner"}


@pytest.mark.parametrize("row", [row for row in ROWS if row.house != "empty"], ids=str)
def test_everybody_gets_the_answer_of_the_table(
    row: Row,
    things: dict[str, str],
    register: Register,
    cast: Cast,
    browsers: Browsers,
    settings: LazySettings,
) -> None:
    if row.house == "demo":
        settings.DEMO = True
        Partnership.objects.update(is_demo=True)
    if row.house == "factors":
        give_factors(cast)
    if "{passkey}" in row.post.values():
        things["passkey"] = give_passkey(cast)
    if "import.left" in row.at.values():
        undo_import(cast.manager, ref=things["import.left"], reason="A mistake", at=AT)
    if "import.decided" in row.at.values():
        for each in list_proposals(register.open):
            decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    if row.url == "new_password":  # whose link it is has not signed in before it
        browsers = signing_in_now(cast)
    got = {who: ask(row, client, things).status_code for who, client in everybody(row, browsers)}
    assert got == {who: expected(row, who, GROUPS) for who in got}


@pytest.mark.parametrize("row", [row for row in ROWS if row.house == "empty"], ids=str)
def test_a_visitor_gets_the_answer_of_the_table_before_the_first_run(row: Row, empty_database: None) -> None:
    assert ask(row, Client(), {}).status_code == row.works


@pytest.mark.parametrize("url", sorted({row.url for row in ROWS if not row.url.startswith("account_")}))
def test_an_address_refuses_what_it_does_not_answer(url: str, things: dict[str, str], cast: Cast) -> None:
    """Asked in a way that the table does not have, the answer is 405, never a page that looks as if it worked.

    Left out: allauth's own views, which send whoever is signed in to the first page, however they are asked.
    """
    rows = [row for row in ROWS if row.url == url]
    missing = {"GET", "POST", "PUT", "DELETE"} - {row.method for row in rows}
    client = client_of(cast.manager)
    got = {method: client.generic(method, address(rows[0], things)).status_code for method in sorted(missing)}
    assert got == dict.fromkeys(sorted(missing), 405)


@pytest.mark.parametrize("row", [row for row in ROWS if row.at and "shared" not in row.at.values()], ids=str)
def test_what_is_elsewhere_looks_like_what_does_not_exist(
    row: Row, things: dict[str, str], cast: Cast
) -> None:
    """But for what is shared with every partnership on purpose: the table says what the other one is told of it."""
    client = client_of(cast.outsider)
    elsewhere = ask(row, client, things)
    missing = ask(row, client, {**things, **{name: MISSING for name in row.at.values() if name in things}})
    assert elsewhere.status_code == missing.status_code == 404
    assert words_of(elsewhere) == words_of(missing)


@pytest.mark.parametrize("row", [row for row in ROWS if row.at], ids=str)
def test_a_wrong_id_is_not_found(row: Row, things: dict[str, str], cast: Cast) -> None:
    client = client_of(cast.manager)
    for ref in ("0", "no-such-thing", "x" * 300, "%00", "..%2f..", "1%27"):
        path = address(row, {**things, **dict.fromkeys(things, MISSING)}).replace(MISSING, ref)
        answer = client.get(path) if row.method == "GET" else client.post(path, row.post)
        assert answer.status_code == 404, ref


@pytest.mark.parametrize("row", [row for row in ROWS if len(row.at) > 1], ids=str)
def test_one_wrong_id_among_right_ones_is_not_found(row: Row, things: dict[str, str], cast: Cast) -> None:
    client = client_of(cast.manager)
    for name, value in row.at.items():
        wrong = Row(**{**vars(row), "at": {**row.at, name: 9999 if isinstance(value, int) else MISSING}})
        assert ask(wrong, client, things).status_code == 404, name


@pytest.mark.django_db
def test_an_address_that_nobody_named_is_not_found(cast: Cast) -> None:
    assert client_of(cast.manager).get("/no/such/page/").status_code == 404


def everybody(row: Row, browsers: Browsers) -> Iterator[tuple[str, Client]]:
    """Each with a browser of their own; what one does is undone before the next. Roles are told apart before any
    database is asked, so that PostgreSQL is asked by one for each answer of the table."""
    one_each = {expected(row, role.value, GROUPS): role.value for role in NAMES}
    roles = one_each.values() if connection.vendor == "postgresql" else [role.value for role in NAMES]
    for who in [*roles, *NOBODY_ELSE]:
        with transaction.atomic():
            yield who, browsers(who)
            transaction.set_rollback(True)


def signing_in_now(cast: Cast) -> Browsers:
    """As the fixture, for what depends on when somebody signed in."""
    actors = {role.value: cast.of[role] for role in NAMES} | {"outsider": cast.outsider}
    names = {"stranger": STRANGER, "former": FORMER}

    def open_browser(who: str) -> Client:
        if who in actors:
            return client_of(actors[who])
        return signed_in(names[who]) if who in names else browser()

    return open_browser


def give_factors(cast: Cast) -> None:
    """Everybody has an app and printed codes."""
    for person in Person.objects.all():
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)


def give_passkey(cast: Cast) -> str:
    """The business manager has a passkey; its number."""
    manager = Person.objects.get(pk=cast.manager.person_id)
    data = {"name": "Blue key", "credential": {}}
    passkey = Authenticator.objects.create(user=manager, type=Authenticator.Type.WEBAUTHN, data=data)
    return str(passkey.pk)


def signed_in(name: str) -> Client:
    client = browser()
    client.force_login(Person.objects.get(name=name))
    return client


def ask(row: Row, client: Client, things: dict[str, str]) -> Any:
    path = address(row, things)
    if row.method == "GET":
        return client.get(path)
    sent: dict[str, Any] = {
        name: things.get(value[1:-1], "") if value.startswith("{") else value
        for name, value in row.post.items()
    }
    if row.file:
        sent["file"] = SimpleUploadedFile("new.txt", b"Recommendation 1: meet on time.")
    return client.post(path, sent)


def address(row: Row, things: dict[str, str]) -> str:
    return reverse(
        row.url,
        kwargs={
            **{name: things.get(value[1:-1], value) for name, value in row.path.items()},
            **{name: things.get(str(value), value) for name, value in row.at.items()},
        },
    )


def words_of(answer: Any) -> str:
    """The page without what differs each time: tokens against forged requests, and the address asked for."""
    page = answer.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r"[0-9a-f]{32}", "", page)


def test_pages_answer_head_as_they_answer_get(cast: Cast) -> None:
    assert client_of(cast.reader).head(reverse("learning:list")).status_code == 200


def test_call_command_flush_empties(empty_database: None) -> None:
    """The table's rows for an empty house are asked of an empty house."""
    call_command("check")
    assert not Partnership.objects.exists()
