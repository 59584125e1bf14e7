"""What is looked at of people and of who may see a case is written down."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.people.events import AccessLookedAt, PersonLookedAt


def note_person_looked_at(actor: Actor, *, ref: str, at: datetime) -> None:
    """Write down that this actor looked at what a person may see."""
    with transaction.atomic():
        record(actor, PersonLookedAt(), subject_kind="person", subject_ref=ref, at=at)


def note_access_looked_at(actor: Actor, *, kind: str, ref: str, at: datetime) -> None:
    """Write down that this actor looked at who may see a record."""
    with transaction.atomic():
        record(actor, AccessLookedAt(), subject_kind=kind, subject_ref=ref, at=at)
