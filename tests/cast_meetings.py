"""What the cast keeps of meetings: a group with its chair and members, and a meeting with a paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from heed.governance.models import FocusGroup, Meeting, Paper, ReportDue, SentPack, Strategy
from heed.governance.operations import (
    Intent,
    Minuted,
    add_group,
    add_paper,
    add_report,
    add_strategy,
    approve_minutes,
    call_meeting,
    end_meeting,
    give_part,
    hand_over_chair,
    keep_focus_group,
    keep_line,
    keep_minutes,
    keep_sent_pack,
    note_decision,
    plan_focus_group,
)
from heed.governance.queries.groups import list_groups
from heed.governance.queries.meetings import agenda_of, filter_meetings
from heed.governance.types import LineKind, MeetingState, Part, StrategyKind
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Group, Membership

if TYPE_CHECKING:
    from tests.cast import Cast

MEETS_ON = date(2025, 4, 1)
NAME = "Case Review Group"
MEMBERS = (Role.GROUP_MEMBER, Role.AGENCY_LEAD)
"""Who is in the cast's group beside its chair, the independent chair."""


def ensure(cast: Cast, *, at: datetime) -> Meeting:
    """The cast's meeting, made once in a test."""
    found = filter_meetings(cast.manager).filter(state=MeetingState.PLANNED).order_by("pk").first()
    return found or make(cast, at=at)


def make(cast: Cast, *, at: datetime) -> Meeting:
    """A group that reports to an executive, with a meeting called, a paper and a letter."""
    executive = a_group(cast.manager, at=at, name="Executive", kind="executive")
    group = a_group(cast.manager, at=at, reports_to=executive.public_id)
    for role in MEMBERS:
        give_part(
            cast.manager, group_ref=group.public_id, member=place_of(cast.of[role]), part=Part.MEMBER, at=at
        )
    chair = place_of(cast.of[Role.INDEPENDENT_CHAIR])
    hand_over_chair(cast.manager, group_ref=group.public_id, member=chair, words="It begins.", at=at)
    keep_line(
        cast.manager,
        group_ref=group.public_id,
        kind=LineKind.LETTER,
        title="From the coroner",
        words="",
        who="Assistant Coroner",
        on=at.date(),
        review_ref="",
        at=at,
    )
    row = a_meeting(cast.manager, group.public_id, at=at)
    a_paper(cast.manager, row, at=at)
    a_held_meeting(cast, group, at=at)
    a_report(cast.manager, group, at=at)
    return row


def a_report(actor: Actor, group: Group, *, at: datetime, **other: Any) -> ReportDue:
    """The group reports every quarter; the first day has come."""
    given: dict[str, Any] = {
        "name": "Progress of the action plan",
        "from_group": group.public_id,
        "from_agency": "",
        "to_group": "",
        "to_words": "The full partnership",
        "every": "quarterly",
        "meaning": "",
        "due_on": at.date(),
        "basis": "",
    }
    return add_report(actor, **{**given, **other}, at=at)


def a_held_meeting(cast: Cast, group: Group, *, at: datetime) -> Meeting:
    """One that was held before, with a decision, approved minutes, and a pack kept as it was sent."""
    manager, chair = cast.manager, cast.of[Role.INDEPENDENT_CHAIR]
    row = a_meeting(manager, group.public_id, at=at, held_on=at.date())
    where = point(manager, row, "letters")
    points = [Minuted(item=where, minute="The coroner waits for the date.", version=1)]
    keep_minutes(manager, ref=row.public_id, points=points, at=at)
    note_decision(manager, ref=row.public_id, item=where, title="Write to the coroner.", reason="", at=at)
    end_meeting(manager, ref=row.public_id, chaired_by=chair.name, at=at)
    approve_minutes(chair, ref=row.public_id, number=1, at=at)
    a_pack(cast, row, at=at)
    return row


def a_pack(
    cast: Cast, meeting: Meeting, *, at: datetime, cases: Sequence[str] = (), batch: str = "a1b2c3d4e5f6"
) -> SentPack:
    """A member's pack, kept as it was sent, with what it tells of these cases."""
    return keep_sent_pack(
        cast.manager,
        ref=meeting.public_id,
        batch=batch,
        reader=cast.of[Role.GROUP_MEMBER],
        cases=list(cases),
        data=b"%PDF- as sent " + batch.encode(),
        at=at,
    )


def place_of(actor: Actor) -> str:
    """The public id of the place that an actor acts in."""
    return Membership.objects.get(pk=actor.membership_id).public_id


def the_group(actor: Actor) -> Group:
    return next(each for each in list_groups(actor) if each.name == NAME)


def a_group(actor: Actor, *, at: datetime, **other: Any) -> Group:
    given = {
        "name": NAME,
        "kind": "case_review",
        "remit": "Looks after reviews and their actions.",
        "meets": "six_weekly",
        "reports_to": "",
        "quorum_members": 2,
        "quorum_agencies": 2,
        "quorum_statutory": False,
    }
    return add_group(actor, **{**given, **other}, at=at)


def a_meeting(actor: Actor, group_ref: str, *, at: datetime, held_on: date = MEETS_ON) -> Meeting:
    return call_meeting(actor, group_ref=group_ref, held_on=held_on, begins=time(14), place="Room 2", at=at)


def a_paper(actor: Actor, meeting: Meeting, *, at: datetime, **other: Any) -> Paper:
    """About the action plan, with a file."""
    given = {
        "item": point(actor, meeting, "actions"),
        "title": "Where the plan stands",
        "purpose": "decision",
        "author": "Osman Oakes, Officer",
        "agency": "",
        "asks": "Agree what closes.",
        "summary": "",
        "review_ref": "",
        "file_name": "plan.pdf",
        "chunks": [b"plan"],
    }
    return add_paper(actor, ref=meeting.public_id, **{**given, **other}, at=at)


def point(actor: Actor, meeting: Meeting, part: str) -> str:
    """The public id of a standing point of the agenda."""
    return next(each.public_id for each in agenda_of(actor, meeting) if each.part == part)


def a_strategy(actor: Actor, *, at: datetime, **other: Any) -> Strategy:
    """A priority that the cast's group looks after, led by a post that somebody holds."""
    given: dict[str, Any] = {
        "kind": StrategyKind.PRIORITY,
        "title": "Children who live with domestic abuse",
        "aims": "Children are asked, and what they say changes what adults do.",
        "starts_on": at.date(),
        "review_on": at.date() + timedelta(days=90),
    }
    return add_strategy(actor, intent=Intent(**{**given, **other}), at=at)


def a_focus_group(actor: Actor, strategy: Strategy, *, at: datetime, **other: Any) -> FocusGroup:
    """Mothers who have left a violent home, every quarter."""
    given: dict[str, Any] = {
        "with_whom": "Mothers who have left a violent home",
        "planned_on": at.date() + timedelta(days=7),
        "every": "quarterly",
        "led_by": "The refuge",
    }
    return plan_focus_group(actor, ref=strategy.public_id, **{**given, **other}, at=at)


def heard(actor: Actor, row: FocusGroup, *, at: datetime, **other: Any) -> FocusGroup:
    """It was held, six came, and two things were said."""
    given: dict[str, Any] = {
        "held_on": at.date(),
        "people": 6,
        "points": ("Nobody spoke with the children alone.", "Letters went to the old address."),
        "not_held_why": "",
    }
    return keep_focus_group(actor, ref=row.public_id, **{**given, **other}, at=at)
