"""Evidence that was given by mistake: withdrawn from the actions it was given for, and given back to them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.plans.events import EvidenceGivenBack, EvidenceWithdrawn
from heed.plans.models import Action, Evidence, EvidenceUse
from heed.plans.operations.threads import refresh_threads
from heed.plans.policies import check_may_renew, check_nothing_rests_on
from heed.plans.queries import find_evidence
from heed.plans.rules import checked_reason
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import hold

_FROM = Evidence.withdrawn_from.through


@transaction.atomic
def withdraw_evidence(actor: Actor, *, ref: str, reason: str, at: datetime) -> Evidence:
    """A piece that was given by mistake shows nothing any more; it stays with its versions, the reason and the actions
    it was given for. Refused where a verification, a later check or a judgement rests on it."""
    row = _held(actor, ref)
    check_may_renew(actor, row)
    why = checked_reason(reason)
    if row.withdrawn_at:
        raise NotNow(f"{row.reference} is withdrawn already.")
    check_nothing_rests_on(actor, row)
    served = list(row.uses.order_by("action").values_list("action", flat=True))
    _FROM.objects.bulk_create(_FROM(evidence_id=row.pk, action_id=each) for each in served)
    row.uses.all().delete()
    Evidence.objects.visible_to(actor).filter(pk=row.pk).update(
        withdrawn_at=at, withdrawn_by=actor.person_id, withdrawn_why=why, version=F("version") + 1
    )
    _changed(actor, served)
    record(actor, EvidenceWithdrawn(reference=row.reference), subject_kind="evidence", subject_ref=ref, at=at)
    return find_evidence(actor, ref)


@transaction.atomic
def give_evidence_back(actor: Actor, *, ref: str, at: datetime) -> Evidence:
    """Undo a withdrawal: the piece shows again what it showed. That it was withdrawn, and why, stays in its history."""
    row = _held(actor, ref)
    check_may_renew(actor, row)
    if row.withdrawn_at is None or row.withdrawn_by is None:
        raise NotNow(f"{row.reference} is not withdrawn.")
    links = _FROM.objects.filter(evidence=row).order_by("action")
    served = list(links.values_list("action", flat=True))
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=row, action_id=each, used_by_id=actor.person_id, used_at=at) for each in served
    )
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="evidence",
        subject_ref=ref,
        field="withdrawn",
        words=f"Withdrawn by {row.withdrawn_by.name} on {row.withdrawn_at:%-d %B %Y}: {row.withdrawn_why}",
        by=actor.name,
        at=at,
    )
    links.delete()
    Evidence.objects.visible_to(actor).filter(pk=row.pk).update(
        withdrawn_at=None, withdrawn_by=None, withdrawn_why="", version=F("version") + 1
    )
    _changed(actor, served)
    record(actor, EvidenceGivenBack(reference=row.reference), subject_kind="evidence", subject_ref=ref, at=at)
    return find_evidence(actor, ref)


def _held(actor: Actor, ref: str) -> Evidence:
    find_evidence(actor, ref)
    row: Evidence = hold(Evidence.objects.visible_to(actor).filter(public_id=ref)).get()
    return row


def _changed(actor: Actor, action_ids: list[int]) -> None:
    Action.objects.visible_to(actor).filter(pk__in=action_ids).update(version=F("version") + 1)
    refresh_threads(actor, action_ids=action_ids)
