"""Every page, file and refusal is written down before the answer leaves, with ids and never with words."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.records import record_of_page, records_linked
from heed.platform.http import audited
from tests.cast import FORMER, PASSWORD, Cast, Register, client_of, email_of
from tests.house_rules.test_permissions import signed_in


def last() -> Event:
    return Event.objects.latest("pk")


def test_a_page_is_written_down_with_the_records_on_it(register: Register, cast: Cast) -> None:
    client_of(cast.reader).get(reverse("learning:list"))
    event = last()
    assert (event.kind, event.result, event.actor_ref) == ("page.shown", "shown", cast.reader.person_ref)
    assert set(event.shown["recommendation"]) == {
        each.public_id for each in register.recommendations.values()
    }
    assert event.facts["page"] == "learning:list"


def test_a_reviews_page_names_the_recommendations_on_it(register: Register, cast: Cast) -> None:
    """Nobody notes them: they are found by the links to their pages."""
    client_of(cast.reader).get(reverse("reviews:review", args=[register.review.public_id]))
    everything = {each.public_id for each in register.recommendations.values()}
    assert set(last().shown["recommendation"]) == everything


def test_a_download_names_every_row_before_the_first_leaves(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    answer: Any = client.get(reverse("learning:list"), {"download": "csv"})
    before_reading = last()
    everything = Recommendation.objects.visible_to(cast.reader).values_list("public_id", flat=True)
    assert set(before_reading.shown["recommendation"]) == set(everything)
    assert (before_reading.kind, before_reading.facts["rows"]) == ("register.downloaded", len(everything))
    assert len(answer.getvalue().splitlines()) > len(everything)


@pytest.mark.parametrize("download", ["", "csv"])
def test_where_the_log_cannot_be_written_nothing_is_shown(
    download: str, register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    client = client_of(cast.reader)
    monkeypatch.setattr(audited, "write_event", fails)
    answer = client.get(reverse("learning:list"), {"download": download} if download else {})
    assert answer.status_code == 503
    assert "core groups" not in answer.content.decode()


def test_a_refusal_says_who_and_of_what(register: Register, cast: Cast) -> None:
    ref = register.review.public_id
    client_of(cast.outsider).get(reverse("reviews:review", args=[ref]))
    event = last()
    assert (event.kind, event.result, event.subject_kind, event.subject_ref) == (
        "request.refused",
        "refused",
        "review",
        ref,
    )
    assert event.partnership_id == cast.outsider.partnership_id
    assert event.facts == {
        "page": "reviews:review",
        "method": "GET",
        "why": "not there, or not theirs to see",
    }


def test_what_is_typed_into_an_address_is_not_kept(cast: Cast) -> None:
    client_of(cast.reader).get("/reviews/jo-bloggs-of-elm-street/?words=jo-bloggs")
    event = last()
    assert event.subject_ref == ""
    assert "bloggs" not in str(event.facts) + str(event.shown)


def test_somebody_whose_membership_ended_is_written_down_in_their_partnership(cast: Cast) -> None:
    signed_in(FORMER).get("/reviews/")
    event = last()
    assert (event.kind, event.membership_id) == ("request.refused", None)
    assert event.partnership_id == cast.manager.partnership_id
    assert event.actor_ref


def test_a_wrong_password_names_the_account_that_was_tried(cast: Cast) -> None:
    Client().post(reverse("account_login"), {"login": email_of("Rosa Reade"), "password": "a wrong one"})
    event = last()
    assert (event.kind, event.result, event.subject_ref) == (
        "person.not_signed_in",
        "refused",
        cast.reader.person_ref,
    )
    assert event.partnership_id == cast.reader.partnership_id
    assert event.facts["why"] == "email password mismatch"


def test_an_address_that_nobody_has_is_not_kept(cast: Cast) -> None:
    Client().post(reverse("account_login"), {"login": "my password by mistake", "password": "x"})
    event = last()
    assert (event.kind, event.subject_ref, event.partnership_id) == ("person.not_signed_in", "", 0)
    assert "mistake" not in str(event.facts)


def test_too_many_tries_are_written_down_as_such(cast: Cast) -> None:
    tried = {"login": email_of("Rosa Reade"), "password": "a wrong one"}
    client = Client()
    for _ in range(7):
        client.post(reverse("account_login"), tried)
    assert last().facts["why"] == "too many login attempts"


def test_a_wrong_code_names_the_account_whose_password_was_right(cast: Cast) -> None:
    reader = Person.objects.get(email=email_of("Rosa Reade"))
    TOTP.activate(reader, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = Client()
    client.post(reverse("account_login"), {"login": reader.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    event = last()
    assert (event.kind, event.subject_ref, event.facts["page"]) == (
        "person.not_signed_in",
        cast.reader.person_ref,
        "mfa_authenticate",
    )


def test_a_form_without_its_token_is_a_refusal(cast: Cast) -> None:
    client = client_of(cast.manager)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    strict.post(reverse("account_logout"))
    event = last()
    assert (event.kind, event.actor_ref) == ("request.refused", cast.manager.person_ref)


def test_addresses_that_no_page_has_are_left_to_the_web_server(cast: Cast) -> None:
    before = Event.objects.count()
    Client().get("/wp-admin/setup.php")
    assert Event.objects.count() == before


def test_records_are_found_by_the_links_to_their_pages(register: Register) -> None:
    ref = register.recommendations["1"].public_id
    page = f'<a href="/recommendations/{ref}/#x">1</a><a href="/recommendations/{ref}/name/">n</a><a href="/x/{ref}/">'
    assert records_linked(page) == {"recommendation": [ref]}
    assert record_of_page(f"/recommendations/{ref}/name/") == ("recommendation", ref)
    assert record_of_page("/recommendations/add/") == ("", "")
