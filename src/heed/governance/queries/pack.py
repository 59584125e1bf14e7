"""Everything that a pack holds, for one reader: what they may not see is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heed.governance.models import AgendaItem, Attendee, Decision, GroupLine, Meeting, Minutes
from heed.governance.queries.groups import meeting_rules
from heed.governance.queries.meetings import (
    agencies_that_missed,
    agenda_of,
    attendance_of,
    lines_of,
    meeting_after,
    meeting_before,
)
from heed.governance.queries.minutes import Line, decisions_of, newest_minutes
from heed.governance.queries.plan import (
    AgencyAtMeeting,
    PlanAtMeeting,
    ReviewAtMeeting,
    assurance_at,
    evidence_of_plan,
    exceptions_by_agency,
    plan_at,
    reviews_at,
    until_of,
)
from heed.governance.types import Missed
from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the last meeting's day (None: there was none) until the last day that counts as due soon; and whether
    actions close only by a group's decision."""

    since: date | None
    until: date
    by_group: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """A meeting's pack as one person may read it."""

    meeting: Meeting
    made_for: str
    on: date
    stretch: Stretch
    items: list[AgendaItem]
    attendees: list[Attendee]
    missed: list[Missed]
    before: Meeting | None
    before_minutes: Minutes | None
    before_lines: list[Line]
    before_decisions: list[Decision]
    plan: PlanAtMeeting
    agencies: list[AgencyAtMeeting]
    reviews: list[ReviewAtMeeting]
    lines: list[GroupLine]
    evidence: dict[int, list[Any]]
    """Of actions that wait to be verified or closed, by action."""
    assurance: list[Any]


def pack_of(actor: Actor, meeting: Meeting) -> Pack:
    """The pack of this meeting for this reader, for the day of the meeting."""
    actor = actor.looking_once()
    rules, on = meeting_rules(actor, on=meeting.held_on), meeting.held_on
    before = meeting_before(actor, meeting)
    minutes, lines = newest_minutes(actor, before) if before else (None, [])
    stretch = _stretch(actor, meeting)
    plan = _plan(actor, meeting, stretch)
    return Pack(
        meeting=meeting,
        made_for=f"{actor.name}, {actor.agency_name}",
        on=on,
        stretch=stretch,
        items=agenda_of(actor, meeting),
        attendees=attendance_of(meeting),
        missed=agencies_that_missed(actor, meeting.group_id, before=on, at_least=rules["missed_in_a_row"]),
        before=before,
        before_minutes=minutes,
        before_lines=lines,
        before_decisions=decisions_of(actor, before) if before else [],
        plan=plan,
        agencies=exceptions_by_agency(actor, on=on),
        reviews=reviews_at(actor, on=on),
        lines=lines_of(actor, meeting.group_id),
        evidence=evidence_of_plan(actor, plan),
        assurance=assurance_at(actor, since=before.held_on if before else date.min),
    )


def plan_of_meeting(actor: Actor, meeting: Meeting) -> PlanAtMeeting:
    """The action plan on the day of the meeting, since the one before. Due soon is what is due until the next one,
    or where none is called yet, within the days of the rule."""
    return _plan(actor, meeting, _stretch(actor, meeting))


def _plan(actor: Actor, meeting: Meeting, stretch: Stretch) -> PlanAtMeeting:
    return plan_at(
        actor,
        on=meeting.held_on,
        since=stretch.since or date.min,
        until=stretch.until,
        by_group=stretch.by_group,
        group_id=meeting.group_id,
    )


def _stretch(actor: Actor, meeting: Meeting) -> Stretch:
    rules, before = meeting_rules(actor, on=meeting.held_on), meeting_before(actor, meeting)
    after = meeting_after(actor, meeting.group_id, meeting.held_on + timedelta(days=1))
    return Stretch(
        since=before.held_on if before else None,
        until=after.held_on if after else until_of(meeting.held_on, rules["due_soon_days"]),
        by_group=bool(rules["close_in_groups"]),
    )


def cases_of(pack: Pack) -> list[str]:
    """The public ids of every case that the pack tells of."""
    papers = [paper for item in pack.items for paper in item.papers.all()]
    actions = [row for listed in pack.plan for row in listed.rows]
    about = [*pack.items, *pack.before_decisions, *papers, *pack.lines, *actions, *pack.assurance]
    refs = {each.review.public_id for each in about if each.review} | {each.ref for each in pack.reviews}
    return sorted(refs | {each.case_ref for each in pack.before_lines if each.case_ref})


def readers_of(meeting: Meeting, *, on: date) -> list[Actor]:
    """The members who are expected and whose place is in force, as whoever reads their pack."""
    keys = [each.membership_id for each in attendance_of(meeting) if each.part and each.membership_id]
    found = (find_actor_of_membership(key, on=on) for key in keys)
    return [each for each in found if each is not None and each.may(Permission.READ_REGISTER)]
