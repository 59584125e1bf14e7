"""The manager says which groups close actions, and which one agreed to verification by sample."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.governance.operations import decide_action
from heed.governance.queries.groups import meeting_rules
from heed.governance.types import DecisionKind
from heed.platform.base.errors import NotNow
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_group, a_meeting

ADDRESS = "governance:closing"


@pytest.mark.capability("B11")
def test_the_manager_changes_which_groups_close_actions(register: Register, cast: Cast) -> None:
    row, today = cast_plans.verified(cast), timezone.localdate()
    group = a_group(cast.manager, at=AT, name="Learning group", kind="case_review")
    meeting = a_meeting(cast.manager, group.public_id, at=AT, held_on=today)

    def close() -> None:
        ref, kind = meeting.public_id, DecisionKind.CLOSE
        decide_action(
            cast.manager, ref=ref, action=row.public_id, kind=kind, reason="Seen.", at=timezone.now()
        )

    manager = client_of(cast.manager)
    with pytest.raises(NotNow, match="not quorate"):
        close()
    before = manager.get(reverse(ADDRESS)).content.decode()
    assert "only by a decision that one of these groups minutes: Case review group, Executive" in before
    assert manager.post(reverse(ADDRESS), {"close_in_groups": "executive", "after": "0"}).status_code == 302
    with pytest.raises(NotNow, match="Learning group closes no actions"):
        close()
    assert manager.post(reverse(ADDRESS), {"after": "1"}).status_code == 302
    after = manager.get(reverse(ADDRESS)).content.decode()
    assert "An action needs no group" in after
    assert after.count(f"{cast.manager.name} changed this on") == 2


@pytest.mark.capability("B11")
def test_a_group_that_agreed_to_samples_is_named_with_its_day(register: Register, cast: Cast) -> None:
    group = a_group(cast.manager, at=AT, name="Quality group")
    day = AT.date()
    sent = {"close_in_groups": "executive", "sample_group": group.public_id, "after": "0"}
    manager = client_of(cast.manager)
    wrong = manager.post(reverse(ADDRESS), sent)
    assert wrong.status_code == 422
    assert "Give the day on which the group decided it" in wrong.content.decode()
    typed = {"sample_on_day": day.day, "sample_on_month": day.month, "sample_on_year": day.year}
    no_group = manager.post(reverse(ADDRESS), {**typed, "after": "0"}).content.decode()
    assert "Choose the group that decided it" in no_group
    coming = {**typed, "sample_on_year": day.year + 9}
    assert "Give a day that has come" in manager.post(reverse(ADDRESS), {**sent, **coming}).content.decode()
    assert manager.post(reverse(ADDRESS), {**sent, **typed}).status_code == 302
    rules = meeting_rules(cast.manager, on=day + timedelta(days=9000))
    assert (rules["sample_group"], rules["sample_on"]) == (group.public_id, day.isoformat())
    page = manager.get(reverse(ADDRESS)).content.decode()
    assert "Quality group agreed on" in page
    assert f'value="{day.year}"' in page


def test_keeping_it_as_it_was_changes_nothing(register: Register, cast: Cast) -> None:
    manager = client_of(cast.manager)
    sent = {"close_in_groups": ["case_review", "executive"], "after": "0"}
    said = manager.post(reverse(ADDRESS), sent, follow=True).content.decode()
    assert "Nothing was different, so nothing is changed." in said
    assert "changed this on" not in said
    again = manager.post(reverse(ADDRESS), {"close_in_groups": ["executive"], "after": "0"}, follow=True)
    assert again.content.decode().count("changed this on") == 1


def test_who_saw_an_older_edition_is_told(register: Register, cast: Cast) -> None:
    manager = client_of(cast.manager)
    assert manager.post(reverse(ADDRESS), {"after": "0"}).status_code == 302
    again = manager.post(reverse(ADDRESS), {"close_in_groups": "executive", "after": "0"})
    assert again.status_code == 409
    assert "Groups that close actions" in again.content.decode()


def test_others_read_it_and_are_offered_nothing(register: Register, cast: Cast) -> None:
    reader = client_of(cast.reader)
    assert "Keep it so" not in reader.get(reverse(ADDRESS)).content.decode()
    assert reader.post(reverse(ADDRESS), {"after": "0"}).status_code == 403
