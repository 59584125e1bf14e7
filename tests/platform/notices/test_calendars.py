"""A calendar by a secret address: valid, by reference and type, exactly what its person may see, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotVisible
from heed.platform.notices.due import CALENDARS, Entry
from heed.platform.notices.icalendar import CalendarEntry, write_calendar
from heed.platform.notices.models import Feed
from heed.platform.notices.operations import end_feed, fetch_feed, make_feed
from heed.platform.partnerships.models import Group, GroupMembership, Membership
from heed.platform.people.operations import end_membership, exclude_person, join_group
from tests import cast_meetings
from tests.cast import ALDER, AT, Cast, Register, client_of
from tests.cast_notices import promise


@pytest.fixture(autouse=True)
def _no_counts_of_earlier_tests(db: None) -> None:
    cache.clear()


@pytest.fixture
def lead(cast: Cast, register: Register) -> Actor:
    """An agency's lead with an action that is due in 60 days."""
    found = cast.of[Role.AGENCY_LEAD]
    promise(found, register.actions[0], on=timezone.localdate() + timedelta(days=60))
    return found


def secret_of(actor: Actor, group: str = "") -> str:
    return make_feed(actor, group_ref=group, at=timezone.now())[1]


def fetch(secret: str, client: Client | None = None) -> Any:
    return (client or Client()).get(reverse("notices:feed", args=[secret]))


def titles(answer: Any) -> list[str]:
    return [str(each["SUMMARY"]) for each in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_an_independent_reader_reads_it(lead: Actor, register: Register) -> None:
    answer = fetch(secret_of(lead))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert calendar["VERSION"] == "2.0"
    entries = {str(each["SUMMARY"]): each for each in calendar.walk("VEVENT")}
    found = entries[f"Action: {register.actions[0].reference}"]
    assert found["DTSTART"].dt == timezone.localdate() + timedelta(days=60)
    assert found["UID"] == f"action-{register.actions[0].public_id}@heed"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_it_says_references_and_types_and_no_words_of_a_case(lead: Actor, register: Register) -> None:
    words = fetch(secret_of(lead)).content.decode().replace("\r\n ", "")
    assert register.actions[0].text[:20] not in words
    assert register.review.name not in words
    assert not [each for each in ALDER.asks if each.text[:20] in words]


def test_what_is_called_by_a_name_stands_in_it_by_its_type_alone(cast: Cast) -> None:
    group = cast_meetings.a_group(cast.manager, at=AT)
    report = cast_meetings.a_report(
        cast.manager, group, at=AT, name="Progress on the Ashdown case", due_on=timezone.localdate()
    )
    words = fetch(secret_of(cast.officer)).content.decode()
    assert "Ashdown" not in words
    assert f"report-{report.public_id}@heed" in words


def test_titles_and_long_names_are_written_as_the_standard_asks() -> None:
    title = "Review; of “Ärzte, and others\\” " + "é" * 90
    at = timezone.now()
    entry = CalendarEntry(uid="x@heed", title=title, on=date(2025, 6, 10), begins_at=at)
    text = write_calendar("Heed, mine", [entry], at=at)
    [found] = Calendar.from_ical(text).walk("VEVENT")
    assert str(found["SUMMARY"]) == title
    assert found["DTSTART"].dt == at.replace(microsecond=0)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_only_a_hash_of_the_secret_is_kept(lead: Actor) -> None:
    secret = secret_of(lead)
    row = Feed.objects.get()
    assert secret not in str(vars(row))
    assert len(row.secret_hash) == 64


def test_the_secret_is_shown_once(lead: Actor) -> None:
    client = client_of(lead)
    page = client.post(reverse("notices:make_calendar")).content.decode()
    secret = page.split("/notices/calendar/")[1].split(".ics")[0]
    assert fetch(secret).status_code == 200
    assert secret not in client.get(reverse("notices:settings")).content.decode()


def test_a_new_address_ends_the_earlier_one_and_an_ended_one_leads_nowhere(cast: Cast, lead: Actor) -> None:
    first = secret_of(lead)
    second = secret_of(lead)
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)
    row = Feed.objects.get(ended_at=None)
    with pytest.raises(NotVisible):
        end_feed(cast.manager, ref=row.public_id, at=AT)
    end_feed(lead, ref=row.public_id, at=AT)
    assert fetch(second).status_code == 404
    with pytest.raises(NotVisible):
        end_feed(lead, ref=row.public_id, at=AT)


def test_a_leavers_calendar_is_gone_on_the_next_request(cast: Cast, lead: Actor) -> None:
    secret = secret_of(lead)
    assert fetch(secret).status_code == 200
    ref = Membership.objects.get(pk=lead.membership_id).public_id
    end_membership(cast.manager, ref=ref, reason="Left", version=1, at=timezone.now())
    gone, never = fetch(secret), fetch("x" * 43)
    assert gone.status_code == never.status_code == 404


def test_who_is_kept_from_a_case_finds_none_of_it(cast: Cast, lead: Actor, register: Register) -> None:
    secret = secret_of(lead)
    title = f"Action: {register.actions[0].reference}"
    assert title in titles(fetch(secret))
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=lead.person_ref,
        reason="Own practice",
        version=0,
        at=timezone.now(),
    )
    assert title not in titles(fetch(secret))


def test_the_secret_opens_nothing_else(lead: Actor) -> None:
    client, secret = Client(), secret_of(lead)
    assert fetch(secret, client).status_code == 200
    assert "sessionid" not in client.cookies
    for address in (reverse("notices:list"), reverse("needs"), f"/needs/?secret={secret}"):
        assert client.get(address).status_code == 302
    assert client.post(reverse("notices:feed", args=[secret])).status_code == 405


def test_each_fetch_is_one_event_of_whose_calendar_it_is(cast: Cast, lead: Actor) -> None:
    secret, other = secret_of(lead), client_of(cast.reader)
    last = Event.objects.order_by("pk").last()
    fetch(secret)
    fetch(secret, other)
    events = Event.objects.filter(pk__gt=last.pk if last else 0)
    assert [(each.kind, each.actor_ref) for each in events] == [("calendar.fetched", lead.person_ref)] * 2
    assert secret not in str([vars(each) for each in events])


def test_a_wrong_secret_is_an_event_without_the_secret(cast: Cast) -> None:
    assert fetch("wrong" * 8).status_code == 404
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert event.kind == "request.refused"
    assert "wrong" not in str(vars(event))


def test_who_asks_too_often_has_to_wait(lead: Actor) -> None:
    secret = secret_of(lead)
    answers = [fetch(secret).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]


def test_who_guesses_has_to_wait_though_the_next_guess_be_right(lead: Actor) -> None:
    secret = secret_of(lead)
    assert [fetch(f"guess{number}").status_code for number in range(21)] == [404] * 20 + [429]
    assert fetch(secret).status_code == 429


@pytest.fixture
def group(cast: Cast, lead: Actor) -> Group:
    """A group of the lead and the reader."""
    made = Group.objects.create(
        partnership_id=cast.manager.partnership_id, name="Case Review Group", kind="case_review"
    )
    for actor in (lead, cast.reader):
        ref = Membership.objects.get(pk=actor.membership_id).public_id
        join_group(cast.manager, ref=ref, group_ref=made.public_id, at=timezone.now())
    return made


def test_a_groups_calendar_has_what_its_members_do_as_far_as_one_may_see_it(
    cast: Cast, lead: Actor, register: Register, group: Group
) -> None:
    title = f"Action: {register.actions[0].reference}"
    secret = secret_of(cast.reader, group.public_id)
    assert title in titles(fetch(secret))
    exclude_person(
        cast.manager,
        ref=register.review.public_id,
        person=cast.reader.person_ref,
        reason="Own practice",
        version=0,
        at=timezone.now(),
    )
    assert title not in titles(fetch(secret))


def test_a_groups_calendar_is_gone_for_whoever_left_the_group(cast: Cast, group: Group) -> None:
    secret = secret_of(cast.reader, group.public_id)
    assert fetch(secret).status_code == 200
    GroupMembership.objects.filter(membership_id=cast.reader.membership_id).update(
        starts_on=date(2024, 1, 1), ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert fetch(secret).status_code == 404


def test_only_a_member_makes_a_groups_calendar(cast: Cast, group: Group) -> None:
    for actor in (cast.manager, cast.outsider):
        with pytest.raises(NotVisible):
            make_feed(actor, group_ref=group.public_id, at=AT)


def test_what_happens_on_a_day_stands_in_it(lead: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    on = timezone.localdate() + timedelta(days=3)
    meeting = Entry(what="Meeting", ref="abc", reference="Case Review Group", on=on)
    monkeypatch.setattr(
        "heed.platform.notices.operations.calendars.CALENDARS", [*CALENDARS, lambda *_: [meeting]]
    )
    assert "Meeting: Case Review Group" in titles(fetch(secret_of(lead)))


def test_a_secret_that_was_never_made_is_not_found() -> None:
    with pytest.raises(NotVisible):
        fetch_feed(secret="", at=AT)
