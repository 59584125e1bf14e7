"""The forward plan: what comes to which meeting, across groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.governance.models import GroupLine
from heed.governance.queries.groups import groups_of
from heed.governance.queries.meetings import filter_meetings
from heed.governance.queries.reporting import filter_reports
from heed.governance.queries.strategies import filter_strategies
from heed.governance.types import LineKind, MeetingState
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that comes to a group on or after a day; `meeting` is the first that is called from then on."""

    on: date | None
    what: str
    kind: str
    group: Any
    who: str = ""
    strategy: Any = None
    meeting: Any = None


def forward_plan(actor: Actor, *, today: date, group_id: int | None = None) -> list[Coming]:
    """What comes to the groups whose meetings this actor reads, by day: what was kept as coming, reports that are
    due to a group, and priorities and strategies to be looked at again. Five queries."""
    mine = None if actor.may(Permission.READ_MEETINGS) else groups_of(actor, on=today)
    found = [
        each
        for each in (*_lines(actor), *_reports(actor), *_strategies(actor))
        if (mine is None or each.group.pk in mine) and group_id in (None, each.group.pk)
    ]
    planned = filter_meetings(actor).filter(state=MeetingState.PLANNED, held_on__gte=today)
    meetings = list(planned.order_by("held_on", "pk"))
    found = [_with_meeting(each, meetings) for each in found]
    return sorted(found, key=lambda each: (_day_of(each) or date.max, each.group.name, each.what))


def _day_of(each: Coming) -> date | None:
    return each.meeting.held_on if each.meeting else each.on


def _with_meeting(each: Coming, meetings: list[Any]) -> Coming:
    fitting = (
        row for row in meetings if row.group_id == each.group.pk and (each.on or row.held_on) <= row.held_on
    )
    return Coming(each.on, each.what, each.kind, each.group, each.who, each.strategy, next(fitting, None))


def _lines(actor: Actor) -> list[Coming]:
    rows = GroupLine.objects.visible_to(actor).filter(kind=LineKind.COMING, closed_on__isnull=True)
    return [
        Coming(row.on, row.title, "To come", row.group, row.who, row.strategy)
        for row in rows.select_related("group", "strategy")
    ]


def _reports(actor: Actor) -> list[Coming]:
    rows = filter_reports(actor).filter(to_group__isnull=False)
    return [
        Coming(row.due_on, row.name, "Report", row.to_group, str(row.from_group or row.from_agency or ""))
        for row in rows
    ]


def _strategies(actor: Actor) -> list[Coming]:
    rows = filter_strategies(actor).filter(
        ended_on__isnull=True, review_on__isnull=False, group__isnull=False
    )
    return [
        Coming(
            row.review_on,
            f"{row.title}, to be looked at again",
            "Priority or strategy",
            row.group,
            str(row.lead_post.title if row.lead_post else ""),
            row,
        )
        for row in rows
    ]
