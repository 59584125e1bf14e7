"""At its review date an unfinished action must be completed, dated again or escalated: who is told, and until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from heed.plans.models import Action
from heed.plans.operations import (
    agree_in_principle,
    change_action,
    report_complete,
    restart_action,
    review_action,
)
from heed.plans.types import ReviewOutcome
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.queries import what_needs
from heed.platform.people.operations import exclude_person
from tests import cast_meetings, cast_plans
from tests.cast import AT, Cast, Register, client_of

REVIEW = date(2025, 5, 1)
CHAIR = Role.INDEPENDENT_CHAIR


def needs(actor: Actor, on: date) -> dict[str, str]:
    """What this person is asked, and as whom they are told, of actions' review dates: by kind."""
    found = what_needs(actor, on=on, limit=50).rows
    kinds = ("action_review", "action_escalated", "action_details")
    return {each.kind.name: each.to for each in found if each.kind.name in kinds}


@pytest.fixture
def unfinished(register: Register, cast: Cast) -> Action:
    """Of the trust's, to be looked at on the first of May, and owned by nobody who is there."""
    return cast_plans.agreed(cast, register.recommendations["4"], review_on=REVIEW, owner="Named Midwife")


def escalate(cast: Cast, row: Action, *, at: datetime) -> None:
    group = cast_meetings.a_group(cast.manager, at=AT)
    chair = cast_meetings.place_of(cast.of[CHAIR])
    cast_meetings.hand_over_chair(
        cast.manager, group_ref=group.public_id, member=chair, words="It begins.", at=AT
    )
    review_action(
        cast.of[Role.AGENCY_LEAD],
        ref=row.public_id,
        outcome=ReviewOutcome.ESCALATED,
        reason="Nobody is released for it.",
        next_review=date(2025, 9, 1),
        group_ref=group.public_id,
        at=at,
    )


@pytest.mark.capability("B19")
def test_at_the_review_date_its_agency_is_asked_then_others_are_told(unfinished: Action, cast: Cast) -> None:
    lead = cast.of[Role.AGENCY_LEAD]
    assert needs(lead, REVIEW - timedelta(days=8)) == {}, "quiet before"
    assert needs(lead, REVIEW) == {"action_review": ""}
    assert needs(cast.manager, REVIEW) == {}
    assert needs(cast.manager, REVIEW + timedelta(days=7)) == {"action_review": "business_manager"}
    assert needs(cast.of[CHAIR], REVIEW + timedelta(days=14)) == {"action_review": "chair"}


def test_what_is_finished_asks_nobody(unfinished: Action, cast: Cast) -> None:
    report_complete(cast.officer, ref=unfinished.public_id, note="Done.", at=AT)
    assert needs(cast.of[Role.AGENCY_LEAD], REVIEW) == {}


@pytest.mark.capability("B19")
def test_what_was_escalated_is_told_to_the_lead_and_then_to_the_chair_until_it_is_settled(
    unfinished: Action, cast: Cast
) -> None:
    lead, chair = cast.of[Role.AGENCY_LEAD], cast.of[CHAIR]
    escalate(cast, unfinished, at=AT)
    day = AT.date()
    assert needs(lead, day) == {"action_escalated": "agency_lead"}
    assert needs(chair, day) == {"action_escalated": ""}
    assert needs(cast.manager, day + timedelta(days=13)) == {}
    assert needs(cast.outsider, day) == {}
    client = client_of(chair)
    assert unfinished.reference in client.get(reverse("plans:list"), {"due": "escalated"}).content.decode()
    shown = client.get(reverse("plans:action", args=[unfinished.public_id])).content.decode()
    assert "Nobody is released for it." in shown
    review_action(
        cast.officer,
        ref=unfinished.public_id,
        outcome=ReviewOutcome.RE_DATED,
        reason="The group found somebody.",
        next_review=date(2025, 9, 1),
        at=AT + timedelta(days=3),
    )
    assert needs(chair, day + timedelta(days=4)) == {}


def test_whoever_may_not_see_the_case_is_told_nothing(unfinished: Action, cast: Cast) -> None:
    chair, case = cast.of[CHAIR], unfinished.review.public_id
    escalate(cast, unfinished, at=AT)
    assert needs(chair, AT.date())
    exclude_person(cast.manager, ref=case, person=chair.person_ref, reason="A relative", version=0, at=AT)
    assert needs(chair, AT.date()) == {}


def test_details_of_what_was_agreed_in_principle_are_asked_for(register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast, owner="", due=None)
    agree_in_principle(cast.manager, ref=row.public_id, details_due=date(2025, 4, 1), reason="", at=AT)
    lead = cast.of[Role.AGENCY_LEAD]
    assert needs(lead, date(2025, 4, 1)) == {"action_details": ""}
    assert needs(lead, date(2025, 3, 1)) == {}


@pytest.mark.capability("B08")
def test_milestones_remind_until_they_are_reached_and_stalled_actions_of_the_day_on_which_they_go_on(
    register: Register, cast: Cast
) -> None:
    lead, on = cast.of[Role.AGENCY_LEAD], date(2025, 6, 1)
    row = cast_plans.agreed(cast, milestones=(("The first ten are read", on, None),))
    still = cast_plans.stalled(cast)

    def asked(actor: Actor, day: date) -> set[tuple[str, str]]:
        found = what_needs(actor, on=day, limit=100).rows
        kinds = ("milestone", "action_restart")
        return {(each.kind.name, each.due.reference) for each in found if each.kind.name in kinds}

    both = {("milestone", row.reference), ("action_restart", still.reference)}
    assert asked(lead, on - timedelta(days=8)) == set()
    assert asked(lead, on - timedelta(days=7)) == asked(lead, on) == both
    assert asked(cast.reader, on) == asked(cast.outsider, on) == set()
    reached = cast_plans.a_plan(milestones=(("The first ten are read", on, on),))
    change_action(cast.officer, ref=row.public_id, plan=reached, version=row.version, at=AT)
    restart_action(cast.officer, ref=still.public_id, reason="The room is open", at=AT)
    assert asked(lead, on) == set()
