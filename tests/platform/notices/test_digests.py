"""One digest a day: told in Heed, mailed by reference and type, once, and never a word of a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.urls import reverse
from selectolax.lexbor import LexborHTMLParser

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.jobs.schedule import RECURRING
from heed.platform.notices.jobs import MailRefused, run_digests
from heed.platform.notices.models import Digest, Notice
from heed.platform.notices.operations import choose_digest, make_digests
from heed.platform.notices.queries.told import count_unread, own_notices
from heed.platform.partnerships.models import Membership
from heed.platform.people.operations import end_membership, exclude_person, make_deputy
from tests.cast import ALDER, Cast, Register, client_of
from tests.cast_notices import promise
from tests.mail_server import mail_server, mails_in

MORNING = datetime(2025, 6, 10, 7, 5, tzinfo=UTC)
"""A Tuesday, after the hour of the digest."""
DAY = timedelta(days=1)


@pytest.fixture
def lead(cast: Cast) -> Actor:
    return cast.of[Role.AGENCY_LEAD]


@pytest.fixture
def due_soon(register: Register, lead: Actor) -> str:
    """The reference of an action of the lead's agency that is due in a week."""
    promise(lead, register.actions[0], on=(MORNING + 7 * DAY).date())
    return register.actions[0].reference


@pytest.fixture
def posted(settings: LazySettings) -> list[Any]:
    """A mail server is set up; what was sent."""
    settings.MAIL_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def told(actor: Actor, kind: str = "action") -> list[Notice]:
    return [each for each in own_notices(actor) if each.kind == kind]


def mails_to(posted: list[Any], actor: Actor) -> list[Any]:
    return [each for each in posted if each.to == [Person.objects.get(pk=actor.person_id).email]]


def test_whoevers_turn_it_is_is_told_once_however_often_the_work_is_done(
    due_soon: str, lead: Actor, posted: list[Any]
) -> None:
    for _ in range(3):
        make_digests(at=MORNING)
    assert [(each.reference, each.stage, each.to) for each in told(lead)] == [(due_soon, -7, "")]
    assert len(mails_to(posted, lead)) == 1
    make_digests(at=MORNING + DAY)
    assert len(told(lead)) == len(mails_to(posted, lead)) == 1
    make_digests(at=MORNING + 6 * DAY)
    assert [each.stage for each in told(lead)] == [-1, -7]
    assert len(mails_to(posted, lead)) == 2


def test_a_mail_is_read_as_text_or_as_html_and_says_the_same(
    due_soon: str, lead: Actor, posted: list[Any], settings: Any
) -> None:
    settings.SITE = "https://heed.example.org"
    make_digests(at=MORNING)
    [mail] = mails_to(posted, lead)
    [(html, kind)] = mail.alternatives
    assert kind == "text/html"
    seen = LexborHTMLParser(html)
    listed = [each.text() for each in seen.css("li")]
    assert [f"- {each}" for each in listed] == [each for each in mail.body.splitlines() if each[:2] == "- "]
    assert [each.attributes["href"] for each in seen.css("a")] == ["https://heed.example.org/needs/"]
    assert seen.css("img, link, script") == [], "nothing is fetched by opening it"


def test_a_day_that_was_missed_is_made_up_for_once(due_soon: str, lead: Actor) -> None:
    make_digests(at=MORNING + 3 * DAY)
    assert [each.stage for each in told(lead)] == [-7]


def test_work_that_died_half_way_tells_nobody_twice(due_soon: str, lead: Actor, posted: list[Any]) -> None:
    make_digests(at=MORNING)
    Digest.objects.all().delete()
    make_digests(at=MORNING)
    assert len(told(lead)) == len(mails_to(posted, lead)) == 1


def test_a_move_of_the_day_begins_anew(register: Register, due_soon: str, lead: Actor) -> None:
    make_digests(at=MORNING)
    promise(lead, register.actions[0], on=(MORNING + 8 * DAY).date())
    make_digests(at=MORNING + DAY)
    assert [str(each.on) for each in told(lead)] == ["2025-06-18", "2025-06-17"]


def test_nobody_is_told_before_the_hour(due_soon: str, lead: Actor) -> None:
    make_digests(at=MORNING.replace(hour=5))
    assert told(lead) == []
    assert not Digest.objects.exists()


def test_it_is_quiet_where_nothing_is_due(due_soon: str, cast: Cast, posted: list[Any]) -> None:
    make_digests(at=MORNING)
    assert list(own_notices(cast.reader)) == []
    assert mails_to(posted, cast.reader) == []


def test_a_mail_says_references_and_types_and_nothing_of_a_case(
    due_soon: str, register: Register, lead: Actor, posted: list[Any], settings: LazySettings
) -> None:
    settings.SITE = "https://heed.westmere.example"
    make_digests(at=MORNING)
    [sent] = mails_to(posted, lead)
    words = f"{sent.subject}\n{sent.body}"
    assert f"- Action {due_soon}: 7 days left" in words
    assert "https://heed.westmere.example/needs/" in words
    assert not [ask.text for ask in ALDER.asks if ask.text[:20] in words]
    assert register.actions[0].text[:20] not in words
    assert register.review.name not in words
    assert lead.name not in words


def test_without_a_mail_server_people_are_told_in_heed_alone(due_soon: str, lead: Actor) -> None:
    mail.outbox = []
    make_digests(at=MORNING)
    assert len(told(lead)) == 1
    assert mail.outbox == []


def test_what_is_late_is_told_to_others_by_rule_though_they_want_no_digest(
    register: Register, cast: Cast, lead: Actor, posted: list[Any]
) -> None:
    promise(lead, register.actions[0], on=(MORNING - 14 * DAY).date())
    for actor in (cast.manager, lead):
        choose_digest(actor, often="none", at=MORNING)
    make_digests(at=MORNING)
    assert [each.to for each in told(cast.manager)] == ["business_manager"]
    assert [each.to for each in told(lead)] == []
    assert mails_to(posted, cast.manager) == []
    page = client_of(cast.manager).get(reverse("notices:list")).content.decode()
    assert "Told to you as business manager, because nobody has acted" in page


def test_a_weekly_digest_comes_on_its_day(due_soon: str, lead: Actor, posted: list[Any]) -> None:
    choose_digest(lead, often="weekly", at=MORNING)
    make_digests(at=MORNING)
    assert len(told(lead)) == 1
    assert mails_to(posted, lead) == []
    make_digests(at=MORNING + 6 * DAY)
    [sent] = mails_to(posted, lead)
    assert sent.body.count(due_soon) == 1, "told twice, and one thing"


def test_what_was_read_is_not_mailed(due_soon: str, lead: Actor, posted: list[Any]) -> None:
    choose_digest(lead, often="weekly", at=MORNING)
    make_digests(at=MORNING)
    client_of(lead).post(reverse("notices:read"))
    make_digests(at=MORNING + 13 * DAY - 8 * DAY)
    assert mails_to(posted, lead) == []


def test_who_is_kept_from_a_case_is_told_nothing_of_it(
    due_soon: str, register: Register, cast: Cast, lead: Actor, posted: list[Any]
) -> None:
    make_digests(at=MORNING)
    assert count_unread(lead) == len(list(own_notices(lead)))
    before = count_unread(lead)
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=lead.person_ref,
        reason="Own practice",
        version=0,
        at=MORNING,
    )
    assert told(lead) == []
    assert count_unread(lead) == before - 1
    make_digests(at=MORNING + 6 * DAY)
    assert told(lead) == []
    assert len(mails_to(posted, lead)) == 1
    assert due_soon not in client_of(lead).get(reverse("notices:list")).content.decode()


def test_who_has_left_is_told_nothing(due_soon: str, cast: Cast, lead: Actor, posted: list[Any]) -> None:
    ref = Membership.objects.get(pk=lead.membership_id).public_id
    end_membership(cast.manager, ref=ref, reason="Left", version=1, at=MORNING)
    make_digests(at=MORNING)
    assert mails_to(posted, lead) == []
    assert not Digest.objects.filter(person_id=lead.person_id).exists()


def test_who_stands_in_is_told_too(due_soon: str, cast: Cast, lead: Actor) -> None:
    make_deputy(
        cast.manager,
        ref=Membership.objects.get(pk=lead.membership_id).public_id,
        deputy_ref=Membership.objects.get(pk=cast.analyst.membership_id).public_id,
        starts_on=MORNING.date(),
        ends_on=MORNING.date() + 7 * DAY,
        reason="On leave",
        at=MORNING,
    )
    make_digests(at=MORNING)
    assert [each.reference for each in told(cast.analyst)] == [due_soon]


def test_each_is_an_event_without_words(due_soon: str, lead: Actor, posted: list[Any]) -> None:
    make_digests(at=MORNING)
    events = Event.objects.filter(actor_ref=lead.person_ref, kind__in=["reminders.told", "digest.mailed"])
    assert sorted(each.kind for each in events) == ["digest.mailed", "reminders.told"]
    assert due_soon not in str([each.facts for each in events])


def test_a_real_mail_server_gets_it_and_one_that_refuses_is_asked_again(
    due_soon: str, lead: Actor, settings: LazySettings, tmp_path: Path
) -> None:
    settings.MAIL_SENT = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    (tmp_path / "refuse").touch()
    with mail_server(tmp_path) as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with pytest.raises(MailRefused):
            run_digests(MORNING)
        assert mails_in(tmp_path) == []
        (tmp_path / "refuse").unlink()
        run_digests(MORNING + timedelta(minutes=20))
        run_digests(MORNING + timedelta(minutes=40))
    mine = [each for each in mails_in(tmp_path) if "aled.avery" in each["To"]]
    assert len(mine) == 1
    assert due_soon in mine[0].get_body(("plain",)).get_content()
    assert mine[0]["Message-ID"].startswith("<digest-2025-06-10-")


def test_it_recurs_every_hour(cast: Cast) -> None:
    assert RECURRING["notices.digests"].due(MORNING) == MORNING.replace(minute=0)


def test_digests_of_long_ago_are_forgotten(cast: Cast) -> None:
    make_digests(at=MORNING)
    make_digests(at=MORNING + 40 * DAY)
    assert {each.on for each in Digest.objects.all()} == {(MORNING + 40 * DAY).date()}


def test_a_thing_that_was_told_twice_before_a_mail_went_stands_in_it_once(
    due_soon: str, lead: Actor, posted: list[Any], settings: Any
) -> None:
    settings.MAIL_SENT = False
    make_digests(at=MORNING)
    make_digests(at=MORNING + 6 * DAY)
    assert len(told(lead)) == 2
    settings.MAIL_SENT = True
    Digest.objects.all().delete()
    make_digests(at=MORNING + 6 * DAY)
    [mail] = mails_to(posted, lead)
    assert mail.body.count(due_soon) == 1
    assert mail.subject == "Heed: 1 thing needs you"
