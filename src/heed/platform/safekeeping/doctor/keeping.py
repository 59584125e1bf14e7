"""What must not be lost: files, backups and their key, and the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from heed.platform.audit_log.anchor import is_on_the_same_disk
from heed.platform.audit_log.verification import verify
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of
from heed.platform.safekeeping.doctor.types import Finding, State
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.place import data_folder
from heed.platform.safekeeping.scheduled import BadTimes, copied_note, due

_LATE = timedelta(days=2)


def files_present(at: datetime) -> Sequence[Finding]:
    many = missing = 0
    for file in StoredFile.objects.filter(erased_at__isnull=True).iterator():
        many += 1
        path = path_of(file)
        missing += not (path.is_file() and path.stat().st_size == file.size)
    if missing:
        return [
            Finding(
                "files",
                State.WRONG,
                f"{missing} of {many} files are not in the data folder, or not of their size.",
                "Take them from the last good backup: restore it into another folder and copy files/ from there.",
            )
        ]
    return [Finding("files", State.WELL, f"All {many} files that records name are there.")]


def backups(at: datetime) -> Sequence[Finding]:
    try:
        scheduled = due(at) is not None
    except BadTimes:
        return [
            Finding(
                "backups",
                State.WRONG,
                f"HEED_BACKUP_AT says “{settings.BACKUP_AT}”, which Heed does not understand: no backups are made.",
                "Write times such as 02:30 12:30, or every 15 minutes, or never.",
            )
        ]
    found = list(_last_backup(at))
    if not scheduled:
        found.append(
            Finding(
                "backups",
                State.LOOK,
                "No backups are scheduled.",
                "Set HEED_BACKUP_AT, or let another program run heed backup.",
            )
        )
    if _same_disk():
        found.append(
            Finding(
                "backups",
                State.LOOK,
                "Backups are on the same disk as the data: one broken disk, or one attacker, takes both.",
                "Name a folder on another machine in HEED_BACKUP_FOLDER, or copy backups away by another program.",
            )
        )
    return found


def _last_backup(at: datetime) -> Sequence[Finding]:
    newest = Backup.objects.first()
    good = Backup.objects.filter(verified_at__isnull=False).first()
    if good is None:
        sentence = f"No backup was ever proven. {newest.error if newest else ''}".strip()
        return [Finding("backups", State.WRONG, sentence, "Open Backups and choose Back up now.")]
    when = f"{timezone.localtime(good.made_at):%-d %B %Y %H:%M}"
    path = Path(settings.BACKUP_FOLDER) / good.name
    if not path.is_file() or path.stat().st_size != good.size:
        return [
            Finding(
                "backups",
                State.WRONG,
                f"The last good backup ({when}) is no longer in {path.parent}.",
                "Find out who moved it; open Backups and choose Back up now.",
            )
        ]
    if newest and newest.error:
        return [
            Finding(
                "backups",
                State.WRONG,
                f"The last backup failed: {newest.error} The last good one is of {when}.",
                "Mend that, then open Backups and choose Back up now.",
            )
        ]
    if at - good.made_at > _LATE:
        days = (at - good.made_at).days
        return [
            Finding(
                "backups",
                State.WRONG,
                f"The last good backup is {days} days old ({when}).",
                "See that a worker runs (heed serve, or heed work), then choose Back up now.",
            )
        ]
    return [Finding("backups", State.WELL, f"The last good backup is of {when}, proven by restoring it.")]


def _same_disk() -> bool:
    folder = Path(settings.BACKUP_FOLDER)
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_dev == data_folder().stat().st_dev


def backup_key(at: datetime) -> Sequence[Finding]:
    key = Path(settings.BACKUP_KEY)
    if not key.exists():
        return [Finding("key to the backups", State.LOOK, "It is made with the first scheduled backup.", "")]
    if not copied_note().exists():
        return [
            Finding(
                "key to the backups",
                State.WRONG,
                f"Nobody has taken a copy of {key}: if this machine is lost, no backup can be opened.",
                "heed backup-key --copy FILE, and put that file away, apart from this machine and from the backups",
            )
        ]
    return [
        Finding("key to the backups", State.WELL, "A copy was taken, to be kept apart from this machine.")
    ]


def audit_log(at: datetime) -> Sequence[Finding]:
    """Follows the chains from where the last verification ended, and looks at the anchor outside the database."""
    verdicts = verify(only_new=True, at=at)
    problems = [each.problem for each in verdicts if not each.sound]
    problems += [note for each in verdicts for note in each.notes if note.startswith("Triggers")]
    problem = problems[0] if problems else ""
    if problem:
        return [
            Finding(
                "audit log",
                State.WRONG,
                problem,
                "Keep everything as it is and tell your information governance lead; heed audit-log verify says more.",
            )
        ]
    waiting = sum(each.unsealed for each in verdicts)
    tail = f" {waiting} newest events wait to be sealed." if waiting else ""
    found = [Finding("audit log", State.WELL, f"Every event of the audit log is as it was written.{tail}")]
    if is_on_the_same_disk():
        found.append(
            Finding(
                "audit log's anchor",
                State.LOOK,
                "It is on the same disk as the data, so whoever changes one can change the other.",
                "name a file on another volume with HEED_ANCHOR, or run heed audit-log anchor --print now and then",
            )
        )
    return found
