"""What can be due, and how a room says so at start-up. The engine knows no room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.utils import timezone

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One thing that somebody is to do, by a day or without one.

    `note` is for the page of somebody who may see the record: words of a case stand nowhere else, and no mail,
    feed or stored notice has them. `who` is the agency or person whose turn it is, in words. `late` is said of what
    is late though no day was ever set ("Overdue").
    """

    ref: str
    reference: str
    href: str
    on: date | None
    scope_id: int
    case_ref: str = ""
    agency_id: int | None = None
    person_id: int | None = None
    who: str = ""
    note: str = ""
    late: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whose things, due up to which day; nobody given: anybody's.

    `first` is for those whose turn it is by their role: what names no person, also where it has no day. `before` are
    agencies that ended, and whose work is done by `agency_id` now.
    """

    until: date
    agency_id: int | None = None
    before: frozenset[int] = frozenset()
    person_id: int | None = None
    first: bool = False

    def holds(self, due: Due) -> bool:
        """Whether this thing is meant."""
        undated = self.first or self.person_id is not None or bool(due.late)
        return (
            (due.on <= self.until if due.on else undated)
            and (self.agency_id is None or due.agency_id in {self.agency_id, *self.before})
            and self.person_id in (None, due.person_id)
            and not (self.first and due.person_id is not None)
        )


OfPerson = Callable[[int | None], Q]
"""The rows that are a person's own to do; for None, those that are nobody's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the engine asks a room for: things within any of these reaches, the first `limit` by day.

    What was due before `since` is counted, not listed. `today` is the day that it is asked on, and `every` a number
    of days that the rule may give, for things that come round. `counted`: whether anybody asks how many.
    """

    reaches: tuple[Reach, ...]
    since: date
    today: date
    limit: int
    every: int = 0
    counted: bool = True

    def as_q(
        self,
        *,
        on: str,
        agency: str = "",
        of_person: OfPerson | None = None,
        undated: bool = False,
        moment: bool = False,
    ) -> Q:
        """The same as a condition on a table's fields of these names; `undated`: what has no day is meant too;
        `moment`: `on` is one, whose day counts."""
        met = Q(pk__in=[])
        for reach in self.reaches:
            if reach.person_id is not None and of_person is None:
                continue
            one = _up_to(on, reach.until, moment)
            if undated and (reach.first or reach.person_id is not None):
                one |= Q(**{f"{on}__isnull": True})
            if reach.agency_id is not None and agency:
                one &= Q(**{f"{agency}__in": [reach.agency_id, *sorted(reach.before)]})
            if of_person and (reach.person_id is not None or reach.first):
                one &= of_person(reach.person_id)
            met |= one
        return met


@dataclass(frozen=True, slots=True)
class Found:
    """What a room has: the first of them, how many in all, and how many that were due long before; `long_late` are
    these, where they are rows of one table."""

    rows: tuple[Due, ...] = ()
    count: int = 0
    older: int = 0
    long_late: QuerySet[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueKind:
    """A kind of thing that can be due. Its days stand in `rules/reminders.yaml` under `name`.

    `record` is what the audit log calls the record. `what` goes into mails and feeds: a type, no more. `ask` and
    `chase` are said to whoever's turn it is and to those who are told later, with `{reference}` and `{who}`.
    `noun` is one of them and several. `owners` are the roles whose turn it is first, within the agency that is
    asked where `by_agency`.
    `older_href` leads to all of those that are too old to be listed, for an actor.
    """

    name: str
    record: str
    what: str
    ask: str
    chase: str
    button: str
    noun: tuple[str, str]
    owners: frozenset[Role]
    find: Callable[[Actor, Wanted], Found]
    older_href: Callable[[Actor], str]
    by_agency: bool = True
    may: Permission | None = Permission.READ_REGISTER
    row: str = "pk"
    """The field of what was found that holds the row of a register, where that is another record's."""
    own_panel: Callable[[Actor], bool] | None = None
    """Who finds it on their first page in a panel of its own: it does not stand there twice."""


KINDS: dict[str, DueKind] = {}


def register_due(kind: DueKind) -> None:
    """Called by a room at start-up for each kind of thing that can be due in it."""
    KINDS[kind.name] = kind


TOLD: dict[str, str] = {}
"""Kinds of notices of nothing due that nobody wrote, each with what it says: a type, no words of a case."""


def register_told(kind: str, what: str) -> None:
    """Called at start-up by a room that tells people things by itself."""
    TOLD[kind] = what


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens on a day, such as a meeting, for calendars: a type, a reference, and no words of a case.

    `ref` tells it from every other of its type. `begins_at` where it begins at an hour.
    """

    what: str
    ref: str
    reference: str
    on: date
    begins_at: datetime | None = None
    ends_at: datetime | None = None


CALENDARS: list[Callable[[Actor, int | None, date, date], Iterable[Entry]]] = []
"""Each gives what an actor may see of a group (None: of all groups that they belong to) from a day to another."""


def register_calendar(entries: Callable[[Actor, int | None, date, date], Iterable[Entry]]) -> None:
    """Called by a room that has things that happen on a day."""
    CALENDARS.append(entries)


def gather(
    rows: QuerySet[Any],
    wanted: Wanted,
    *,
    on: str,
    make: Callable[[Any], Due],
    agency: str = "",
    of_person: OfPerson | None = None,
    undated: bool = False,
    moment: bool = False,
) -> Found:
    """What is wanted of a table's rows. Two queries, however many rows there are."""
    meant = wanted.as_q(on=on, agency=agency, of_person=of_person, undated=undated, moment=moment)
    mine = rows.filter(meant).order_by()
    older = _up_to(on, wanted.since - timedelta(days=1), moment)
    long_late = mine.filter(older)
    if not wanted.counted:
        listed = mine.filter(~older).order_by(F(on).asc(nulls_last=True), "pk")[: wanted.limit]
        return Found(tuple(make(row) for row in listed), long_late=long_late)
    # Counted without their keys, which an index by day does not hold.
    counts = mine.aggregate(listed=Count(Value(1), filter=~older), older=Count(Value(1), filter=older))
    if not counts["listed"]:
        return Found(older=counts["older"], long_late=long_late)
    listed = mine.filter(~older).order_by(F(on).asc(nulls_last=True), "pk")[: wanted.limit]
    return Found(tuple(make(row) for row in listed), counts["listed"], counts["older"], long_late)


def _up_to(on: str, day: date, moment: bool) -> Q:
    """What has this day or an earlier one. A moment is not asked for its day, which the database would reckon for
    every row, but whether it was before the next day began."""
    if not moment:
        return Q(**{f"{on}__lte": day})
    return Q(**{f"{on}__lt": timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))})


def gather_within(
    rows: QuerySet[Any], wanted: Wanted, *, days: int, make: Callable[[Any], Due], at: str = ""
) -> Found:
    """What is due so many days, by a rule, after the day `on` of each row, or after the day of the moment `at`. Found
    by that day: the days asked for are put back by as many."""
    wait = timedelta(days=days)

    def due(row: Any) -> Due:
        day = timezone.localdate(getattr(row, at)) if at else row.on
        return replace(make(row), on=day + wait)

    earlier = tuple(replace(each, until=each.until - wait) for each in wanted.reaches)
    return gather(
        rows,
        replace(wanted, reaches=earlier, since=wanted.since - wait),
        on=at or "on",
        make=due,
        moment=bool(at),
    )


def gather_from(dues: Iterable[Due], wanted: Wanted) -> Found:
    """The same of things that were computed, of which there are few: whoever's turn it is sees each, however late."""
    meant = [each for each in dues if any(reach.holds(each) for reach in wanted.reaches)]
    own = [each.ref for each in meant if any(reach.first and reach.holds(each) for reach in wanted.reaches)]
    listed = [
        each
        for each in meant
        if each.ref in own or (each.on or wanted.since) >= wanted.since and not each.late
    ]
    listed.sort(key=by_day)
    return Found(tuple(listed[: wanted.limit]), len(listed), len(meant) - len(listed))


def by_day(due: Due) -> tuple[date, str]:
    """The order of urgency: what was due first comes first, what has no day last."""
    return (due.on or (date.min if due.late else date.max), due.reference)
