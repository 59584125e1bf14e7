"""Backups in the background: by schedule, and because somebody asked."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from heed.platform.jobs.schedule import Recurring, register_recurring
from heed.platform.jobs.types import GiveUp, Handle, JobKind
from heed.platform.jobs.types import register as register_kind
from heed.platform.safekeeping.scheduled import due, keep_backup
from heed.platform.safekeeping.types import BACKUP_NOW, SafekeepingRefused


def register() -> None:
    """Called at start-up."""
    register_kind(
        JobKind(
            name=BACKUP_NOW, title="Back up everything", run=_now, failed=lambda *_: None, attempts_allowed=1
        )
    )
    register_recurring(Recurring(name=BACKUP_NOW, due=due, run=_by_schedule))


def _now(handle: Handle) -> None:
    try:
        keep_backup(handle.actor, at=timezone.now(), say=handle.say)
    except SafekeepingRefused as refusal:
        raise GiveUp(str(refusal)) from refusal


def _by_schedule(at: datetime) -> None:
    keep_backup(None, at=at)
