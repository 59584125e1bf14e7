"""What recurs: once a day, what rests on evidence that has expired is told anew."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from heed.plans.operations import refresh_after_expiry
from heed.platform.jobs.schedule import Recurring, register_recurring


def each_day(at: datetime) -> datetime:
    """When the day began, where Heed is."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def run_expiry(at: datetime) -> None:
    """Evidence whose last day is over shows nothing any more."""
    refresh_after_expiry(at=at)


def register() -> None:
    """Called at start-up."""
    register_recurring(Recurring(name="plans.expiry", due=each_day, run=run_expiry))
