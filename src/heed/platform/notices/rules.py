"""Days before and after, as `rules/reminders.yaml` and a partnership's own edition of it have them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import DueKind, Reach
from heed.platform.rules.queries import find_edition

NAME = "reminders"
"""What these rules are called among a partnership's editions."""
AGENCY_LEAD = Role.AGENCY_LEAD.value
CHAIR = "chair"
NO_REFERENCE = re.compile(r"[^A-Z0-9/-]")
"""In what a room calls a thing: a name, then, which no mail and no calendar says."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The days of one kind; see the head of the file."""

    before: tuple[int, ...] = (7, 1)
    late: tuple[int, ...] = (1, 7)
    then_every: int = 14
    escalate: Mapping[str, int] = field(default_factory=dict)
    every: int = 0

    @property
    def ahead(self) -> int:
        """How many days before its day a thing begins to need somebody."""
        return max(self.before, default=0)

    def stage(self, days_late: int) -> int | None:
        """The last of the days on which somebody was to be told, as days late (negative: before the day)."""
        passed = [-each for each in self.before if -each <= days_late]
        passed += [each for each in self.late if each <= days_late]
        last = max(self.late, default=0)
        if self.then_every and days_late > last:
            passed.append(last + (days_late - last) // self.then_every * self.then_every)
        return max(passed, default=None)

    def stage_for(self, to: str, days_late: int) -> int | None:
        """The same for somebody who is told later: from their own day on, and then as often as the others."""
        first = self.escalate[to]
        if days_late < first:
            return None
        return first + (days_late - first) // self.then_every * self.then_every if self.then_every else first


@dataclass(frozen=True, slots=True)
class Reminders:
    """All rules that count for a partnership on a day. `edition` is 0 where they are as shipped."""

    kinds: Mapping[str, Rule]
    hour: int
    weekly_on: int
    until: int
    edition: int = 0

    def of(self, kind: str) -> Rule:
        return self.kinds.get(kind, Rule())


def get_reminders(actor: Actor, *, on: date) -> Reminders:
    """The rules of the actor's partnership on this day."""
    edition = find_edition(actor, NAME, on=on)
    shipped = written()
    digest = shipped["digest"]
    return Reminders(
        kinds={name: changed(name, each, edition.content) for name, each in shipped["kinds"].items()},
        hour=int(edition.content.get("digest.hour", digest["hour"])),
        weekly_on=int(edition.content.get("digest.weekly_on", digest["weekly_on"])),
        until=int(edition.content.get("digest.until", digest["until"])),
        edition=edition.number,
    )


def changed(name: str, shipped: Mapping[str, Any], content: Mapping[str, Any]) -> Rule:
    """A kind's rule with what a partnership's edition says of it, under keys such as "action.before"."""
    mine = {
        key.removeprefix(f"{name}."): value for key, value in content.items() if key.startswith(f"{name}.")
    }
    escalate = dict(shipped.get("escalate", {}))
    for to in list(escalate):
        if f"to_{to}" in mine:
            if mine[f"to_{to}"] is None:
                del escalate[to]
            else:
                escalate[to] = mine[f"to_{to}"]
    return Rule(
        before=tuple(mine.get("before", shipped["before"])),
        late=tuple(mine.get("late", shipped["late"])),
        then_every=mine.get("then_every", shipped["then_every"]),
        escalate=escalate,
        every=shipped.get("every", 0),
    )


def written() -> dict[str, Any]:
    """The rules as they are shipped."""
    return _read(Path(settings.RULES) / "reminders.yaml")


@lru_cache
def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """How a kind's things come to an actor: as theirs (`to` is ""), or because somebody else has not acted."""

    reach: Reach
    to: str = ""


def turns_of(
    actor: Actor,
    kind: DueKind,
    rule: Rule,
    *,
    today: date,
    chairs: bool = False,
    before: frozenset[int] = frozenset(),
    ahead: int | None = None,
) -> tuple[Turn, ...]:
    """Whose things of this kind need the actor up to which day: their own first, then what is escalated to them.

    `chairs` is whether they chair a group that follows what was promised, or are an independent chair. `before` are
    the agencies that ended and whose work is their agency's now. `ahead` is how many days before its day one's own
    thing counts, where that is not as the rule says.
    """
    until = _day(today, rule.ahead if ahead is None else ahead)
    found = [Turn(Reach(until=until, person_id=actor.person_id))]
    if kind.owners & actor.roles:
        found.append(
            Turn(
                Reach(
                    until=until,
                    agency_id=actor.agency_id if kind.by_agency else None,
                    before=before if kind.by_agency else frozenset(),
                    first=True,
                )
            )
        )
    for to, days in sorted(rule.escalate.items(), key=lambda each: each[1]):
        late = _day(today, -days)
        if to == AGENCY_LEAD and Role.AGENCY_LEAD in actor.roles:
            found.append(Turn(Reach(until=late, agency_id=actor.agency_id, before=before), to))
        elif to != AGENCY_LEAD and (chairs if to == CHAIR else to in actor.roles):
            found.append(Turn(Reach(until=late), to))
    return tuple(found)


def _day(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() + days)


def local_day(at: datetime) -> date:
    """The day of a moment where the partnership is."""
    return timezone.localtime(at).date()
