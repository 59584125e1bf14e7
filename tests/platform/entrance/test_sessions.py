"""Sessions: listed, ended by their person or a manager, and over by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.entrance.models import PersonSession
from heed.platform.entrance.operations.sessions import end_sessions_of
from heed.platform.entrance.queries import device_name, list_sessions
from tests.cast import AT, NAMES, PASSWORD, Cast, client_of, email_of

READER = email_of(NAMES[Role.READER])
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"


def signed_in(agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": READER, "password": PASSWORD})
    return client


def refs(cast: Cast) -> list[str]:
    return [each.ref for each in list_sessions(cast.reader.person_id, at=timezone.now())]


def test_a_person_sees_where_they_are_signed_in_and_ends_one(cast: Cast) -> None:
    here, there = signed_in(), signed_in("Mozilla/5.0 (iPhone) Safari/605")
    page = here.get(reverse("your_sign_in")).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on iPhone" in page
    assert "127.0.0.1" in page
    other = PersonSession.objects.get(device__contains="iPhone").public_id
    here.post(reverse("end_session"), {"which": other})
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert Event.objects.filter(kind="session.ended", actor_ref=cast.reader.person_ref).exists()


def test_all_others_end_at_once(cast: Cast) -> None:
    here, *others = [signed_in() for _ in range(4)]
    here.post(reverse("end_session"), {"which": "others"})
    assert [each.get("/").status_code for each in others] == [302] * 3
    assert here.get("/").status_code == 200
    assert len(refs(cast)) == 1


def test_nobody_ends_a_session_of_somebody_else_by_its_reference(cast: Cast) -> None:
    theirs = signed_in()
    other = client_of(cast.manager)
    assert other.post(reverse("end_session"), {"which": refs(cast)[0]}).status_code == 404
    assert theirs.get("/").status_code == 200


def test_a_manager_ends_all_of_somebodys_sessions(cast: Cast) -> None:
    clients = [signed_in(), signed_in()]
    ended = end_sessions_of(cast.manager, person_ref=cast.reader.person_ref, at=timezone.now())
    assert ended == 2
    assert [each.get("/").status_code for each in clients] == [302, 302]
    assert signed_in().get("/").status_code == 200, "they may sign in again"


def test_a_session_that_no_row_tells_of_ends_with_the_others(cast: Cast) -> None:
    client = signed_in()
    client.get("/")
    PersonSession.objects.all().delete()
    end_sessions_of(cast.manager, person_ref=cast.reader.person_ref, at=timezone.now())
    assert client.get("/").status_code == 302


def test_only_managers_of_the_same_partnership_end_them(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        end_sessions_of(cast.officer, person_ref=cast.reader.person_ref, at=AT)
    with pytest.raises(NotVisible):
        end_sessions_of(cast.outsider, person_ref=cast.reader.person_ref, at=AT)


def test_an_idle_session_ends(cast: Cast, settings: LazySettings) -> None:
    settings.IDLE_SECONDS = 600
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        client = signed_in()
        for _ in range(5):
            clock.shift(timedelta(minutes=9))
            assert client.get("/").status_code == 200
        clock.shift(timedelta(minutes=11))
        assert refs(cast) == []
        assert client.get("/").status_code == 302


def test_a_busy_session_ends_too(cast: Cast, settings: LazySettings) -> None:
    settings.SESSION_COOKIE_AGE = 3600
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = signed_in()
        for _ in range(6):
            assert client.get("/").status_code == 200
            clock.shift(timedelta(minutes=9, seconds=50))
        clock.shift(timedelta(minutes=2))
        assert client.get("/").status_code == 302


def test_a_new_password_ends_other_sessions_and_keeps_this_one(cast: Cast) -> None:
    here, there = signed_in(), signed_in()
    new = {"oldpassword": PASSWORD, "password1": "three random words", "password2": "three random words"}
    assert here.post(reverse("account_change_password"), new).status_code == 302
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    current = list_sessions(
        cast.reader.person_id, at=timezone.now(), current_key=here.session.session_key or ""
    )
    assert any(each.current for each in current), "it is still known under its new key"


def test_who_has_no_password_is_told_how_they_sign_in(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.reader.person_id)
    person.set_unusable_password()
    person.save()
    answer = client_of(cast.reader).get(reverse("account_change_password"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("your_sign_in")


def test_signing_out_tells_the_browser_to_forget(cast: Cast) -> None:
    client = signed_in()
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").status_code == 302
    assert refs(cast) == []


def test_each_sign_in_is_an_event(cast: Cast) -> None:
    before = Event.objects.filter(kind="session.began").count()
    signed_in()
    assert Event.objects.filter(kind="session.began").count() == before + 1


def test_a_page_does_not_cost_a_note_each(cast: Cast) -> None:
    client = signed_in()
    client.get("/")
    seen = PersonSession.objects.get().seen_at
    client.get("/")
    assert PersonSession.objects.get().seen_at == seen


def test_who_has_no_membership_is_still_known_to_be_signed_in(cast: Cast) -> None:
    person = Person.objects.create_person(email="x@westmere.example", name="X", password=PASSWORD)
    Client().post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert PersonSession.objects.filter(person=person).count() == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("", "A browser"),
        ("curl/8", "A browser"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Linux"),
    ],
)
def test_devices_have_names(agent: str, name: str) -> None:
    assert device_name(agent) == name
