"""Decisions minuted on the action: by the plan's own operations, with the meeting they were taken in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.governance.models import Decision, Meeting
from heed.governance.operations import decide_action, end_meeting, give_part, keep_attendance
from heed.governance.operations.meetings import Attendance
from heed.governance.queries.meetings import attendance_of
from heed.governance.queries.minutes import decisions_of
from heed.governance.queries.plan import plan_at
from heed.governance.types import Came, DecisionKind, Part
from heed.plans.models import Action
from heed.plans.operations import report_complete, verify_action
from heed.plans.queries import ActionFilter, can_be_closed, filter_actions
from heed.plans.types import ActionState, CheckOutcome, EvidenceLevel
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.partnerships.models import Group
from tests import cast_meetings, cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_meetings import a_group, a_meeting

TODAY = AT.date()


@pytest.fixture
def meeting(register: Register, cast: Cast) -> Meeting:
    """Planned, and its day has come."""
    group = cast_meetings.ensure(cast, at=AT).group
    return a_meeting(cast.manager, group.public_id, at=AT, held_on=TODAY - timedelta(days=1))


@pytest.fixture
def quorate(register: Register, cast: Cast) -> Meeting:
    """Of today, since when its group has members, and all of them came."""
    group = a_group(cast.manager, at=AT, name="Learning group")
    for role in cast_meetings.MEMBERS:
        member = cast_meetings.place_of(cast.of[role])
        give_part(cast.manager, group_ref=group.public_id, member=member, part=Part.MEMBER, at=AT)
    meeting = a_meeting(cast.manager, group.public_id, at=AT, held_on=TODAY)
    seats = [
        Attendance(key=each.pk, came=Came.PRESENT, sent="", interest="", version=each.version)
        for each in attendance_of(meeting)
    ]
    assert keep_attendance(cast.manager, ref=meeting.public_id, seats=seats, at=AT) == []
    return meeting


def decide(
    actor: Actor, meeting: Meeting, row: Action, kind: DecisionKind, reason: str = "Seen."
) -> Decision:
    return decide_action(actor, ref=meeting.public_id, action=row.public_id, kind=kind, reason=reason, at=AT)


def state(row: Action) -> str:
    return cast_plans.again(row).state


@pytest.mark.capability("B11")
def test_what_was_verified_closes_by_the_groups_decision_and_once(quorate: Meeting, cast: Cast) -> None:
    meeting = quorate
    row = cast_plans.reported(cast)
    cast_plans.evidence_for(
        cast, row, EvidenceLevel.OUTPUT, period_from=date(2024, 10, 1), period_to=date(2024, 12, 31)
    )
    with pytest.raises(NotNow, match="not verified"):
        decide(cast.manager, meeting, row, DecisionKind.CLOSE)
    made = decide(cast.manager, meeting, row, DecisionKind.VERIFY)
    assert state(row) == ActionState.VERIFIED
    assert (made.meeting, made.decided_by, made.action_id) == (meeting, meeting.group.name, row.pk)
    waiting = plan_at(
        cast.manager, on=TODAY, since=date.min, until=TODAY, by_group=True, group_id=meeting.group_id
    )
    assert row.reference in [each.reference for each in waiting.to_close.rows]
    decide(cast.manager, meeting, row, DecisionKind.CLOSE)
    with pytest.raises(NotNow, match="closed already"):
        decide(cast.manager, meeting, row, DecisionKind.CLOSE)
    closed = plan_at(
        cast.manager,
        on=TODAY,
        since=TODAY - timedelta(days=30),
        until=TODAY,
        by_group=True,
        group_id=meeting.group_id,
    )
    assert row.reference in [each.reference for each in closed.closed.rows]
    assert row.reference not in [each.reference for each in closed.to_close.rows]
    now = cast_plans.again(row)
    assert (now.closed_on, now.closed_by) == (meeting.held_on, meeting.group.name)
    for wanted, there in (("yes", True), ("no", False)):
        found = filter_actions(cast.reader, ActionFilter(closed=wanted))
        assert found.filter(pk=row.pk).exists() is there
    address = reverse("plans:action", args=[row.public_id])
    assert f"by {meeting.group.name}" in client_of(cast.reader).get(address).content.decode(), (
        "to every reader"
    )


@pytest.mark.capability("J04")
def test_what_was_opened_again_and_verified_again_closes_again(quorate: Meeting, cast: Cast) -> None:
    meeting = quorate
    row = cast_plans.verified(cast)
    decide(cast.manager, meeting, row, DecisionKind.CLOSE)
    cast_plans.check(cast, row, CheckOutcome.FAILED)
    assert cast_plans.again(row).closed_on is None
    later = AT + timedelta(days=201)
    report_complete(cast.officer, ref=row.public_id, note="Done again.", at=later)
    [piece] = [each.evidence.public_id for each in row.evidence_uses.all()]
    verify_action(
        cast.manager,
        ref=row.public_id,
        period_from=date(2025, 9, 1),
        period_to=date(2025, 9, 15),
        evidence=[piece],
        at=later,
    )
    waiting = plan_at(
        cast.manager,
        on=later.date(),
        since=date.min,
        until=later.date(),
        by_group=True,
        group_id=meeting.group_id,
    )
    assert row.reference in [each.reference for each in waiting.to_close.rows]
    assert can_be_closed(cast_plans.again(row))


@pytest.mark.capability("B11")
def test_a_meeting_that_is_not_quorate_closes_nothing(meeting: Meeting, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    with pytest.raises(NotNow, match="not quorate, so it closes nothing: there lacks 0 of 2 members"):
        decide(cast.manager, meeting, row, DecisionKind.CLOSE)
    assert can_be_closed(cast_plans.again(row))


def test_nothing_is_decided_before_the_day_or_after_the_end(quorate: Meeting, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    coming = a_meeting(cast.manager, quorate.group.public_id, at=AT, held_on=TODAY + timedelta(days=42))
    with pytest.raises(NotNow, match="has not met yet"):
        decide(cast.manager, coming, row, DecisionKind.CLOSE)
    end_meeting(cast.manager, ref=quorate.public_id, chaired_by="Ivy Irwin", at=AT)
    with pytest.raises(NotNow, match="is over"):
        decide(cast.manager, quorate, row, DecisionKind.CLOSE)


@pytest.mark.capability("B11")
def test_only_groups_that_the_rule_names_close_actions(meeting: Meeting, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    other: Group = a_group(cast.manager, at=AT, name="Training group", kind="other")
    there = a_meeting(cast.manager, other.public_id, at=AT, held_on=TODAY)
    with pytest.raises(NotNow, match="closes no actions"):
        decide(cast.manager, there, row, DecisionKind.CLOSE)


def test_dates_move_or_stay_and_work_is_sent_back(meeting: Meeting, cast: Cast) -> None:
    moved, refused, back = (
        cast_plans.asked_for_move(cast),
        cast_plans.asked_for_move(cast),
        cast_plans.reported(cast),
    )
    decide(cast.manager, meeting, moved, DecisionKind.ALLOW_MOVE)
    decide(cast.manager, meeting, refused, DecisionKind.REFUSE_MOVE)
    decide(cast.manager, meeting, back, DecisionKind.SEND_BACK, "Nothing shows it.")
    assert cast_plans.again(moved).due_latest == date(2025, 12, 1)
    assert cast_plans.again(refused).due_latest == cast_plans.DUE
    assert state(back) == ActionState.UNDER_WAY
    assert [each.kind for each in decisions_of(cast.reader, meeting)] == []
    kinds = [each.kind for each in decisions_of(cast.of[Role.GROUP_MEMBER], meeting)]
    assert kinds == [DecisionKind.ALLOW_MOVE, DecisionKind.REFUSE_MOVE, DecisionKind.SEND_BACK]


def test_what_is_overdue_is_escalated_to_the_group_above(meeting: Meeting, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    decide(cast.manager, meeting, row, DecisionKind.ESCALATE)
    held = row.reviews_held.get()
    assert held.group == meeting.group.reports_to
    above = a_meeting(cast.manager, held.group.public_id, at=AT, held_on=TODAY)
    told = plan_at(
        cast.manager, on=TODAY, since=date.min, until=TODAY, by_group=True, group_id=above.group_id
    )
    assert [each.pk for each in told.escalated.rows] == [row.pk]
    alone = a_group(cast.manager, at=AT, name="Alone")
    there = a_meeting(cast.manager, alone.public_id, at=AT, held_on=TODAY)
    with pytest.raises(NotNow, match="reports to no group"):
        decide(cast.manager, there, row, DecisionKind.ESCALATE)


def test_nothing_is_kept_of_a_decision_that_the_plan_refuses(meeting: Meeting, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    before = Decision.objects.visible_to(cast.manager).count()
    with pytest.raises(NotNow, match="No evidence"):
        decide(cast.manager, meeting, row, DecisionKind.VERIFY)
    with pytest.raises(Invalid, match="reason"):
        decide(cast.manager, meeting, row, DecisionKind.SEND_BACK, " ")
    with pytest.raises(NotAllowed):
        decide(cast.of[Role.GROUP_MEMBER], meeting, row, DecisionKind.SEND_BACK)
    with pytest.raises(NotVisible):
        decide(cast.outsider, meeting, row, DecisionKind.SEND_BACK)
    assert Decision.objects.visible_to(cast.manager).count() == before
    assert state(row) == ActionState.REPORTED


def test_two_who_decide_at_once_decide_once(meeting: Meeting, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    decide(cast.manager, meeting, row, DecisionKind.ALLOW_MOVE)
    with pytest.raises(NotNow):
        decide(cast.manager, meeting, row, DecisionKind.REFUSE_MOVE)
    assert cast_plans.again(row).moves == 1


@pytest.mark.capability("B11")
def test_decisions_are_minuted_on_the_page_and_what_cannot_be_done_keeps_its_words(
    meeting: Meeting, cast: Cast
) -> None:
    back, bare = cast_plans.reported(cast), cast_plans.reported(cast)
    sent = {
        f"act-{back.public_id}": "send_back",
        f"why-{back.public_id}": "Nothing shows it.",
        f"act-{bare.public_id}": "verify",
        f"why-{bare.public_id}": "Kept words.",
    }
    address = reverse("governance:minute", args=[meeting.public_id])
    answer = client_of(cast.manager).post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"No evidence was given for {bare.reference}" in page
    assert "Kept words." in page
    assert state(back) == ActionState.UNDER_WAY
    again = client_of(cast.manager).post(
        address, {f"act-{bare.public_id}": "send_back", f"why-{bare.public_id}": "So."}
    )
    assert again.status_code == 302
    end_meeting(cast.manager, ref=meeting.public_id, chaired_by="Ivy Irwin", at=AT)
    minutes = client_of(cast.of[Role.GROUP_MEMBER]).get(
        reverse("governance:minutes", args=[meeting.public_id])
    )
    shown = minutes.content.decode()
    for words in (back.reference, bare.reference, "Sent back", "Nothing shows it."):
        assert words in shown
    on_the_action = reverse("plans:action", args=[back.public_id])
    assert "Decided in meetings" in client_of(cast.of[Role.GROUP_MEMBER]).get(on_the_action).content.decode()
    assert "Decided in meetings" not in client_of(cast.reader).get(on_the_action).content.decode()


@pytest.mark.capability("B11")
def test_meeting_mode_shows_the_evidence_and_each_action_once(meeting: Meeting, cast: Cast) -> None:
    late = cast_plans.asked_for_move(cast)
    Action.objects.for_everyone(because="a test").filter(pk=late.pk).update(
        due_earliest=None, due_latest=TODAY - timedelta(days=1)
    )
    row = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, row)
    address = reverse("governance:minute", args=[meeting.public_id])
    page = client_of(cast.manager).get(address).content.decode()
    assert reverse("plans:evidence", args=[piece.public_id]) in page
    assert page.count(f'name="act-{late.public_id}"') == 1


@pytest.mark.capability("B11")
def test_meeting_mode_has_every_action_and_unfolds_where_something_could_not_be_kept(
    meeting: Meeting, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heed.governance.presenters.minutes.MOST_SHOWN", 1)
    rows = [cast_plans.reported(cast) for _ in range(3)]
    address = reverse("governance:minute", args=[meeting.public_id])
    page = client_of(cast.manager).get(address).content.decode()
    for row in rows:
        assert page.count(f'name="act-{row.public_id}"') == 1
    assert "The other " in page
    assert 'class="govuk-details" open' not in page
    sent = {f"why-{row.public_id}": "Kept words." for row in rows} | {f"act-{rows[0].public_id}": "verify"}
    refused = client_of(cast.manager).post(address, sent)
    assert refused.status_code == 422
    again = refused.content.decode()
    assert f"No evidence was given for {rows[0].reference}" in again
    assert again.count("Kept words.") == len(rows)
    assert 'class="govuk-details" open' in again


@pytest.mark.capability("B11")
def test_any_action_is_decided_about_by_its_reference(quorate: Meeting, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    address = reverse("governance:minute", args=[quorate.public_id])
    manager = client_of(cast.manager)
    wrong = manager.post(address, {"other": "ACT-9999", "other-act": "close", "other-why": "Kept words."})
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "No action is called “ACT-9999”" in page
    assert "Kept words." in page
    assert "Choose what was decided" in manager.post(address, {"other": row.reference}).content.decode()
    sent = {"other": f" {row.reference.lower()} ", "other-act": "close", "other-why": "Seen."}
    assert manager.post(address, sent).status_code == 302
    assert cast_plans.again(row).closed_by == quorate.group.name
