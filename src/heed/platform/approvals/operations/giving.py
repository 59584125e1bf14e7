"""Approving: by signing here, by a link, or as a meeting was minuted; and taking it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.types import Actor
from heed.platform.approvals.events import ApprovalGiven, ApprovalTakenBack
from heed.platform.approvals.models import Approval, JointApproval, Seat
from heed.platform.approvals.operations.putting import RECORD, checked_reason
from heed.platform.approvals.policies import (
    check_did_not_recommend,
    check_is_another,
    check_may_be_named,
    check_may_keep,
    check_may_sign,
)
from heed.platform.approvals.queries import find_approval, find_seat, people_of_seat, subject_of
from heed.platform.approvals.types import ANSWERED_FOR, KINDS
from heed.platform.audit_log.operations import record, record_of_visitor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.versions import hold
from heed.platform.notices.operations import tell_person
from heed.platform.single_use.models import OneTask

_LONGEST_WORDS = 4000


@transaction.atomic
def sign_approval(
    actor: Actor, *, seat: str, sha256: str, agrees: bool, words: str, at: datetime
) -> Approval:
    """Approve, or refuse, for one's own agency (or as the chair), today. `sha256` is of what the person was shown."""
    row = find_seat(actor, seat)
    check_may_sign(actor, row)
    _check_stands(actor, row, sha256)
    if not agrees and not words.strip():
        raise Invalid("Say why not.", fields={"words": "Say why you do not approve"})
    on_behalf = f" for {actor.on_behalf_of}" if actor.on_behalf_of else ""
    given = _give(
        row,
        name=f"{actor.name}{on_behalf}",
        post=actor.role_name,
        agrees=agrees,
        approved_on=timezone.localdate(at),
        how=Approval.How.SIGNED,
        words=words,
        person_id=actor.person_id,
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )
    record(actor, _happened(row, given), subject_kind=RECORD, subject_ref=row.joint.public_id, at=at)
    return given


@transaction.atomic
def minute_approval(
    actor: Actor,
    *,
    seat: str,
    sha256: str,
    name: str,
    post: str,
    meeting: str,
    on: date | None,
    agrees: bool,
    words: str,
    at: datetime,
) -> Approval:
    """Write down that somebody approved, or refused, in a meeting: who, in which, and on which day."""
    check_may_keep(actor)
    row = find_seat(actor, seat)
    _check_stands(actor, row, sha256)
    problems = {
        field: sentence
        for field, missing, sentence in (
            ("name", not name.strip(), "Enter who approved it"),
            ("meeting", not meeting.strip(), "Enter which meeting it was"),
            ("on", on is None, "Enter the day of the meeting"),
            ("words", not agrees and not words.strip(), "Say why it was not approved"),
        )
        if missing
    }
    if on is not None and on > timezone.localdate(at):
        problems["on"] = "The meeting is still to come. Enter today or a day before"
    if problems or on is None:
        raise Invalid("Something is missing.", fields=problems)
    check_may_be_named(actor, f"{name} {post}", field="name")
    given = _give(
        row,
        name=name,
        post=post,
        agrees=agrees,
        approved_on=on,
        how=Approval.How.MINUTED,
        meeting=meeting.strip()[:160],
        words=words,
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )
    record(actor, _happened(row, given), subject_kind=RECORD, subject_ref=row.joint.public_id, at=at)
    _tell_those_who_sign(actor, row, at)
    return given


@transaction.atomic
def approve_by_link(*, task: OneTask, at: datetime) -> None:
    """Take what somebody without an account answered by a link: in the transaction that takes the answer itself."""
    row = Seat.objects.select_related("agency").filter(public_id=task.subject_ref).first()
    if row is None:
        raise NotVisible
    row.joint = JointApproval.objects.for_everyone(because="a link was answered").get(pk=row.joint_id)
    _check_open(row.joint)
    given = _give(
        row,
        name=task.asked_of,
        agrees=task.answer == "approved",
        approved_on=timezone.localdate(at),
        how=Approval.How.LINK,
        words=task.words,
        task=task,
        recorded_by_id=task.made_by.person_id,
        recorded_at=at,
    )
    record_of_visitor(
        task.partnership_id,
        _happened(row, given),
        subject_kind=RECORD,
        subject_ref=row.joint.public_id,
        at=at,
    )
    if maker := find_actor_of_membership(task.made_by_id, on=timezone.localdate(at)):
        _tell_those_who_sign(maker, row, at)


def _tell_those_who_sign(actor: Actor, seat: Seat, at: datetime) -> None:
    """Whoever could have signed here is told that somebody else wrote down an answer for them."""
    joint = seat.joint
    for person_id in people_of_seat(seat, on=timezone.localdate(at)):
        tell_person(
            actor,
            person_id=person_id,
            kind=ANSWERED_FOR,
            subject=(RECORD, joint.public_id),
            reference="",
            scope_id=joint.scope_id,
            case_ref=subject_of(actor, joint.kind, joint.subject_ref).case_ref,
            at=at,
        )


@transaction.atomic
def take_approval_back(actor: Actor, *, ref: str, reason: str, at: datetime) -> None:
    """Whoever signed takes their word back; what was minuted or came by a link, those who keep approvals. It stays
    to be read, with the reason."""
    row = find_approval(actor, ref)
    if row.person_id is not None and row.person_id != actor.person_id:
        raise NotAllowed("Only whoever signed takes it back. The whole can be withdrawn.")
    if row.person_id is None:
        check_may_keep(actor)
    _check_open(row.seat.joint)
    why = checked_reason(reason)
    claimed = Approval.objects.filter(pk=row.pk, withdrawn_at=None).update(
        withdrawn_at=at, withdrawn_by=actor.person_id, withdrawn_why=why
    )
    if not claimed:
        raise NotNow("This was taken back already.")
    joint = row.seat.joint
    happened = ApprovalTakenBack(seat=str(row.seat.agency or row.seat.name)[:120])
    record(actor, happened, subject_kind=RECORD, subject_ref=joint.public_id, at=at)
    KINDS[joint.kind].settled(joint.subject_ref, False, at)


def _check_open(joint: JointApproval) -> None:
    """It stands, and goes on standing until the transaction ends."""
    rows = JointApproval.objects.for_everyone(because="its row was found for the actor, or by a link")
    joint = hold(rows.filter(pk=joint.pk)).get()
    if joint.superseded_at or joint.withdrawn_at:
        raise NotNow("This stands no longer, and nobody can approve it.")


def _check_stands(actor: Actor, seat: Seat, sha256: str) -> None:
    """What the person saw is what was put to all, and what the record still is."""
    _check_open(seat.joint)
    now = subject_of(actor, seat.joint.kind, seat.joint.subject_ref)
    if now.sha256 != seat.joint.sha256:
        raise NotNow("This was changed since it was put to those who decide. It has to be put to them again.")
    if sha256 != seat.joint.sha256:
        raise NotNow("What you were shown is not what is to be approved. Load the page again.")


def _give(seat: Seat, *, name: str, words: str, post: str = "", **facts: Any) -> Approval:
    """The row, and the state of the record with it; one approval stands at most."""
    check_did_not_recommend(seat, name=name, person_id=facts.get("person_id"))
    check_is_another(seat, name=name, person_id=facts.get("person_id"))
    try:
        with transaction.atomic():
            given = Approval.objects.create(
                seat=seat,
                name=" ".join(name.split())[:160],
                post=" ".join(post.split())[:160],
                words=words.strip()[:_LONGEST_WORDS],
                sha256=seat.joint.sha256,
                **facts,
            )
    except IntegrityError as first:
        raise NotNow(f"{seat.agency or seat.name} has answered already.") from first
    KINDS[seat.joint.kind].settled(seat.joint.subject_ref, _approved_by_all(seat.joint), given.recorded_at)
    return given


def _approved_by_all(joint: JointApproval) -> bool:
    said = Approval.objects.filter(seat__joint=joint, withdrawn_at=None, agrees=True)
    return said.count() == joint.seats.count()


def _happened(seat: Seat, given: Approval) -> ApprovalGiven:
    return ApprovalGiven(
        seat=str(seat.agency or seat.name)[:120],
        answer="given" if given.agrees else "refused",
        how=given.how,
        sha256=given.sha256,
    )
