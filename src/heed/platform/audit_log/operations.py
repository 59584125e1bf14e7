"""The one place that writes to the audit log."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection

from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event


class OutsideTransaction(RuntimeError):
    """A programmer's mistake: an event must stand or fall with the change that it records."""


def record(
    actor: Actor, happened: Any, *, subject_kind: str, subject_ref: str, at: datetime, partnership_id: int = 0
) -> None:
    """Write down that `happened` (an `@event` value), about which record, in the caller's transaction.

    Facts are counts, codes and references; a fact longer than 120 characters is refused, so that no
    case text can slip in.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(happened.event_name)
    facts = asdict(happened)
    if any(isinstance(fact, str) and len(fact) > 120 for fact in facts.values()):
        raise ValueError(f"{happened.event_name}: a fact is too long for the audit log")
    Event.objects.create(
        at=at,
        partnership_id=partnership_id or actor.partnership_id,
        actor_ref=actor.person_ref,
        membership_id=actor.membership_id,
        on_behalf_ref=actor.on_behalf_ref,
        kind=happened.event_name,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        facts=facts,
    )
