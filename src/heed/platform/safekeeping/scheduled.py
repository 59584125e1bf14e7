"""Backups that nobody has to think of: when they are due, where they go, how many stay, and their proof."""

from __future__ import annotations

import contextlib
import re
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.safekeeping.drill import restore_elsewhere
from heed.platform.safekeeping.keys import key_file
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.operations import back_up, note_failure
from heed.platform.safekeeping.place import backup_folder, data_folder
from heed.platform.safekeeping.types import SafekeepingRefused

Say = Callable[[str], None]
ENDING = ".heed"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_EVERY = re.compile(r"every (\d{1,4}) minutes?")
_LEFT_BEHIND = timedelta(days=1)


class BadTimes(ValueError):
    """HEED_BACKUP_AT says nothing that Heed understands."""


def due(at: datetime) -> datetime | None:
    """The latest moment up to `at` at which a backup was due, in the partnership's own time."""
    written = settings.BACKUP_AT.strip().casefold()
    if written in ("", "never") or settings.DEMO:
        return None
    if every := _EVERY.fullmatch(written):
        minutes = max(5, int(every.group(1)))
        return at - timedelta(seconds=at.timestamp() % (minutes * 60))
    times = [_TIME.fullmatch(each) for each in written.split()]
    if None in times:
        raise BadTimes(written)
    here = timezone.localtime(at)
    moments = [
        here.replace(hour=int(each.group(1)), minute=int(each.group(2)), second=0, microsecond=0)
        - timedelta(days=back)
        for each in times
        if each
        for back in (0, 1)
    ]
    return max(each for each in moments if each <= here)


def keep_backup(actor: Actor | None, *, at: datetime, say: Say = lambda _: None) -> Backup:
    """Make a backup in the folder of backups, restore it elsewhere to prove it, remove the oldest beyond the number
    to keep. A failure is remembered with its sentence and raised as `SafekeepingRefused`."""
    began = time.monotonic()
    row = Backup(made_at=at, name=_new_name(at), asked_by=actor.name if actor else "")
    path = backup_folder() / row.name
    try:
        key = key_file(Path(settings.BACKUP_KEY))
        done = back_up(actor, path=path, key=key, at=at, say=say)
        row.rows, row.files = done.manifest.rows, len(done.manifest.files)
        row.size, row.sha256, row.missing = done.size, done.sha256, len(done.manifest.missing)
        say("Restoring it into a temporary place")
        restore_elsewhere(path, key)
    except (SafekeepingRefused, OSError) as problem:
        row.error = _sentence(problem)[:300]
        row.seconds = time.monotonic() - began
        row.save()
        note_failure(actor, name=row.name, why=type(problem).__name__, at=at)
        raise SafekeepingRefused(row.error) from problem
    row.verified_at = timezone.now()
    row.seconds = time.monotonic() - began
    row.save()
    say("Removing the oldest")
    remove_oldest()
    return row


def remove_oldest() -> list[str]:
    """Take away backups beyond the number to keep, oldest first, and what interrupted ones left; only files that
    Heed's own rows name, and never the newest good one."""
    good = list(Backup.objects.filter(verified_at__isnull=False).values_list("name", flat=True))
    too_many = good[max(1, settings.BACKUP_KEEP) :]
    for name in too_many:
        (backup_folder() / name).unlink(missing_ok=True)
    _remove_left_behind(backup_folder(), f".*{ENDING}.*.part")
    _remove_left_behind(data_folder(), ".drill-*")
    return too_many


def _remove_left_behind(folder: Path, pattern: str) -> None:
    for each in folder.glob(pattern):
        with contextlib.suppress(OSError):
            if time.time() - each.stat().st_mtime > _LEFT_BEHIND.total_seconds():
                shutil.rmtree(each) if each.is_dir() else each.unlink()


def copy_key(to: Path) -> None:
    """A copy of the key of scheduled backups, made if there is none yet; remembered, for `heed doctor` asks."""
    key_file(Path(settings.BACKUP_KEY))
    if to.exists():
        raise SafekeepingRefused(f"{to} is there already. Name another file.")
    shutil.copyfile(settings.BACKUP_KEY, to)
    to.chmod(0o600)
    copied_note().touch(mode=0o600)


def copied_note() -> Path:
    """Stands where somebody has taken a copy of the key."""
    return data_folder() / "backup-key.copied"


def _new_name(at: datetime) -> str:
    stem = f"heed-{timezone.localtime(at):%Y-%m-%d-%H%M}"
    number, name = 1, f"{stem}{ENDING}"
    while (backup_folder() / name).exists():
        number += 1
        name = f"{stem}-{number}{ENDING}"
    return name


def _sentence(problem: Exception) -> str:
    if isinstance(problem, OSError):
        where = f" {problem.filename}" if problem.filename else ""
        return f"The disk did not take it: {problem.strerror or problem}{where}."
    return str(problem)
