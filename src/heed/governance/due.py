"""Meetings in people's calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from heed.governance.queries.groups import groups_of
from heed.governance.queries.meetings import filter_meetings, reads_meetings
from heed.governance.types import MeetingState
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.due import Entry


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
