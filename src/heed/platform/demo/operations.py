"""Moving the demo's clock on. No real partnership has one that moves."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base import clock
from heed.platform.base.errors import Invalid
from heed.platform.demo.events import ClockMoved
from heed.platform.demo.policies import check_has_clock

FURTHEST_YEARS = 10


@transaction.atomic
def move_clock(actor: Actor, *, to: date, at: datetime) -> None:
    """It is this day in the demo from now on, for everybody in it. The real day puts the clock back.

    What was done meanwhile keeps its days.
    """
    check_has_clock(actor)
    real = timezone.localdate()
    days = (to - real).days
    if days < 0:
        raise Invalid(
            "The clock goes on, not back beyond the real day.",
            fields={"day": f"Choose {real:%-d %B %Y} or a later day"},
        )
    if days > FURTHEST_YEARS * 366:
        raise Invalid(
            f"The clock goes at most {FURTHEST_YEARS} years on.",
            fields={"day": f"Choose a day within the next {FURTHEST_YEARS} years"},
        )
    record(actor, ClockMoved(to=to.isoformat()), subject_kind="demo", subject_ref="clock", at=at)
    clock.keep_days_moved(days)
