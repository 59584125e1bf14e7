"""What was put to those who decide together in the demo, and what each of them said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heed.library.queries import documents_of_review
from heed.platform.access.queries import find_actor_by_email
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import (
    confirm_who_decides,
    minute_approval,
    name_partners,
    open_joint_approval,
    sign_approval,
)
from heed.platform.approvals.types import JointView
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import list_reviews


def build_approvals(manager: Actor, written: dict[str, Any], agencies: Mapping[str, Agency]) -> str:
    """As the partnership's own team did it; returns how many there are, in words."""
    _say_who_decides(manager, written, agencies)
    reviews = {review.name: review for review in list_reviews(manager)}
    emails = {each["key"]: each["email"] for each in written["people"]}
    for each in written.get("approvals", []):
        document = documents_of_review(manager, reviews[each["review"]].pk)[0]
        joint = open_joint_approval(
            manager,
            kind="document",
            ref=document.public_id,
            decision=each["decision"],
            decided_on=each.get("decided"),
            at=clock.now(),
        )
        for key, said in each.get("minuted", {}).items():
            _minute(manager, joint, agencies[key].name if key else "", said, each)
        for key in each.get("signed", []):
            _sign(joint, emails[key])
    return f"{len(written.get('approvals', []))} put to those who decide"


def _say_who_decides(manager: Actor, written: dict[str, Any], agencies: Mapping[str, Agency]) -> None:
    said = written["who_decides"]
    chosen = {code: [agencies[key].public_id for key in keys] for code, keys in said["partners"].items()}
    row = name_partners(manager, agencies=chosen, after=0, at=clock.now())
    emails = {each["key"]: each["email"] for each in written["people"]}
    confirm_who_decides(
        _actor(emails[said["confirmed"]["by"]]),
        begins_on=said["confirmed"]["edition"],
        after=row.number,
        at=clock.now(),
    )


def _minute(manager: Actor, joint: JointView, agency: str, said: dict[str, str], written: Any) -> None:
    minute_approval(
        manager,
        seat=_seat(joint, agency),
        sha256=joint.sha256,
        **said,
        on=written["decided"],
        agrees=True,
        words="",
        at=clock.now(),
    )


def _sign(joint: JointView, email: str) -> None:
    actor = _actor(email)
    sign_approval(
        actor,
        seat=_seat(joint, actor.agency_name),
        sha256=joint.sha256,
        agrees=True,
        words="",
        at=clock.now(),
    )


def _actor(email: str) -> Actor:
    actor = find_actor_by_email(email, on=clock.today())
    if actor is None:
        raise LookupError(email)
    return actor


def _seat(joint: JointView, agency: str) -> str:
    return next(each.ref for each in joint.seats if each.agency == agency)
