"""Actions are late only after the last day that their date can mean."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from heed.home.queries import count_register
from heed.plans.presenters import action_row
from heed.plans.queries import find_action
from tests import cast_plans
from tests.cast import SHARED, Cast, Register, client_of


def days_late(register: Register, cast: Cast, today: date) -> str:
    [shared] = [each for each in register.actions if each.text == SHARED.text]
    return action_row(find_action(cast.reader, shared.public_id), today=today).late


@pytest.mark.capability("B08")
def test_autumn_is_late_in_december(register: Register, cast: Cast) -> None:
    assert days_late(register, cast, date(2025, 9, 2)) == ""
    assert days_late(register, cast, date(2025, 11, 30)) == ""
    assert days_late(register, cast, date(2025, 12, 1)) == "1 day late"
    assert days_late(register, cast, date(2025, 12, 10)) == "10 days late"


@pytest.mark.capability("B08")
def test_the_first_page_counts_what_is_late(register: Register, cast: Cast) -> None:
    with time_machine.travel(datetime(2025, 11, 30, 12, tzinfo=UTC)):
        assert count_register(cast.reader).late == 0
    with time_machine.travel(datetime(2025, 12, 1, 12, tzinfo=UTC)):
        assert count_register(cast.reader).late == 1


@pytest.mark.capability("B07")
def test_what_was_reported_complete_is_never_late(register: Register, cast: Cast) -> None:
    done = [each for each in register.actions if each.state == "reported"]
    assert done
    for each in done:
        assert action_row(find_action(cast.reader, each.public_id), today=date(2099, 1, 1)).late == ""


@pytest.mark.capability("B08")
def test_the_list_of_actions_is_narrowed_by_agency_and_state(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    stalled = client.get(reverse("plans:list"), {"state": "stalled"}).content.decode()
    assert "A new form is being written." in stalled
    assert SHARED.text not in stalled
    [shared] = [each for each in register.actions if each.text == SHARED.text]
    assert shared.agency is not None
    of_council = client.get(reverse("plans:list"), {"agency": shared.agency.public_id}).content.decode()
    assert SHARED.text in of_council
    assert "Supervision notes were changed." not in of_council


@pytest.mark.capability("B08")
def test_what_is_overdue_of_one_agency_is_a_list_of_its_own(register: Register, cast: Cast) -> None:
    late, of_another = cast_plans.agreed(cast), next(each for each in register.actions if each.due_latest)
    assert of_another.agency_id not in (None, late.agency_id)
    on_time = cast_plans.agreed(cast, text="Train every named nurse anew.", due=date(2027, 1, 31))
    asked = {"agency": cast_plans.agency_ref(), "due": "late"}
    with time_machine.travel(datetime(2026, 1, 10, 12, tzinfo=UTC)):
        page = client_of(cast.reader).get(reverse("plans:list"), asked).content.decode()
        everybodys = client_of(cast.reader).get(reverse("plans:list"), {"due": "late"}).content.decode()
        before = client_of(cast.reader).get(reverse("plans:list"), {"before": "2025-09-30", **asked})
    assert "1 action that match" in page
    assert late.reference in page
    assert "102 days late" in page
    assert on_time.reference not in page
    assert of_another.reference not in page
    assert of_another.reference in everybodys
    assert late.reference not in before.content.decode(), "it may be done on its last day"
