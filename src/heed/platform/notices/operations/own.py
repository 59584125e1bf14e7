"""What people do with their own notices."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid
from heed.platform.notices.events import DigestChosen, NoticesRead
from heed.platform.notices.models import DigestChoice, Often
from heed.platform.notices.queries.told import own_notices


@transaction.atomic
def choose_digest(actor: Actor, *, often: str, at: datetime) -> None:
    """Say how often one wants a digest by mail. What is escalated is told in Heed whatever one says."""
    if often not in Often.values:
        raise Invalid("Choose how often.", fields={"often": "Choose one"})
    DigestChoice.objects.update_or_create(person_id=actor.person_id, defaults={"often": often})
    record(actor, DigestChosen(often=often), subject_kind="person", subject_ref=actor.person_ref, at=at)


@transaction.atomic
def mark_read(actor: Actor, *, refs: tuple[str, ...] | None, read: bool, at: datetime) -> int:
    """Mark these of one's notices as read or as unread (None: all). Returns how many changed."""
    rows = own_notices(actor).filter(read_at__isnull=read)
    if refs is not None:
        rows = rows.filter(public_id__in=refs)
    changed = int(rows.update(read_at=at if read else None))
    record(actor, NoticesRead(notices=changed), subject_kind="person", subject_ref=actor.person_ref, at=at)
    return changed
