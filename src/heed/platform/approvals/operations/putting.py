"""Putting a decision to those who take it together."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.approvals.events import ApprovalOpened, ApprovalSuperseded, ApprovalWithdrawn
from heed.platform.approvals.models import JointApproval, Seat
from heed.platform.approvals.policies import check_may_keep
from heed.platform.approvals.queries import find_joint_approval, find_row, kind_of
from heed.platform.approvals.rights import right_to_decide, rights_of, seats_needed
from heed.platform.approvals.types import KINDS, JointView
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow

RECORD = "approval"
"""What a joint approval is called in the audit log."""


@transaction.atomic
def open_joint_approval(
    actor: Actor, *, kind: str, ref: str, decision: str, at: datetime, decided_on: date | None = None
) -> JointView:
    """Put a decision about a record, exactly as it is now, to those who take it.

    Who they are follows from the edition of guidance in force on `decided_on` (a meeting long ago; today where it
    is not given). One that stands already about the same words or bytes is in the way; about others, it is
    superseded, and stays to be read.
    """
    check_may_keep(actor)
    found = kind_of(kind)
    subject = found.find(actor, ref)
    found.ready(actor, ref)
    if decision not in found.decisions:
        raise Invalid("Choose what is decided.", fields={"decision": "Choose what is decided"})
    day = decided_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise Invalid("That day is still to come.", fields={"decided_on": "Enter today or a day before"})
    right, needed = right_to_decide(actor, decision, on=day), seats_needed(actor, decision, on=day)
    _supersede(actor, kind=kind, ref=ref, decision=decision, sha256=subject.sha256, at=at)
    try:
        with transaction.atomic():
            row = JointApproval.objects.create(
                partnership_id=actor.partnership_id,
                scope=scope_for_new_rows(actor.partnership_id, subject.case_ref),
                kind=kind,
                subject_ref=ref,
                decision=decision,
                title=subject.title[:200],
                words=subject.words,
                sha256=subject.sha256,
                decided_on=day,
                edition=right.edition,
                by=right.sentence[:300],
                rules_edition=rights_of(actor).number,
                opened_by_id=actor.person_id,
                opened_at=at,
            )
    except IntegrityError as first:
        raise NotNow("Somebody else put this to the partners at the same moment.") from first
    Seat.objects.bulk_create(
        Seat(joint=row, name=each.name, agency=each.agency, roles=[role.value for role in each.roles])
        for each in needed
    )
    happened = ApprovalOpened(decision=decision, sha256=subject.sha256)
    record(actor, happened, subject_kind=RECORD, subject_ref=row.public_id, at=at)
    found.settled(ref, False, at)
    return find_joint_approval(actor, row.public_id)


def _supersede(actor: Actor, *, kind: str, ref: str, decision: str, sha256: str, at: datetime) -> None:
    """What stood about other words or bytes stands no longer; the same ones are in the way."""
    standing = JointApproval.objects.visible_to(actor).filter(
        kind=kind, subject_ref=ref, decision=decision, superseded_at=None, withdrawn_at=None
    )
    for row in standing:
        if row.sha256 == sha256:
            raise NotNow("This was put to those who decide already, exactly as it is now.")
        JointApproval.objects.visible_to(actor).filter(pk=row.pk).update(superseded_at=at)
        record(actor, ApprovalSuperseded(), subject_kind=RECORD, subject_ref=row.public_id, at=at)


@transaction.atomic
def withdraw_joint_approval(actor: Actor, *, ref: str, reason: str, at: datetime) -> None:
    """Take back a decision that was put, with what was said about it; all of it stays to be read."""
    check_may_keep(actor)
    row = find_row(actor, ref)
    KINDS[row.kind].find(actor, row.subject_ref)
    why = checked_reason(reason)
    claimed = (
        JointApproval.objects.visible_to(actor)
        .filter(pk=row.pk, superseded_at=None, withdrawn_at=None)
        .update(withdrawn_at=at, withdrawn_by=actor.person_id, withdrawn_why=why)
    )
    if not claimed:
        raise NotNow("This stands no longer.")
    record(actor, ApprovalWithdrawn(), subject_kind=RECORD, subject_ref=ref, at=at)
    KINDS[row.kind].settled(row.subject_ref, False, at)


def checked_reason(reason: str) -> str:
    """A reason as it is kept, or `Invalid`; nothing is changed."""
    why = " ".join(reason.split())[:300]
    if not why:
        raise Invalid("Say why.", fields={"reason": "Say why; it stays with the approval"})
    return why
