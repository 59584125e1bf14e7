"""Backing up and taking away, with what is written down about it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from heed.platform.access.models import Exclusion
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotAllowed
from heed.platform.jobs.models import Job
from heed.platform.jobs.operations import enqueue
from heed.platform.partnerships.models import Partnership
from heed.platform.safekeeping.archive import check_archive, make_archive
from heed.platform.safekeeping.disk import sha256_of
from heed.platform.safekeeping.events import (
    ArchiveTaken,
    BackupAskedFor,
    BackupFailed,
    BackupMade,
    CopyScrubbed,
)
from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.leaving import Taken, write_everything
from heed.platform.safekeeping.log import write_down
from heed.platform.safekeeping.scrubbing import Scrubbed, write_scrubbed_copy
from heed.platform.safekeeping.types import BACKUP_NOW, NOW, Done, SafekeepingRefused

Say = Callable[[str], None]


def back_up(
    actor: Actor | None,
    *,
    path: Path,
    key: Key,
    at: datetime,
    with_keys: bool = True,
    say: Say = lambda _: None,
) -> Done:
    """Back everything up into `path`, read it back, compare, and write it down. Without an actor it is Heed's own
    work, by schedule or at the machine itself. A backup that fails leaves no file."""
    began = time.monotonic()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest = make_archive(path, key, at=at, with_keys=with_keys, say=say)
    say("Reading it back")
    if check_archive(path, key) != manifest:
        raise SafekeepingRefused("What was read back is not what was written.")
    write_down(actor, BackupMade(rows=manifest.rows, files=len(manifest.files)), subject_ref=path.name, at=at)
    return Done(
        manifest=manifest,
        seconds=time.monotonic() - began,
        sha256=sha256_of(path),
        size=path.stat().st_size,
    )


def note_failure(actor: Actor | None, *, name: str, why: str, at: datetime) -> None:
    """Write down that a backup could not be made."""
    write_down(actor, BackupFailed(why=why[:120]), subject_ref=name, at=at)


@transaction.atomic
def ask_for_backup(actor: Actor, *, at: datetime) -> Job:
    """Back up now, in the background. One at a time: whoever asks while one is made gets that one."""
    check_may(actor, Permission.LOOK_AFTER_HEED)
    under_way = Job.objects.filter(
        partnership_id=actor.partnership_id,
        kind=BACKUP_NOW,
        state__in=[Job.State.WAITING, Job.State.RUNNING],
    ).first()
    if under_way:
        return under_way
    record(actor, BackupAskedFor(), subject_kind="backup", subject_ref=NOW, at=at)
    return enqueue(actor, kind=BACKUP_NOW, subject_ref=NOW, at=at)


def take_everything(actor: Actor, *, folder: Path, at: datetime) -> Taken:
    """Write all that the actor's partnership has into a new folder in open formats, and write down who took it."""
    check_may(actor, Permission.TAKE_EVERYTHING)
    kept_from = Exclusion.objects.filter(
        person_id=actor.person_id, ended_at__isnull=True, scope__partnership_id=actor.partnership_id
    )
    if kept_from.exists():  # whatever their role: an archive that left cases out would not be the whole
        raise NotAllowed("There is a case that you are kept from. Another manager must take everything away.")
    partnership = Partnership.objects.get(pk=actor.partnership_id)
    taken = write_everything(folder, partnership=partnership, at=at)
    happened = ArchiveTaken(rows=taken.rows, files=taken.files)
    with transaction.atomic():  # writing it all takes too long for one
        record(actor, happened, subject_kind="backup", subject_ref=actor.person_ref, at=at)
    return taken


def make_scrubbed_copy(actor: Actor, *, folder: Path, password: str, at: datetime) -> Scrubbed:
    """Write a copy of the actor's partnership for testing into a new folder, without anybody's words or names, and
    write down who made it."""
    check_may(actor, Permission.TAKE_EVERYTHING)
    partnership = Partnership.objects.get(pk=actor.partnership_id)
    made = write_scrubbed_copy(folder, partnership=partnership, password=password)
    write_down(actor, CopyScrubbed(rows=made.rows, files=made.files), subject_ref=actor.person_ref, at=at)
    return made
