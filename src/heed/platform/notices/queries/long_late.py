"""What is late for so long that nobody is reminded of it any more: the rows behind the one line that says how many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.notices.due import DueKind, Wanted
from heed.platform.notices.queries import is_chair
from heed.platform.notices.rules import get_reminders, turns_of
from heed.platform.partnerships.queries import came_before
from heed.platform.registers.types import Narrowing

NAME = "long_late"


def narrowing_to_long_late(*kinds: DueKind) -> Narrowing:
    """Narrows a register to exactly those of its rows of which an actor's first page says only how many there are."""
    named = {each.name: each for each in kinds}

    def holds(actor: Actor, value: str) -> Q:
        if value not in named:
            return Q()
        found = _long_late(actor, named[value], on=clock.today())
        if found is None:
            return Q(pk__in=[])
        # Asked of each row of the list, which ends with its page: to gather them all first took as long as both.
        return Q(Exists(found.order_by().filter(**{named[value].row: OuterRef("pk")})))

    choices = [(name, f"Long late: {each.noun[1]}") for name, each in named.items()]
    return Narrowing(NAME, "Waiting for you", lambda _: choices, holds)


def to_long_late(url_name: str, kind: str) -> Callable[[Actor], str]:
    """Where these rows are, as a kind's `older_href`."""
    return lambda _: f"{reverse(url_name)}?{NAME}={kind}"


def _long_late(actor: Actor, kind: DueKind, *, on: date) -> QuerySet[Any] | None:
    if kind.may is not None and not actor.may(kind.may):
        return None
    reminders = get_reminders(actor, on=on)
    turns = turns_of(
        actor,
        kind,
        reminders.of(kind.name),
        today=on,
        chairs=is_chair(actor, on=on),
        before=came_before(actor.agency_id, on=on),
    )
    wanted = Wanted(
        reaches=tuple(turn.reach for turn in turns),
        since=on - timedelta(days=reminders.until),
        today=on,
        limit=0,
        counted=False,
    )
    return kind.find(actor, wanted).long_late
