"""Joint approvals that an actor may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.platform.access.decisions import decision_rules
from heed.platform.access.types import Actor
from heed.platform.approvals.models import Approval, JointApproval, Seat
from heed.platform.approvals.types import (
    KINDS,
    ApprovalKind,
    ForApproval,
    Given,
    How,
    JointView,
    SeatView,
    State,
)
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.single_use.types import ShownByLink


def kind_of(name: str) -> ApprovalKind:
    """The registered kind, or `NotVisible`."""
    if name not in KINDS:
        raise NotVisible
    return KINDS[name]


def subject_of(actor: Actor, kind: str, ref: str) -> ForApproval:
    """What is approved, as it is now, for somebody who may see it, or `NotVisible`."""
    return kind_of(kind).find(actor, ref)


def decisions_of(kind: str) -> list[tuple[str, str]]:
    """What can be decided about a record of this kind: code and words."""
    return [(code, _capital(_decision_words(code))) for code in kind_of(kind).decisions]


def find_joint_approval(actor: Actor, ref: str) -> JointView:
    """One joint approval with all that was said, or `NotVisible`; so it is once its record cannot be seen."""
    return _view(actor, find_row(actor, ref))


def standing_approval(actor: Actor, *, kind: str, ref: str, decision: str = "") -> JointView | None:
    """The joint approval that stands for a record (for one decision where it can have several), or None."""
    views = list_joint_approvals(actor, kind=kind, ref=ref)
    standing = (each for each in views if each.state not in (State.SUPERSEDED, State.WITHDRAWN))
    return next((each for each in standing if decision in ("", each.decision)), None)


def list_joint_approvals(actor: Actor, *, kind: str, ref: str) -> list[JointView]:
    """Every joint approval of a record, those withdrawn and superseded too, the newest first."""
    rows = list(_rows(actor).filter(kind=kind, subject_ref=ref).order_by("-pk"))
    if not rows:  # the usual case, on every page of such a record
        return []
    subject = subject_of(actor, kind, ref)
    return [view_of(row, subject) for row in rows]


def approved_refs(actor: Actor, *, kind: str, refs: Sequence[str], decision: str) -> set[str]:
    """Of these records those that are approved by all, whether or not they changed since: for lists."""
    rows = _rows(actor).filter(
        kind=kind, subject_ref__in=refs, decision=decision, superseded_at=None, withdrawn_at=None
    )
    return {row.subject_ref for row in rows if state_of(row) == State.APPROVED}


def list_waiting(actor: Actor) -> list[JointView]:
    """What waits for this actor's own approval, the oldest first."""
    rows = _rows(actor).filter(superseded_at=None, withdrawn_at=None).order_by("pk")
    mine = [row for row in rows if any(_waits_for(actor, seat) for seat in row.seats.all())]
    return [view for row in mine if (view := _view_or_none(actor, row)) is not None]


def find_row(actor: Actor, ref: str) -> JointApproval:
    """The row, or `NotVisible`."""
    row: JointApproval | None = _rows(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def find_seat(actor: Actor, ref: str) -> Seat:
    """One of those who must approve, of an approval that the actor may see, or `NotVisible`."""
    seat = Seat.objects.filter(public_id=ref).select_related("agency").first()
    if seat is None:
        raise NotVisible
    joint = JointApproval.objects.visible_to(actor).filter(pk=seat.joint_id).first()
    if joint is None:
        raise NotVisible
    subject_of(actor, joint.kind, joint.subject_ref)
    seat.joint = joint
    return seat


def find_approval(actor: Actor, ref: str) -> Approval:
    """What one of them said, for somebody who may see the whole, or `NotVisible`."""
    row = Approval.objects.filter(public_id=ref).select_related("seat").first()
    if row is None:
        raise NotVisible
    row.seat = find_seat(actor, row.seat.public_id)
    return row


def show_seat(actor: Actor, ref: str) -> ShownByLink:
    """What somebody without an account is shown: exactly what was put to all, while it is still that."""
    seat = find_seat(actor, ref)
    subject = subject_of(actor, seat.joint.kind, seat.joint.subject_ref)
    over = seat.joint.withdrawn_at or seat.joint.superseded_at or seat.approvals.filter(withdrawn_at=None)
    if over or subject.sha256 != seat.joint.sha256:
        raise NotVisible
    return ShownByLink(
        title=f"{seat.joint.title}: for {seat.agency or seat.name}",
        words=subject.words,
        sha256=subject.sha256,
        file=subject.file,
        file_name=subject.file_name,
    )


def state_of(row: JointApproval) -> State:
    """Where it stands, by what was said and what has become of it."""
    if row.withdrawn_at:
        return State.WITHDRAWN
    if row.superseded_at:
        return State.SUPERSEDED
    said = [_standing(seat) for seat in row.seats.all()]
    if any(each is not None and not each.agrees for each in said):
        return State.REFUSED
    return State.APPROVED if said and all(said) else State.WAITING


def view_of(row: JointApproval, subject: ForApproval) -> JointView:
    """As pages show it, beside what the record is now."""
    return JointView(
        ref=row.public_id,
        kind=row.kind,
        subject_ref=row.subject_ref,
        decision=row.decision,
        decision_words=_decision_words(row.decision),
        title=row.title,
        words=row.words,
        sha256=row.sha256,
        href=subject.href,
        decided_on=row.decided_on,
        edition=row.edition,
        by=row.by,
        opened_by=row.opened_by.name,
        opened_at=row.opened_at,
        state=state_of(row),
        current=subject.sha256 == row.sha256,
        is_file=subject.file is not None,
        seats=tuple(_seat(seat) for seat in row.seats.all()),
        ended_at=row.withdrawn_at or row.superseded_at,
        ended_by=row.withdrawn_by.name if row.withdrawn_by else "",
        ended_why=row.withdrawn_why,
    )


def labels_of_approvals(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these joint approvals are called, those that the actor may see, by public id."""
    rows = list(_rows(actor).filter(public_id__in=refs))
    return {row.public_id: f"approval of {row.title}" for row in rows if _view_or_none(actor, row)}


def labels_of_seats(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """Whose approval each of these is, those that the actor may see, by public id."""
    rows = list(_rows(actor).filter(seats__public_id__in=refs).distinct())
    return {
        seat.public_id: f"approval of {row.title} by {seat.agency or seat.name}"
        for row in rows
        if _view_or_none(actor, row)
        for seat in row.seats.all()
        if seat.public_id in refs
    }


def approval_rows(case_ref: str) -> QuerySet[Any]:
    """The joint approvals of a case: those of its records."""
    rows = JointApproval.objects.for_everyone(because="a case moves as a whole")
    of_case = Q()
    for kind in KINDS.values():
        of_case |= Q(kind=kind.name, subject_ref__in=list(kind.of_case(case_ref)))
    return rows.filter(of_case) if of_case else rows.none()


def people_of_seat(seat: Seat, *, on: date) -> list[int]:
    """Those who can sign for a seat on the day, by key: of its agency where it has one, in one of its roles."""
    rows = memberships_in_force(on).filter(partnership_id=seat.joint.partnership_id)
    if seat.agency_id is not None:
        rows = rows.filter(agency=seat.agency_id)
    return sorted({row.person_id for row in rows if {*seat.roles} & {*row.roles}})


def _rows(actor: Actor) -> QuerySet[Any]:
    said = Approval.objects.select_related("recorded_by", "withdrawn_by", "task__code_by__person")
    seats = Seat.objects.select_related("agency").prefetch_related(Prefetch("approvals", said))
    rows = JointApproval.objects.visible_to(actor).select_related("opened_by", "withdrawn_by")
    return rows.prefetch_related(Prefetch("seats", seats))


def _view(actor: Actor, row: JointApproval) -> JointView:
    return view_of(row, subject_of(actor, row.kind, row.subject_ref))


def _view_or_none(actor: Actor, row: JointApproval) -> JointView | None:
    try:
        return _view(actor, row)
    except (NotVisible, NotAllowed):
        return None


def _waits_for(actor: Actor, seat: Seat) -> bool:
    """Whether this seat has said nothing yet and the actor is one who may."""
    mine = seat.agency_id in (None, actor.agency_id) and bool({*seat.roles} & {*actor.roles})
    return mine and _standing(seat) is None


def _standing(seat: Seat) -> Approval | None:
    return next((each for each in seat.approvals.all() if each.withdrawn_at is None), None)


def _seat(seat: Seat) -> SeatView:
    said = [_given(each) for each in seat.approvals.all()]
    return SeatView(
        ref=seat.public_id,
        name=seat.name,
        agency=seat.agency.name if seat.agency else "",
        given=next((each for each in said if each.withdrawn_at is None), None),
        earlier=tuple(each for each in said if each.withdrawn_at),
    )


def _given(row: Approval) -> Given:
    return Given(
        ref=row.public_id,
        name=row.name,
        post=row.post,
        agrees=row.agrees,
        on=row.approved_on,
        how=How(row.how),
        meeting=row.meeting,
        words=row.words,
        recorded_by=row.recorded_by.name,
        recorded_at=row.recorded_at,
        sha256=row.sha256,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
        withdrawn_why=row.withdrawn_why,
        code_by=row.task.code_by.person.name if row.task and row.task.code_by else "",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _decision_words(decision: str) -> str:
    return decision_rules().decisions.get(decision, decision)


def last_agreed_on(kind: str, ref: str) -> date:
    """The last of the days on which those who have to approve a record agreed to it. For operations that follow from
    it: it asks nobody's rights. One that stands approved has at least one."""
    said = Approval.objects.filter(
        seat__joint__kind=kind,
        seat__joint__subject_ref=ref,
        seat__joint__superseded_at=None,
        seat__joint__withdrawn_at=None,
        withdrawn_at=None,
    )
    return max(said.values_list("approved_on", flat=True))
