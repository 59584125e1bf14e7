"""What recurs: what was planned for today comes out."""

from __future__ import annotations

from datetime import datetime, timedelta

from heed.platform.jobs.schedule import Recurring, register_recurring
from heed.publishing.operations import publish_planned


def each_quarter(at: datetime) -> datetime:
    """The quarter of an hour that has begun."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=at.minute // 15 * 15)


def run_planned(at: datetime) -> None:
    """Bring out what was planned for today or before."""
    publish_planned(at=at)


def register() -> None:
    """Called at start-up."""
    register_recurring(Recurring(name="publishing.planned", due=each_quarter, run=run_planned))
