"""What the pages about keeping Heed safe ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.jobs.models import Job
from heed.platform.safekeeping.doctor import Finding, examine
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.types import BACKUP_NOW, NOW


def list_backups(actor: Actor, *, limit: int = 30) -> list[Backup]:
    """The newest backups of this installation, failed ones included."""
    check_may(actor, Permission.LOOK_AFTER_HEED)
    return list(Backup.objects.all()[:limit])


def last_good_backup(actor: Actor) -> Backup | None:
    """The newest backup that was proven by restoring it."""
    check_may(actor, Permission.LOOK_AFTER_HEED)
    return Backup.objects.filter(verified_at__isnull=False).first()


def backup_under_way(actor: Actor) -> Job | None:
    """The newest backup that somebody of the actor's partnership asked for, while it waits or runs."""
    check_may(actor, Permission.LOOK_AFTER_HEED)
    return (
        Job.objects.filter(
            partnership_id=actor.partnership_id,
            kind=BACKUP_NOW,
            subject_ref=NOW,
            state__in=[Job.State.WAITING, Job.State.RUNNING],
        )
        .order_by("-pk")
        .first()
    )


def findings(actor: Actor, *, at: datetime, only: Sequence[str] = ()) -> Sequence[Finding]:
    """What the doctor finds; `only` in these looks, in this order."""
    check_may(actor, Permission.LOOK_AFTER_HEED)
    return examine(at=at, only=only)
