"""Emergency access, for those who answer it and those who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Exists, OuterRef, QuerySet

from heed.platform.access.cases import case_titles
from heed.platform.access.models import EmergencyAccess, Exclusion
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible

State = Literal["waiting", "granted", "over", "refused"]
SHOWN_FOR = timedelta(days=14)
"""How long an emergency access that is over stays on the first page of those who guard cases."""


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency access as people read it. `case` and `href` only where the reader may see the case; otherwise
    `words`, as the asker typed them, is all that is known."""

    ref: str
    person: str
    words: str
    reason: str
    asked_at: datetime
    state: State
    answered_by: str
    answered_at: datetime | None
    until: datetime | None
    case: str
    href: str
    own: bool


def find_emergency(actor: Actor, ref: str) -> EmergencyAccess:
    """A request in the actor's partnership that they may answer, or `NotVisible`."""
    check_may(actor, Permission.GRANT_EMERGENCY_ACCESS)
    row = _of(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def find_own_emergency(actor: Actor, ref: str) -> EmergencyAccess | None:
    """One's own request."""
    rows = EmergencyAccess.objects.filter(partnership_id=actor.partnership_id, person_id=actor.person_id)
    return rows.select_related("person").filter(public_id=ref).first()


def list_emergencies(actor: Actor, *, at: datetime) -> list[EmergencyLine]:
    """The newest requests of the partnership; nothing for those who may not answer them."""
    if not actor.may(Permission.GRANT_EMERGENCY_ACCESS):
        return []
    return _lines(actor, list(_of(actor).order_by("-pk")[:100]), at)


def list_own_emergencies(actor: Actor, *, at: datetime) -> list[EmergencyLine]:
    """What this person asked for, newest first."""
    rows = EmergencyAccess.objects.filter(partnership_id=actor.partnership_id, person_id=actor.person_id)
    return _lines(actor, list(rows.select_related("person", "answered_by", "scope").order_by("-pk")[:20]), at)


def alarms(actor: Actor, *, at: datetime) -> list[EmergencyLine]:
    """What the first page shows: what waits for an answer to those who may give it, and what was granted lately to
    those who guard cases."""
    found = list_emergencies(actor, at=at)
    guards = actor.may(Permission.RESTRICT_CASES)
    return [
        each
        for each in found
        if (each.state == "waiting" and not each.own)
        or (guards and each.answered_at and each.until and each.answered_at > at - SHOWN_FOR)
    ]


def _of(actor: Actor) -> QuerySet[EmergencyAccess]:
    """Those of the actor's partnership, but for cases that the actor is excluded from."""
    excluded = Exclusion.objects.filter(
        scope=OuterRef("scope"), person_id=actor.person_id, ended_at__isnull=True
    )
    rows = EmergencyAccess.objects.filter(~Exists(excluded), partnership_id=actor.partnership_id)
    return rows.select_related("person", "answered_by", "scope")


def _lines(actor: Actor, rows: list[EmergencyAccess], at: datetime) -> list[EmergencyLine]:
    titles = case_titles(actor, {row.scope.case_ref for row in rows if row.scope})
    found = []
    for row in rows:
        case, href = titles.get(row.scope.case_ref if row.scope else "", ("", ""))
        found.append(
            EmergencyLine(
                ref=row.public_id,
                person=row.person.name,
                words=row.words,
                reason=row.reason,
                asked_at=row.asked_at,
                state=_state(row, at),
                answered_by=row.answered_by.name if row.answered_by else "",
                answered_at=row.answered_at,
                until=row.ended_at or row.expires_at,
                case=case,
                href=href,
                own=row.person_id == actor.person_id,
            )
        )
    return found


def _state(row: EmergencyAccess, at: datetime) -> State:
    if row.answered_at is None:
        return "waiting"
    if row.expires_at is None:
        return "refused"
    return "granted" if row.ended_at is None and row.expires_at > at else "over"
