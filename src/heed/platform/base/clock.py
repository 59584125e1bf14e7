"""What time it is for Heed's records. Views, jobs and commands ask here, and hand the answer on as `at` or `today`.

It is the machine's time. In the demo alone, whose data folder holds nothing real, it can be moved on by whole days, so
that one sees what is late in six months. How far is kept in that folder, signed with its key: a file that comes from
elsewhere, or a Heed that is no demo, leaves the time as it is. Sessions, links, leases, backups and the seal of the
audit log stay on the machine's clock (`timezone.now()`): nobody is signed out by it.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.utils import timezone

FILE = "demo-clock"
"""In the data folder: by how many days the demo's clock was moved on."""
_SALT = "heed.platform.base.clock"


def now() -> datetime:
    """The moment it is, as the records see it."""
    days = days_moved()
    if not days:
        return timezone.now()
    return (timezone.localtime() + timedelta(days=days)).astimezone(UTC)


def today() -> date:
    """The day it is here, as the records see it."""
    return timezone.localdate(now())


def days_moved() -> int:
    """By how many days the demo's clock was moved on; 0 everywhere else."""
    if not settings.DEMO:
        return 0
    path = _file()
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0
    return _read(path, found.st_ino, found.st_mtime_ns)


def keep_days_moved(days: int) -> None:
    """Move the demo's clock on by so many days from the machine's; 0 puts it back. All processes see it at once."""
    if not settings.DEMO:
        raise RuntimeError("only the demo's clock can be moved")
    path = _file()
    if not days:
        path.unlink(missing_ok=True)
        return
    fresh = path.with_name(f".{FILE}-{os.getpid()}")
    fresh.write_text(signing.dumps(days, salt=_SALT), encoding="utf-8")
    fresh.replace(path)


def _file() -> Path:
    return Path(settings.DATA) / FILE


@lru_cache(maxsize=4)
def _read(path: Path, number: int, changed: int) -> int:
    """Read once for each file that stood there; `number` and `changed` tell one from another."""
    try:
        return max(0, int(signing.loads(path.read_text(encoding="utf-8"), salt=_SALT)))
    except (signing.BadSignature, OSError, TypeError, ValueError):
        return 0
