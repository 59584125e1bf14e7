"""Writing down, in the audit log of every partnership that is kept here, what happened to all of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from heed.platform.access.queries import heed_itself
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.partnerships.models import Partnership


@transaction.atomic
def write_down(actor: Actor | None, happened: Any, *, subject_ref: str, at: datetime) -> None:
    """Into the log of every partnership here: a backup is of all of them."""
    for partnership in Partnership.objects.order_by("pk"):
        record(
            actor or heed_itself(partnership),
            happened,
            subject_kind="backup",
            subject_ref=subject_ref[:40],
            at=at,
            partnership_id=partnership.pk,
        )
