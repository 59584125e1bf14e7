"""Emergency access: two people, a reason, an end, an alarm; and nobody finds out by it what they may not know."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.models import EmergencyAccess
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.jobs.worker import work
from heed.platform.notices.models import Notice
from heed.platform.people.emergencies import alarms
from heed.platform.people.operations import (
    ask_emergency_access,
    end_emergency_access,
    exclude_person,
    grant_emergency_access,
    refuse_emergency_access,
    restrict_case,
)
from tests.cast import Cast, Register, client_of

PARTNER = Role.DELEGATED_SAFEGUARDING_PARTNER


def now() -> datetime:
    return timezone.now()


@pytest.fixture
def restricted(register: Register, cast: Cast) -> Register:
    restrict_case(
        cast.manager, ref=register.review.public_id, people=[], reason="A trial", version=0, at=now()
    )
    return register


def ask(actor: Actor, words: str) -> str:
    return ask_emergency_access(actor, words=words, reason="Unsafe tonight?", at=now()).public_id


def sees(actor: Actor, register: Register) -> bool:
    path = reverse("reviews:review", args=[register.review.public_id])
    return client_of(actor).get(path).status_code == 200


@pytest.mark.parametrize("by", ["name", "reference"])
def test_granted_by_a_second_person_it_opens_the_case_for_some_hours(
    by: str, restricted: Register, cast: Cast
) -> None:
    ref = ask(cast.officer, getattr(restricted.review, by))
    assert not sees(cast.officer, restricted)
    grant_emergency_access(cast.of[PARTNER], ref=ref, hours=4, at=now())
    assert sees(cast.officer, restricted)
    assert not sees(cast.reader, restricted)
    with time_machine.travel(now() + timedelta(hours=4, minutes=1)):
        assert not sees(cast.officer, restricted)


def test_nobody_grants_what_they_asked_for(restricted: Register, cast: Cast) -> None:
    guard = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    ref = ask(guard, "Alder")
    with pytest.raises(NotAllowed, match="two people"):
        grant_emergency_access(guard, ref=ref, hours=4, at=now())
    assert not sees(guard, restricted)


@pytest.mark.parametrize("role", [Role.READER, Role.OFFICER, Role.ADMINISTRATOR])
def test_only_some_roles_grant(role: Role, restricted: Register, cast: Cast) -> None:
    ref = ask(cast.analyst, "Alder")
    with pytest.raises(NotAllowed):
        grant_emergency_access(cast.of[role], ref=ref, hours=4, at=now())


def test_refused_or_ended_it_shows_nothing(restricted: Register, cast: Cast) -> None:
    refuse_emergency_access(cast.of[PARTNER], ref=ask(cast.officer, "Alder"), at=now())
    assert not sees(cast.officer, restricted)
    said = Event.objects.get(kind="emergency.refused")
    assert (said.actor_ref, said.facts) == (cast.of[PARTNER].person_ref, {"person": cast.officer.person_ref})
    ref = ask(cast.officer, "Alder")
    grant_emergency_access(cast.of[PARTNER], ref=ref, hours=4, at=now())
    assert sees(cast.officer, restricted)
    end_emergency_access(cast.of[PARTNER], ref=ref, at=now())
    assert not sees(cast.officer, restricted)
    with pytest.raises(NotNow):
        end_emergency_access(cast.officer, ref=ref, at=now())


def test_it_is_answered_once_and_for_a_limited_time(restricted: Register, cast: Cast) -> None:
    ref = ask(cast.officer, "Alder")
    for hours in (0, 5, 1000):
        with pytest.raises(Invalid):
            grant_emergency_access(cast.of[PARTNER], ref=ref, hours=hours, at=now())
    grant_emergency_access(cast.of[PARTNER], ref=ref, hours=1, at=now())
    with pytest.raises(NotNow):
        refuse_emergency_access(cast.of[PARTNER], ref=ref, at=now())


def test_asking_finds_out_nothing(restricted: Register, cast: Cast) -> None:
    """The same answers for a case that there is, one that there is not, and one of another partnership."""
    client = client_of(cast.officer)
    pages = []
    for words in ("Alder", "Nobody", "Harrowdale"):
        post = {"do": "ask", "words": words, "reason": "Unsafe?"}
        pages.append(client.post(reverse("people:emergency"), post, follow=True).content.decode())
    assert len({page.count(">Waiting<") for page in pages}) == 3, "one more each time, no difference"
    guard = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    shown = client_of(guard).get(reverse("people:emergency")).content.decode()
    assert "/reviews/" not in shown.split("<main")[1]
    outside = ask(cast.outsider, "Alder")
    assert EmergencyAccess.objects.get(public_id=outside).scope is None


def test_who_guards_cases_is_alarmed_and_who_is_excluded_is_not(restricted: Register, cast: Cast) -> None:
    guard = cast.of[Role.INFORMATION_GOVERNANCE_LEAD]
    exclude_person(
        cast.manager,
        ref=restricted.review.public_id,
        person=guard.person_ref,
        reason="Own practice",
        version=1,
        at=now(),
    )
    ref = ask(cast.officer, "Alder")
    assert [each.state for each in alarms(cast.of[PARTNER], at=now())] == ["waiting"]
    grant_emergency_access(cast.of[PARTNER], ref=ref, hours=4, at=now())
    assert [each.state for each in alarms(cast.manager, at=now())] == ["granted"]
    assert "Osman Oakes" in client_of(cast.manager).get(reverse("home")).content.decode()
    assert alarms(guard, at=now()) == []
    with pytest.raises(NotVisible):
        end_emergency_access(guard, ref=ref, at=now())


def test_an_excluded_person_gains_nothing_by_it(restricted: Register, cast: Cast) -> None:
    exclude_person(
        cast.manager,
        ref=restricted.review.public_id,
        person=cast.officer.person_ref,
        reason="Own practice",
        version=1,
        at=now(),
    )
    grant_emergency_access(cast.of[PARTNER], ref=ask(cast.officer, "Alder"), hours=4, at=now())
    assert not sees(cast.officer, restricted)


def test_which_case_and_why_are_asked_for(cast: Cast) -> None:
    answer = client_of(cast.reader).post(
        reverse("people:emergency"), {"do": "ask", "words": "", "reason": ""}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter the reference or the name of the case" in page
    assert "Say why it cannot wait" in page


def test_the_alarm_is_where_the_information_governance_lead_begins(register: Register, cast: Cast) -> None:
    ask_emergency_access(cast.reader, words="Alder", reason="A child may be unsafe.", at=timezone.now())
    lead = client_of(cast.of[Role.INFORMATION_GOVERNANCE_LEAD])
    for page in (reverse("home"), reverse("information:overview")):
        assert "Emergency access to restricted cases" in lead.get(page).content.decode()
    decider = client_of(cast.of[Role.LEAD_SAFEGUARDING_PARTNER])
    assert "Emergency access to restricted cases" in decider.get(reverse("home")).content.decode()
    assert "Emergency access to" not in client_of(cast.analyst).get(reverse("home")).content.decode()


def test_the_alarm_is_mailed_at_once_without_a_word_of_the_case(
    restricted: Register, cast: Cast, settings: Any, mailoutbox: list[EmailMessage]
) -> None:
    settings.MAIL_SENT, settings.SITE = True, "https://heed.example.org"
    guard, partner = cast.of[Role.INFORMATION_GOVERNANCE_LEAD], cast.of[PARTNER]
    exclude_person(
        cast.manager,
        ref=restricted.review.public_id,
        person=guard.person_ref,
        reason="Own practice",
        version=1,
        at=now(),
    )
    ref = ask(cast.officer, "Alder")
    work(until_empty=True)
    told = _addresses(mailoutbox)
    assert {_address_of(partner), _address_of(cast.manager)} <= told
    assert not told & {_address_of(each) for each in (guard, cast.officer, cast.reader, cast.outsider)}
    mailoutbox.clear()
    grant_emergency_access(partner, ref=ref, hours=4, at=now())
    work(until_empty=True)
    assert _address_of(cast.manager) in _addresses(mailoutbox)
    assert not _addresses(mailoutbox) & {_address_of(guard), _address_of(partner)}
    said = " ".join(f"{each.subject} {each.body}" for each in mailoutbox)
    assert not [each for each in ("Alder", "Osman", "Unsafe") if each in said]
    assert f"https://heed.example.org{reverse('people:emergency')}" in said


def test_the_alarm_is_a_notice_in_heed_where_there_is_no_mail_server(
    restricted: Register, cast: Cast
) -> None:
    guard, partner = cast.of[Role.INFORMATION_GOVERNANCE_LEAD], cast.of[PARTNER]
    exclude_person(
        cast.manager,
        ref=restricted.review.public_id,
        person=guard.person_ref,
        reason="Own practice",
        version=1,
        at=now(),
    )
    ref = ask(cast.officer, "Alder")
    page = client_of(partner).get(reverse("notices:list")).content.decode()
    assert "Emergency access to a case is asked for, grant or refuse it: Osman Oakes" in page
    assert f'href="{reverse("people:emergency")}"' in page
    assert "Alder" not in page.split("<main")[1]
    assert _told("emergency_asked") >= {partner.person_id, cast.manager.person_id}
    assert not _told("emergency_asked") & {
        each.person_id for each in (guard, cast.officer, cast.reader, cast.outsider)
    }
    grant_emergency_access(partner, ref=ref, hours=4, at=now())
    assert cast.manager.person_id in _told("emergency_granted")
    assert not _told("emergency_granted") & {guard.person_id, partner.person_id, cast.officer.person_id}


def _told(kind: str) -> set[int]:
    told = Notice.objects.for_everyone(because="a test counts who was told").filter(kind=kind)
    assert not told.filter(mailed_at__isnull=False).exists(), "without a mail server nothing counts as mailed"
    return set(told.values_list("person_id", flat=True))


def _addresses(mails: list[EmailMessage]) -> set[str]:
    return {address for each in mails for address in each.to}


def _address_of(actor: Actor) -> str:
    return Person.objects.get(pk=actor.person_id).email
