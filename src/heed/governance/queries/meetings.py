"""Meetings with their agenda, papers and who came, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.governance.models import AgendaItem, Attendee, GroupLine, Meeting, Paper
from heed.governance.queries.groups import groups_of
from heed.governance.rules import missed_in_a_row
from heed.governance.types import THERE, LineKind, MeetingState, Missed, Seat
from heed.plans.queries import ActionFilter, escalated_actions, filter_actions
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Group


def filter_meetings(actor: Actor, *, group_id: int | None = None) -> QuerySet[Any]:
    """The meetings that this actor may read, the newest first: of every group, or of their own groups."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Meeting.objects.visible_to(actor).select_related("group")
    if not actor.may(Permission.READ_MEETINGS):
        rows = rows.filter(group__in=groups_of(actor, on=clock.today()))
    return rows if group_id is None else rows.filter(group=group_id)


def find_meeting(actor: Actor, ref: str) -> Meeting:
    """The meeting with this public id, or `NotVisible`."""
    may = actor.may(Permission.READ_REGISTER)
    row = filter_meetings(actor).filter(public_id=ref).first() if may else None
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def labels_of_meetings(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these meetings are called, those that the actor may read, by public id."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    rows = filter_meetings(actor).filter(public_id__in=refs)
    return {row.public_id: f"{row.group.name}, {row.held_on:%-d %B %Y}" for row in rows}


def reads_meetings(actor: Actor | None) -> bool:
    """Whether meetings are offered to this actor: those of every group, or of a group that they are in."""
    if actor is None or not actor.may(Permission.READ_REGISTER):
        return False
    return actor.may(Permission.READ_MEETINGS) or bool(groups_of(actor, on=clock.today()))


def meeting_before(actor: Actor, meeting: Meeting) -> Meeting | None:
    """The group's last meeting before this one that was held."""
    rows = filter_meetings(actor, group_id=meeting.group_id)
    found = rows.filter(held_on__lt=meeting.held_on, state=MeetingState.HELD)
    return found.order_by("-held_on").first()


def meeting_after(actor: Actor, group_id: int, day: date) -> Meeting | None:
    """The group's next meeting on or after the day that is planned."""
    rows = filter_meetings(actor, group_id=group_id)
    found = rows.filter(held_on__gte=day, state=MeetingState.PLANNED)
    return found.order_by("held_on").first()


def own_meetings(actor: Actor, *, on: date, limit: int) -> list[Meeting]:
    """The next meetings of the groups that this actor is in, from the day on, the first first."""
    rows = filter_meetings(actor).filter(group__in=groups_of(actor, on=on), held_on__gte=on)
    return list(rows.filter(state=MeetingState.PLANNED).order_by("held_on", "pk")[:limit])


def agenda_of(actor: Actor, meeting: Meeting) -> list[AgendaItem]:
    """The agenda that this actor may see, with papers, numbered as they see it."""
    papers = Paper.objects.visible_to(actor).select_related("agency", "review", "file")
    rows = AgendaItem.objects.visible_to(actor).filter(meeting=meeting).select_related("review")
    return list(rows.prefetch_related(Prefetch("papers", papers)))


def find_item(actor: Actor, meeting: Meeting, ref: str) -> AgendaItem:
    """A point of this meeting's agenda, or `NotVisible`."""
    row = AgendaItem.objects.visible_to(actor).filter(meeting=meeting, public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def find_paper(actor: Actor, meeting: Meeting, ref: str) -> Paper:
    """A paper of this meeting on a point that the actor may see, or `NotVisible`."""
    items = AgendaItem.objects.visible_to(actor).filter(meeting=meeting)
    rows = Paper.objects.visible_to(actor).filter(item__in=items, public_id=ref)
    row = rows.select_related("file", "agency").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def attendance_of(meeting: Meeting) -> list[Attendee]:
    """Who was expected, by agency, and who came besides."""
    return list(meeting.attendees.select_related("agency"))


def seats_of(attendees: Iterable[Attendee]) -> list[Seat]:
    """Those expected, as the quorum counts them."""
    return [
        Seat(
            each.agency.name if each.agency else each.name, each.agency.kind if each.agency else "", each.came
        )
        for each in attendees
        if each.part
    ]


def agencies_that_missed(actor: Actor, group_id: int, *, before: date, at_least: int) -> list[Missed]:
    """Agencies of the group that nobody came for at its last meetings before the day, this often in a row."""
    held = filter_meetings(actor, group_id=group_id).filter(state=MeetingState.HELD, held_on__lt=before)
    counted = []
    for meeting in held.prefetch_related("attendees__agency")[:12]:
        came: dict[str, str] = {}
        for each in meeting.attendees.all():
            if each.part and each.agency and came.get(each.agency.name) not in THERE:
                came[each.agency.name] = each.came
        counted.append((meeting.held_on, came))
    return missed_in_a_row(counted, at_least=at_least)


def lines_of(actor: Actor, group_id: int, kind: str = "", *, open_only: bool = True) -> list[GroupLine]:
    """Letters, risks and what is to come, of what the actor may see."""
    rows = GroupLine.objects.visible_to(actor).filter(group=group_id)
    rows = rows.select_related("review", "strategy")
    if kind:
        rows = rows.filter(kind=kind)
    return list(rows.filter(closed_on__isnull=True) if open_only else rows)


def open_matters_of(actor: Actor, group: Group) -> list[str]:
    """What is open in a group, as a new chair is told of it: its open letters, risks and things to come, and the
    actions that were escalated to it. Of what the whole partnership sees: it is written down for everybody."""
    scope = get_partnership_scope(actor.partnership_id)
    lines = [each for each in lines_of(actor, group.pk) if each.scope_id == scope.pk]
    escalated = escalated_actions(filter_actions(actor, ActionFilter())).filter(
        told_group=group.pk, scope=scope
    )
    return [
        *(f"{LineKind(each.kind).value.capitalize()}: {each.title}" for each in lines),
        *(f"Escalated: {each.reference}" for each in escalated.order_by("pk")),
    ]


def find_line(actor: Actor, group_id: int, ref: str) -> GroupLine:
    """One of the group's lines, or `NotVisible`."""
    row = GroupLine.objects.visible_to(actor).filter(group=group_id, public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
