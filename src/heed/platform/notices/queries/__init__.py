"""What needs an actor: of everything that can be due, what is theirs to do or was escalated to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import KINDS, Due, DueKind, Found, Wanted, by_day
from heed.platform.notices.rules import Reminders, Turn, get_reminders, turns_of
from heed.platform.partnerships.models import GroupMembership
from heed.platform.partnerships.queries import came_before

FOLLOWS = "case_review"
"""The kind of group that follows what was promised."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that needs the actor; `to` says as whom they are told where it is not theirs to do ("": theirs)."""

    kind: DueKind
    due: Due
    to: str = ""


@dataclass(frozen=True, slots=True)
class Older:
    """How many of a kind were due so long ago that they are not listed one by one."""

    kind: DueKind
    count: int
    days: int
    href: str


@dataclass(frozen=True, slots=True)
class Needs:
    """`rows` the most urgent first; `count` how many there are in all, beside `older`."""

    rows: tuple[Needed, ...]
    older: tuple[Older, ...]
    count: int


def what_needs(
    actor: Actor,
    *,
    on: date,
    limit: int,
    reminders: Reminders | None = None,
    ahead: int | None = None,
    counted: bool = True,
    at_home: bool = False,
) -> Needs:
    """The first things that need this actor on the day. Nothing that they may not see is listed or counted.

    `ahead` looks so many days ahead, whatever the rules say; without `counted`, only the rows are of use. `at_home`
    leaves out what has a panel of its own there.
    """
    actor = actor.looking_once()
    reminders = reminders or get_reminders(actor, on=on)
    rows: list[Needed] = []
    older: list[Older] = []
    count = 0
    for kind, turns, found in _found(actor, reminders, on, limit, ahead, counted):
        if at_home and kind.own_panel is not None and kind.own_panel(actor):
            continue
        rows += [Needed(kind, due, _as_whom(due, turns)) for due in found.rows]
        count += found.count
        if found.older:
            older.append(Older(kind, found.older, reminders.until, kind.older_href(actor)))
    rows.sort(key=lambda each: by_day(each.due))
    return Needs(tuple(rows[:limit]), tuple(older), count)


def _found(
    actor: Actor, reminders: Reminders, today: date, limit: int, ahead: int | None, counted: bool
) -> Iterator[tuple[DueKind, tuple[Turn, ...], Found]]:
    chairs, before = is_chair(actor, on=today), came_before(actor.agency_id, on=today)
    for kind in KINDS.values():
        if kind.may is not None and not actor.may(kind.may):
            continue
        rule = reminders.of(kind.name)
        turns = turns_of(actor, kind, rule, today=today, chairs=chairs, before=before, ahead=ahead)
        wanted = Wanted(
            reaches=tuple(turn.reach for turn in turns),
            since=today - timedelta(days=reminders.until),
            today=today,
            limit=limit,
            every=rule.every,
            counted=counted,
        )
        yield kind, turns, kind.find(actor, wanted)


def is_chair(actor: Actor, *, on: date) -> bool:
    """Whether somebody is told as a chair: an independent one, or that of a case review group."""
    if Role.INDEPENDENT_CHAIR in actor.roles:
        return True
    places = GroupMembership.objects.filter(
        membership_id=actor.membership_id, part="chair", group__kind=FOLLOWS, starts_on__lte=on
    )
    return places.exclude(ends_on__lt=on).exists()


def _as_whom(due: Due, turns: tuple[Turn, ...]) -> str:
    """The first way in which it comes to the actor."""
    return next((turn.to for turn in turns if turn.reach.holds(due)), "")
