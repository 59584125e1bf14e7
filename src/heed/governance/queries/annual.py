"""What an annual report says of challenge: what was asked in a year, what was answered, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from heed.assurance.queries import AssuranceFilter, each_assurance, filter_assurance
from heed.assurance.types import State
from heed.kit.dates import months_after
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True)
class Year:
    """Challenges, letters and requests for assurance from `first` to `last`, as one person may read them."""

    first: date
    last: date
    made_for: str
    rows: list[Any]

    def of(self, kind: str) -> list[Any]:
        return [each for each in self.rows if each.kind == kind]


def challenges_in(actor: Actor, *, last: date) -> Year:
    """What was asked in the year that ends with this day and is still asked, in the order in which it was."""
    first = months_after(last, -12) + timedelta(days=1)
    rows = filter_assurance(actor, AssuranceFilter()).exclude(state=State.WITHDRAWN)
    within = rows.filter(asked_at__gte=_begins(first), asked_at__lt=_begins(last + timedelta(days=1)))
    refs = tuple(within.values_list("public_id", flat=True))
    found = list(each_assurance(actor, AssuranceFilter(refs=refs), order="")) if refs else []
    found.sort(key=lambda each: (each.asked_at, each.pk))
    return Year(first=first, last=last, made_for=f"{actor.name}, {actor.agency_name}", rows=found)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
