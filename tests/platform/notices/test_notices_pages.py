"""One's own notices with their count in the bar, one's choices, and the days of reminders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.notices.models import DigestChoice
from heed.platform.notices.operations import change_reminders, choose_digest, make_digests, mark_read
from heed.platform.notices.queries.told import own_notices
from heed.platform.notices.rules import get_reminders
from tests.cast import AT, Cast, Register, client_of
from tests.cast_notices import promise


@pytest.fixture
def told(register: Register, cast: Cast) -> Actor:
    """An agency's lead, who was told of an action that is due in a week."""
    lead = cast.of[Role.AGENCY_LEAD]
    now = timezone.localtime().replace(hour=9)
    promise(lead, register.actions[0], on=now.date() + timedelta(days=7))
    make_digests(at=now)
    return lead


def test_the_bar_counts_what_was_not_read(told: Actor, cast: Cast) -> None:
    client = client_of(told)
    page = LexborHTMLParser(client.get(reverse("learning:list")).content)
    assert page.css_first(".heed-bar__count").text().split() == ["1", "new"]
    client.post(reverse("notices:read"))
    page = LexborHTMLParser(client.get(reverse("learning:list")).content)
    assert page.css_first(".heed-bar__count") is None
    assert page.css_first("a[href='/notices/']")


def test_one_notice_is_read_and_unread_again_by_oneself_alone(told: Actor, cast: Cast) -> None:
    [row] = own_notices(told)
    client = client_of(told)
    client.post(reverse("notices:read"), {"ref": row.public_id, "as": "read"})
    assert own_notices(told).get().read_at is not None
    client.post(reverse("notices:read"), {"ref": row.public_id, "as": "unread"})
    assert own_notices(told).get().read_at is None
    assert mark_read(cast.manager, refs=(row.public_id,), read=True, at=AT) == 0
    assert own_notices(told).get().read_at is None


def test_a_notice_leads_to_its_record(told: Actor, register: Register) -> None:
    page = client_of(told).get(reverse("notices:list")).content.decode()
    assert f"Action: {register.actions[0].reference}" in page
    assert reverse("plans:action", args=[register.actions[0].public_id]) in page
    assert "Told to you because it is yours, or your agency&#39;s, to do" in page


def test_somebody_whom_nobody_told_anything_is_told_what_will_come(cast: Cast) -> None:
    page = client_of(cast.outsider).get(reverse("notices:list")).content.decode()
    assert "Nobody has told you anything yet" in page


def test_how_often_is_chosen_and_kept(cast: Cast) -> None:
    client = client_of(cast.reader)
    client.post(reverse("notices:settings"), {"often": "weekly"})
    client.post(reverse("notices:settings"), {"often": "none"})
    assert DigestChoice.objects.get(person_id=cast.reader.person_id).often == "none"
    with pytest.raises(Invalid):
        choose_digest(cast.reader, often="hourly", at=AT)
    assert client.post(reverse("notices:settings"), {"often": ""}).status_code == 422


def test_a_partnership_changes_its_days_and_they_count_at_once(told: Actor, cast: Cast) -> None:
    client = client_of(cast.manager)
    address = reverse("notices:rule", args=["action"])
    sent = {
        "after": "0",
        "action.before": "21, 7",
        "action.late": "2",
        "action.then_every": "10",
        "action.to_agency_lead": "3",
        "action.to_chair": "",
        "action.to_business_manager": "9",
    }
    assert client.post(address, sent).status_code == 302
    rule = get_reminders(cast.manager, on=timezone.localdate()).of("action")
    assert (rule.before, rule.late, rule.then_every) == ((21, 7), (2,), 10)
    assert rule.escalate == {"agency_lead": 3, "business_manager": 9}
    assert get_reminders(cast.outsider, on=timezone.localdate()).of("action").before == (14, 7, 1)
    page = client_of(cast.reader).get(reverse("notices:rules")).content.decode()
    assert "21 and 7 days before; 2 days late, then every 10 days" in page


@pytest.mark.parametrize(
    ("name", "typed"),
    [("before", "soon"), ("before", "-3"), ("then_every", "often"), ("then_every", ""), ("to_chair", "9999")],
)
def test_days_that_are_none_are_refused_at_the_field(name: str, typed: str, cast: Cast) -> None:
    sent = {
        "after": "0",
        "action.before": "7",
        "action.late": "1",
        "action.then_every": "7",
        f"action.{name}": typed,
    }
    answer = client_of(cast.manager).post(reverse("notices:rule", args=["action"]), sent)
    assert answer.status_code == 422
    page = LexborHTMLParser(answer.content)
    assert page.css_first(".govuk-error-message")
    assert page.css_first(f"[name='action.{name}']").attributes.get("value", "") == typed


def test_the_digests_hour_lies_in_a_day(cast: Cast) -> None:
    with pytest.raises(Invalid):
        change_reminders(
            cast.manager,
            kind="digest",
            typed={"hour": "24", "weekly_on": "1", "until": "180"},
            after=0,
            at=AT,
        )
