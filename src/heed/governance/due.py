"""What can be due of meetings, and meetings in people's calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from heed.governance.queries.groups import groups_of
from heed.governance.queries.meetings import filter_meetings, reads_meetings
from heed.governance.queries.reporting import filter_reports
from heed.governance.types import MeetingState
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.due import Due, DueKind, Entry, Found, Wanted, gather


def meetings_in_calendar(actor: Actor, group_id: int | None, first: date, last: date) -> Iterator[Entry]:
    """The meetings of a group, or of all groups that the actor is in, that they may read, from a day to another."""
    if not reads_meetings(actor):
        return
    rows = filter_meetings(actor, group_id=group_id).filter(held_on__range=(first, last))
    if group_id is None:
        rows = rows.filter(group__in=groups_of(actor, on=clock.today()))
    for row in rows.exclude(state=MeetingState.CANCELLED).order_by("held_on", "pk"):
        begins = timezone.make_aware(datetime.combine(row.held_on, row.begins)) if row.begins else None
        yield Entry(
            what="Meeting", ref=row.public_id, reference=row.reference, on=row.held_on, begins_at=begins
        )


def find_reports(actor: Actor, wanted: Wanted) -> Found:
    """Reports whose day comes or has gone without one."""
    return gather(filter_reports(actor), wanted, on="due_on", agency="from_agency", make=_due)


def _due(row: Any) -> Due:
    sender = row.from_group or row.from_agency
    return Due(
        ref=row.public_id,
        reference=row.name,
        href=f"{reverse('governance:reports')}",
        on=row.due_on,
        scope_id=row.scope_id,
        agency_id=row.from_agency_id,
        who=str(sender or ""),
        note=f"To {row.recipient}",
    )


REPORTS = DueKind(
    name="report",
    record="report",
    what="Report in the calendar",
    ask="See that {reference} is reported",
    chase="{who} has not reported: {reference}",
    button="Open",
    noun=("report", "reports"),
    owners=frozenset({Role.OFFICER, Role.BUSINESS_MANAGER}),
    find=find_reports,
    older_href=lambda actor: reverse("governance:reports"),
    by_agency=False,
    may=Permission.PREPARE_MEETINGS,
)
