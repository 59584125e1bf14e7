"""Every figure of a pack's action plan leads to the whole list behind it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.governance.operations import decide_action
from heed.governance.types import DecisionKind
from heed.plans.models import Action, Mark
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.types import MarkKind
from heed.platform.rules.operations import make_edition
from tests import cast_meetings, cast_plans
from tests.apps.home.test_counts_lead_to_rows import figures_of, rows_behind
from tests.cast import AT, Cast, Register, client_of


def actions(cast: Cast, **wanted: str) -> set[str]:
    return {each.reference for each in filter_actions(cast.manager, ActionFilter(**wanted))}


@pytest.mark.capability("B11")
def test_due_soon_closed_since_and_escalated_lead_to_the_whole_list(register: Register, cast: Cast) -> None:
    meeting, today = cast_meetings.ensure(cast, at=AT), timezone.localdate()
    group = meeting.group
    made = cast_meetings.a_meeting(cast.manager, group.public_id, at=AT, held_on=today)
    soon, closed, told = cast_plans.agreed(cast), cast_plans.verified(cast), cast_plans.agreed(cast)
    rows = Action.objects.for_everyone(because="a test")
    rows.filter(pk=soon.pk).update(due_earliest=today, due_latest=today + timedelta(days=3))
    rows.filter(pk=closed.pk).update(closed_on=today - timedelta(days=1), closed_by=group.name)
    decide_action(
        cast.manager,
        ref=made.public_id,
        action=told.public_id,
        kind=DecisionKind.ESCALATE,
        reason="Late",
        at=timezone.now(),
    )
    above = cast_meetings.a_meeting(cast.manager, group.reports_to.public_id, at=AT, held_on=today)
    manager = client_of(cast.manager)
    for each, wanted in ((made, {"Due soon (1)", "Closed since the last meeting (1)"}), (above, {"(1)"})):
        page = manager.get(reverse("governance:pack", args=[each.public_id])).content.decode()
        assert all(heading in page for heading in wanted)
        behind = [(said, rows_behind(cast.manager, href)) for said, href in figures_of(page)]
        assert [pair for pair in behind if pair[0] != pair[1]] == []
    page = manager.get(reverse("governance:pack", args=[above.public_id])).content.decode()
    assert f"told={group.reports_to.public_id}" in page
    assert actions(cast, told=group.reports_to.public_id) == {told.reference}
    assert actions(cast, told=group.public_id) == set()
    # Where no group closes actions, what was verified since counts.
    Mark.objects.filter(action=closed, kind=MarkKind.VERIFIED).update(on=today - timedelta(days=1))
    make_edition(cast.manager, name="meetings", content={"close_in_groups": []}, after=0, source="", at=AT)
    page = manager.get(reverse("governance:pack", args=[made.public_id])).content.decode()
    assert "due=verified" in page
    assert all(said == rows_behind(cast.manager, href) for said, href in figures_of(page))


def test_days_of_the_register_are_those_of_what_is_asked(register: Register, cast: Cast) -> None:
    row, closed = cast_plans.agreed(cast), cast_plans.verified(cast)
    rows = Action.objects.for_everyone(because="a test")
    day = AT.date()
    rows.filter(pk=row.pk).update(due_earliest=day, due_latest=day)
    rows.filter(pk=closed.pk).update(due_earliest=None, due_latest=None, closed_on=day)
    before, after = (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()
    assert row.reference in actions(cast, after=before, before=after)
    assert row.reference not in actions(cast, after=day.isoformat())
    assert actions(cast, day_of="closed", after=before, before=after) == {closed.reference}
    assert actions(cast, day_of="verified", after=before, before=after) == {closed.reference}
    assert actions(cast, day_of="verified", after=day.isoformat()) == set()
    assert actions(cast, after="soon") == set()
