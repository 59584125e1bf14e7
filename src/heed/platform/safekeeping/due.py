"""A backup that nobody has restored is not known to be one: proving it comes round."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather_from
from heed.platform.notices.rules import local_day
from heed.platform.safekeeping.queries import last_good_backup


def find_drill(actor: Actor, wanted: Wanted) -> Found:
    """The next restore drill: so many days after the last backup that was proven, or at once."""
    last = last_good_backup(actor)
    proven = last.verified_at if last else None
    on = local_day(proven) + timedelta(days=wanted.every) if proven else None
    due = Due(
        ref=str(last.pk) if last else "never",
        reference="a backup",
        href=reverse("safekeeping:backups"),
        on=on,
        scope_id=get_partnership_scope(actor.partnership_id).pk,
        note=f"The last was proven on {local_day(proven):%-d %B %Y}"
        if proven
        else "No backup was proven yet",
    )
    return gather_from([due], wanted)


RESTORE_DRILL = DueKind(
    name="restore_drill",
    record="",
    what="Restore drill",
    ask="Prove {reference} by restoring it",
    chase="Nobody has proven {reference} by restoring it",
    button="Back up now",
    noun=("restore drill", "restore drills"),
    owners=frozenset({Role.ADMINISTRATOR}),
    find=find_drill,
    older_href=lambda actor: reverse("safekeeping:backups"),
    by_agency=False,
    may=Permission.LOOK_AFTER_HEED,
)
