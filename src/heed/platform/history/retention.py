"""How long the log is kept: the rule of the partnership over the shipped one, which removes nothing."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.audit_log.disposal import dispose_events
from heed.platform.audit_log.types import Result
from heed.platform.rules.queries import find_edition

RULES_NAME = "audit-log"
LEAST_YEARS = 1
"""A rule that says less is taken as this: nobody removes what they have just done."""


@cache
def _shipped(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((folder / f"{RULES_NAME}.yaml").read_text(encoding="utf-8"))
    return dict(read["years"])


def get_limits(actor: Actor, *, on: date) -> tuple[dict[Result, datetime], str]:
    """By what came of an event, the moment before which it goes; and the edition of the rule that says so. Empty
    where the partnership has not decided to remove anything."""
    edition = find_edition(actor, RULES_NAME, on=on)
    years = {**_shipped(Path(settings.RULES)), **edition.content.get("years", {})}
    limits = {
        Result(name): _years_before(on, max(int(number), LEAST_YEARS))
        for name, number in years.items()
        if number
    }
    return limits, f"{RULES_NAME} {edition.number}"


def _years_before(day: date, years: int) -> datetime:
    # The 28th stands for the days that a shorter month has not.
    then = day.replace(year=day.year - years, day=min(day.day, 28))
    return timezone.make_aware(datetime.combine(then, time.min))


def dispose_by_rule(actor: Actor, *, at: datetime) -> int:
    """Remove what the partnership's rule says is kept no longer; returns how many events."""
    limits, rule = get_limits(actor, on=timezone.localdate(at))
    return dispose_events(actor, before=limits, rule=rule, at=at)
