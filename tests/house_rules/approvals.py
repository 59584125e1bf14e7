"""Joint approvals for the house rules: how each event happens, and why no version is asked."""

from __future__ import annotations

from datetime import date, timedelta

from heed.platform.access.roles import Role
from heed.platform.approvals.models import Approval, JointApproval
from heed.platform.approvals.operations import (
    confirm_who_decides,
    minute_approval,
    open_joint_approval,
    say_who_decides,
    take_approval_back,
    withdraw_joint_approval,
)
from heed.platform.approvals.rights import agencies_of_partners
from heed.platform.approvals.types import JointView
from tests.cast import AT, Cast, Register


def put(register: Register, cast: Cast) -> JointView:
    """A document put to the partners."""
    return open_joint_approval(
        cast.manager,
        kind="document",
        ref=register.accepted.document.public_id,
        decision="endorse_response",
        at=AT,
    )


def things(register: Register, cast: Cast) -> dict[str, str]:
    """What addresses of approvals point at."""
    joint = put(register, cast)
    partners = {
        f"partner.{partner.code}": agencies[0].public_id
        for partner, agencies in agencies_of_partners(cast.manager, on=AT.date())
    }
    return {
        "approval": joint.ref,
        "seat": joint.seats[0].ref,
        "approval.sha256": joint.sha256,
        **partners,
    }


def minuted(register: Register, cast: Cast) -> Approval:
    joint = put(register, cast)
    return minute_approval(
        cast.manager,
        seat=joint.seats[0].ref,
        sha256=joint.sha256,
        name="Dr Ann Bell",
        post="Director",
        meeting="Executive",
        on=AT.date() - timedelta(days=1),
        agrees=True,
        words="",
        at=AT,
    )


def superseded(register: Register, cast: Cast) -> None:
    """As if other bytes had been put before."""
    first = put(register, cast)
    rows = JointApproval.objects.for_everyone(because="a test")
    rows.filter(public_id=first.ref).update(sha256="0" * 64)
    put(register, cast)


BEGINS = date(2023, 12, 15)


def confirmed(cast: Cast, *, after: int = 0) -> None:
    confirm_who_decides(cast.manager, begins_on=BEGINS, after=after, at=AT)


def changed(cast: Cast, *, source: str = "Our arrangements", after: int = 0) -> None:
    say_who_decides(
        cast.manager,
        instead_of=BEGINS,
        name="Working Together 2023",
        begins_on=BEGINS,
        by=[Role.LEAD_SAFEGUARDING_PARTNER],
        together=True,
        source=source,
        after=after,
        at=AT,
    )


DEEDS = {
    "approval.opened": put,
    "approval.given": minuted,
    "approval.taken_back": lambda register, cast: take_approval_back(
        cast.manager, ref=minuted(register, cast).public_id, reason="The wrong meeting", at=AT
    ),
    "approval.withdrawn": lambda register, cast: withdraw_joint_approval(
        cast.manager, ref=put(register, cast).ref, reason="The wrong version", at=AT
    ),
    "approval.superseded": superseded,
    "decisions.confirmed": lambda register, cast: confirmed(cast),
    "decisions.changed": lambda register, cast: changed(cast),
}

_O = "heed.platform.approvals.operations"
WITHOUT_ACTOR = {
    f"{_O}.giving.approve_by_link": "somebody without an account",
    f"{_O}.putting.checked_reason": "looks at a reason, nothing is changed",
}
WITHOUT_EVENT = {f"{_O}.giving.approve_by_link": "written as of a visitor, through record_of_visitor"}
WITHOUT_VERSION = {
    f"{_O}.putting.open_joint_approval": "a row of its own; one that stands about the same is in the way",
    f"{_O}.putting.withdraw_joint_approval": "claims it by its state: the second is told so",
    f"{_O}.giving.take_approval_back": "claims the approval by its state: the second is told so",
}
