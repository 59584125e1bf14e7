"""Requests for information: received, extended, answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from heed.information.events import RequestAnswered, RequestExtended, RequestReceived
from heed.information.models import InformationRequest
from heed.information.queries.requests import find_request
from heed.information.queries.written import request_rule
from heed.information.rules import Due, due_of_request
from heed.information.types import OUTCOMES, RequestKind
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.rules.queries import rules_of

_LETTERS = {
    RequestKind.SUBJECT_ACCESS: "SAR",
    RequestKind.FREEDOM_OF_INFORMATION: "FOI",
    RequestKind.ENVIRONMENTAL_INFORMATION: "EIR",
}


@transaction.atomic
def keep_request(
    actor: Actor,
    *,
    kind: str,
    asked_by: str,
    asked: str,
    received_on: date,
    person_name: str,
    other_names: Sequence[str],
    born_on: date | None,
    identity_checked_on: date | None,
    at: datetime,
) -> InformationRequest:
    """Keep a request that came on a day, and say by when it must be answered."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    known = RequestKind(kind)
    if received_on > at.date():
        raise Invalid("The day it came is after today.", fields={"received_on": "Enter a day that has come"})
    if known is RequestKind.SUBJECT_ACCESS and not person_name.strip():
        raise Invalid("Say whom it is about.", fields={"person_name": "Enter the person's name"})
    due = _due(kind, received_on, extended=False)
    [reference] = take_references(partnership_id=actor.partnership_id, name=_LETTERS[known], how_many=1)
    row = InformationRequest.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=reference,
        kind=kind,
        asked_by=asked_by.strip()[:200],
        asked=asked.strip(),
        received_on=received_on,
        due_on=due.on,
        due_because=due.because[:300],
        person_name=person_name.strip()[:200],
        other_names=[name.strip()[:200] for name in other_names if name.strip()],
        born_on=born_on,
        identity_checked_on=identity_checked_on,
        registered_at=at,
    )
    _record(actor, RequestReceived(reference=reference, kind=kind), row, at)
    return row


def _due(kind: str, received: date, *, extended: bool) -> Due:
    return due_of_request(request_rule(kind), rules_of("working-days"), received=received, extended=extended)


@transaction.atomic
def extend_request(actor: Actor, *, ref: str, reason: str, at: datetime) -> InformationRequest:
    """Take the further time that the law allows, once, before the last day, for a reason that is kept."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = _open(actor, ref)
    if row.extended_on is not None:
        raise NotNow(f"It was extended on {row.extended_on:%-d %B %Y}, and the law allows that once.")
    if at.date() > row.due_on:
        raise NotNow("The last day has passed. The law allows more time only to who asks for it before.")
    if not reason.strip():
        raise Invalid("Say why more time is needed.", fields={"reason": "Enter the reason"})
    due = _due(row.kind, row.received_on, extended=True)
    claimed = InformationRequest.objects.visible_to(actor).filter(
        pk=row.pk, outcome="", extended_on__isnull=True
    )
    if not claimed.update(
        due_on=due.on,
        due_because=due.because[:300],
        extended_on=at.date(),
        extension_reason=reason.strip()[:300],
        version=F("version") + 1,
    ):
        raise NotNow("Somebody else extended or answered it meanwhile.")
    _record(actor, RequestExtended(due=due.on.isoformat()), row, at)
    return find_request(actor, ref)


@transaction.atomic
def answer_request(
    actor: Actor, *, ref: str, outcome: str, reason: str, answered_on: date, at: datetime
) -> InformationRequest:
    """Keep how and when a request was answered. Anything but given in full needs its reason."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = _open(actor, ref)
    if outcome not in OUTCOMES:
        raise Invalid("Choose how it was answered.", fields={"outcome": "Choose one"})
    if outcome != "given" and not reason.strip():
        raise Invalid("Say why, as it was said to who asked.", fields={"reason": "Enter the reason"})
    if not row.received_on <= answered_on <= at.date():
        raise Invalid(
            "It was answered between the day it came and today.",
            fields={"answered_on": "Enter a day between the two"},
        )
    claimed = InformationRequest.objects.visible_to(actor).filter(pk=row.pk, outcome="")
    if not claimed.update(
        outcome=outcome,
        outcome_reason=reason.strip(),
        answered_on=answered_on,
        answered_by=actor.name,
        version=F("version") + 1,
    ):
        raise NotNow("Somebody else kept an answer meanwhile.")
    _record(actor, RequestAnswered(outcome=outcome), row, at)
    return find_request(actor, ref)


def _open(actor: Actor, ref: str) -> InformationRequest:
    row = find_request(actor, ref)
    if row.outcome:
        raise NotNow("This request was answered already.")
    return row


def _record(actor: Actor, happened: object, row: InformationRequest, at: datetime) -> None:
    record(actor, happened, subject_kind="request", subject_ref=row.public_id, at=at)
