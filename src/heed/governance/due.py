"""What can be due of meetings and strategies, and what stands in people's calendars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from heed.governance.models import SentPack
from heed.governance.queries.groups import groups_of, meeting_rules
from heed.governance.queries.meetings import filter_meetings, reads_meetings
from heed.governance.queries.reporting import filter_reports
from heed.governance.queries.strategies import filter_strategies, planned_focus_groups
from heed.governance.types import MeetingState
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.due import Due, DueKind, Entry, Found, Wanted, gather, gather_from
from heed.platform.partnerships.queries import holders_in_force
from heed.platform.ui.wording import long_day


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


def focus_groups_in_calendar(actor: Actor, group_id: int | None, first: date, last: date) -> Iterator[Entry]:
    """Focus groups that are to meet for what a group looks after, or any group that the actor is in."""
    if not actor.may(Permission.READ_REGISTER):
        return
    groups = groups_of(actor, on=clock.today()) if group_id is None else [group_id]
    rows = planned_focus_groups(actor).filter(strategy__group__in=groups, planned_on__range=(first, last))
    for row in rows.order_by("planned_on", "pk"):
        yield Entry(
            what="Focus group", ref=row.public_id, reference=row.strategy.reference, on=row.planned_on
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


def find_own_meetings(actor: Actor, wanted: Wanted) -> Found:
    """The planned meetings to come of the groups that the actor is in, each theirs to prepare for."""
    rows = filter_meetings(actor).filter(group__in=groups_of(actor, on=wanted.today))
    coming = rows.filter(state=MeetingState.PLANNED, held_on__gte=wanted.today).order_by("held_on", "pk")
    return gather_from(
        [_meeting(each, on=each.held_on, person_id=actor.person_id) for each in coming], wanted
    )


def find_packs(actor: Actor, wanted: Wanted) -> Found:
    """Planned meetings to come whose pack nobody has sent yet, by the day on which it goes out."""
    days = timedelta(days=int(meeting_rules(actor, on=wanted.today)["pack_days_before"]))
    sent = SentPack.objects.for_everyone(because="whether a pack went out does not depend on who asks")
    rows = filter_meetings(actor).filter(state=MeetingState.PLANNED, held_on__gte=wanted.today)
    waiting = rows.exclude(pk__in=sent.order_by().values("meeting"))
    return gather_from([_meeting(each, on=each.held_on - days) for each in waiting], wanted)


def find_minutes(actor: Actor, wanted: Wanted) -> Found:
    """Meetings whose day has come and whose minutes nobody has finished."""
    rows = filter_meetings(actor).filter(state=MeetingState.PLANNED, held_on__lte=wanted.today)
    return gather(rows, wanted, on="held_on", make=lambda row: _meeting(row, on=row.held_on, page="minute"))


def _meeting(row: Any, *, on: date, person_id: int | None = None, page: str = "meeting") -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse(f"governance:{page}", args=[row.public_id]),
        on=on,
        scope_id=row.scope_id,
        person_id=person_id,
        who=row.group.name,
        note=f"{row.group.name}, {long_day(row.held_on)}",
    )


_PREPARE = frozenset({Role.OFFICER, Role.BUSINESS_MANAGER})


def _all_meetings(actor: Actor) -> str:
    return reverse("governance:overview")


MEETINGS = DueKind(
    name="meeting",
    record="meeting",
    what="Meeting",
    ask="Read the pack of {reference}",
    chase="{who} meets: {reference}",
    button="Open",
    noun=("meeting", "meetings"),
    owners=frozenset(),
    find=find_own_meetings,
    older_href=_all_meetings,
    by_agency=False,
)
PACKS = DueKind(
    name="meeting_pack",
    record="meeting",
    what="Pack of a meeting",
    ask="Send the pack of {reference}",
    chase="Nobody has sent the pack of {reference}",
    button="Open",
    noun=("pack", "packs"),
    owners=_PREPARE,
    find=find_packs,
    may=Permission.PREPARE_MEETINGS,
    older_href=_all_meetings,
    by_agency=False,
)
MINUTES = DueKind(
    name="minutes",
    record="meeting",
    what="Minutes of a meeting",
    ask="Finish the minutes of {reference}",
    chase="The minutes of {reference} are not finished",
    button="Open",
    noun=("meeting without minutes", "meetings without minutes"),
    owners=_PREPARE,
    find=find_minutes,
    may=Permission.READ_MEETINGS,
    older_href=_all_meetings,
    by_agency=False,
)


def _of_strategy(row: Any, strategy: Any, holders: Mapping[int, int], *, on: date, note: str) -> Due:
    return Due(
        ref=row.public_id,
        reference=strategy.reference,
        href=reverse("governance:strategy", args=[strategy.public_id]),
        on=on,
        scope_id=strategy.scope_id,
        person_id=holders.get(strategy.lead_post_id),
        who=strategy.group.name if strategy.group else "",
        note=note,
    )


def find_strategies(actor: Actor, wanted: Wanted) -> Found:
    """Priorities and strategies in force that are to be looked at again: of whoever holds the post that leads one."""
    rows = filter_strategies(actor).filter(ended_on__isnull=True, review_on__isnull=False)
    holders = holders_in_force(wanted.today)
    return gather_from(
        [_of_strategy(each, each, holders, on=each.review_on, note=each.title) for each in rows], wanted
    )


def find_focus_groups(actor: Actor, wanted: Wanted) -> Found:
    """Focus groups of which nobody has said what came of them, by the day on which they meet."""
    holders = holders_in_force(wanted.today)
    return gather_from(
        [
            _of_strategy(
                each,
                each.strategy,
                holders,
                on=each.planned_on,
                note=f"{each.strategy.title}: {each.with_whom}",
            )
            for each in planned_focus_groups(actor)
        ],
        wanted,
    )


def _all_strategies(actor: Actor) -> str:
    return reverse("governance:strategies")


STRATEGIES = DueKind(
    name="strategy_review",
    record="strategy",
    what="Priority or strategy to be looked at again",
    ask="Look at {reference} again with its group",
    chase="Nobody has looked at {reference} again",
    button="Open",
    noun=("priority or strategy", "priorities and strategies"),
    owners=_PREPARE,
    find=find_strategies,
    older_href=_all_strategies,
    by_agency=False,
)
FOCUS_GROUPS = DueKind(
    name="focus_group",
    record="strategy",
    what="Focus group",
    ask="Hold the focus group of {reference}, and write down what was said",
    chase="Nobody has said what came of the focus group of {reference}",
    button="Open",
    noun=("focus group", "focus groups"),
    owners=_PREPARE,
    find=find_focus_groups,
    older_href=_all_strategies,
    by_agency=False,
)
