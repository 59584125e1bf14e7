"""What is looked at of people and of who may see a case is written down."""

from __future__ import annotations

from datetime import datetime

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record_read
from heed.platform.people.events import AccessLookedAt, PersonLookedAt


def note_person_looked_at(actor: Actor, *, ref: str, at: datetime) -> None:
    """Write down that this actor looked at what a person may see."""
    record_read(actor, PersonLookedAt(), subject_kind="person", subject_ref=ref, at=at)


def note_access_looked_at(actor: Actor, *, kind: str, ref: str, at: datetime) -> None:
    """Write down that this actor looked at who may see a record."""
    record_read(actor, AccessLookedAt(), subject_kind=kind, subject_ref=ref, at=at)
