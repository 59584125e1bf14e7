"""Emergency access: one asks with a reason, another grants it for some hours, and those who guard cases are told.

Whether there is such a case is not said to anybody who may not see it: asking and granting answer alike.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from heed.platform.access.cases import match_case
from heed.platform.access.models import CLOSED, EmergencyAccess, Scope
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.people.alarms import ASKED, GRANTED, raise_alarm
from heed.platform.people.emergencies import find_emergency, find_own_emergency
from heed.platform.people.events import EmergencyAsked, EmergencyEnded, EmergencyGranted, EmergencyRefused

HOURS = (1, 4, 12, 24)
"""For how long emergency access can be granted."""


@transaction.atomic
def ask_emergency_access(actor: Actor, *, words: str, reason: str, at: datetime) -> EmergencyAccess:
    """Ask to see the case that is called `words` (its reference or name, as the person knows it)."""
    check_may(actor, Permission.READ_REGISTER)
    called, why = " ".join(words.split())[:120], " ".join(reason.split())[:300]
    wrong = {} if called else {"words": "Enter the reference or the name of the case"}
    wrong |= {} if why else {"reason": "Say why it cannot wait; two people read this"}
    if wrong:
        raise Invalid("Say which case and why.", fields=wrong)
    case_ref = match_case(actor.partnership_id, called)
    restricted = Scope.objects.filter(
        partnership_id=actor.partnership_id, case_ref=case_ref, level__in=CLOSED
    )
    row = EmergencyAccess.objects.create(
        partnership_id=actor.partnership_id,
        scope=restricted.first() if case_ref else None,
        words=called,
        person_id=actor.person_id,
        reason=why,
        asked_at=at,
    )
    _tell(actor, EmergencyAsked(), row, at)
    raise_alarm(actor, row, ASKED, at=at)
    return row


@transaction.atomic
def grant_emergency_access(actor: Actor, *, ref: str, hours: int, at: datetime) -> EmergencyAccess:
    """Let the person who asked see the case for some hours. Never the person who asked, nor somebody standing in
    for them."""
    row = _answerable(actor, ref)
    if hours not in HOURS:
        raise Invalid("Choose for how long.", fields={"hours": "Choose for how long"})
    _answer(row, actor, at, expires_at=at + timedelta(hours=hours))
    _tell(actor, EmergencyGranted(person=row.person.public_id, hours=hours), row, at)
    raise_alarm(actor, row, GRANTED, at=at)
    return row


@transaction.atomic
def refuse_emergency_access(actor: Actor, *, ref: str, at: datetime) -> EmergencyAccess:
    """Say no."""
    row = _answerable(actor, ref)
    _answer(row, actor, at)
    _tell(actor, EmergencyRefused(person=row.person.public_id), row, at)
    return row


@transaction.atomic
def end_emergency_access(actor: Actor, *, ref: str, at: datetime) -> EmergencyAccess:
    """End it before its time: whoever may grant it, or the person who has it and needs it no longer."""
    row = find_own_emergency(actor, ref) or find_emergency(actor, ref)
    open_ = EmergencyAccess.objects.filter(pk=row.pk, expires_at__gt=at, ended_at__isnull=True)
    if not open_.update(ended_at=at, ended_by_id=actor.person_id):
        raise NotNow("This emergency access is over already.")
    _tell(actor, EmergencyEnded(person=row.person.public_id), row, at)
    row.refresh_from_db()
    return row


def _answerable(actor: Actor, ref: str) -> EmergencyAccess:
    check_may(actor, Permission.GRANT_EMERGENCY_ACCESS)
    row = find_emergency(actor, ref)
    if actor.person_id == row.person_id or actor.on_behalf_ref == row.person.public_id:
        raise NotAllowed("It takes two people: somebody else must answer what you asked for.")
    return row


def _answer(row: EmergencyAccess, actor: Actor, at: datetime, *, expires_at: datetime | None = None) -> None:
    waiting = EmergencyAccess.objects.filter(pk=row.pk, answered_at__isnull=True)
    if not waiting.update(answered_at=at, answered_by_id=actor.person_id, expires_at=expires_at):
        raise NotNow("Somebody else has just answered this.")
    row.refresh_from_db()


def _tell(actor: Actor, happened: object, row: EmergencyAccess, at: datetime) -> None:
    record(actor, happened, subject_kind="emergency_access", subject_ref=row.public_id, at=at)
