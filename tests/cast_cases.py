"""Cases as tests need them, made by Heed's own operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import minute_approval, sign_approval
from heed.platform.approvals.types import JointView
from heed.platform.partnerships.models import Agency
from heed.reviews.models import AgencyAsked, CaseDecision, CaseReferral, RapidReview, Review
from heed.reviews.operations import (
    ask_agencies,
    notify_rapid_review,
    propose_step,
    recommend_decision,
    refer_case,
)
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import approval_of, criteria_for
from heed.reviews.queries.proposals import standing_of
from tests.cast import AT, Cast

CHILD = "Child Q"


def a_referral(actor: Actor, *, at: datetime = AT, **more: Any) -> CaseReferral:
    """A case put forward; its review stands with it."""
    given: dict[str, Any] = {
        "safety": "no",
        "who_acted": "",
        "acted_when": "",
        "children": [CHILD],
        "category": "serious_harm",
        "incident": "20 February 2025",
        "what_happened": "A baby was seriously injured at home.",
        "factors": "",
        "agencies_known": "",
        **more,
    }
    return refer_case(actor, **given, at=at)


def a_recommendation(
    actor: Actor, review: Review, *, outcome: str = "review", at: datetime = AT, **more: Any
) -> CaseDecision:
    """What somebody recommends, put to those who decide where they may put it."""
    day = at.date()
    given: dict[str, Any] = {
        "review_kind": "local child safeguarding practice review" if outcome == "review" else "",
        "reasons": "Agencies worked apart.",
        "criteria": dict.fromkeys(criteria_for(day).questions, True),
        "dissent": "",
        "waits_for": "The police’s decision" if outcome == "defer" else "",
        "look_again_on": day + timedelta(days=30) if outcome == "defer" else None,
        **more,
    }
    return recommend_decision(actor, ref=review.public_id, outcome=outcome, **given, at=at)


def agree(cast: Cast, decision: CaseDecision, *, at: datetime = AT) -> None:
    """Each safeguarding partner agrees to it."""
    joint = approval_of(cast.manager, decision)
    assert joint is not None
    all_partners_agree(cast, joint, at=at)


def all_partners_agree(
    cast: Cast, joint: JointView, *, at: datetime = AT, typed_at: datetime | None = None
) -> None:
    """Two sign; the police's answer is minuted of the same day, where `typed_at` says so later than it was given."""
    for role in (Role.LEAD_SAFEGUARDING_PARTNER, Role.DELEGATED_SAFEGUARDING_PARTNER):
        actor = cast.of[role]
        seat = seat_of(joint, actor.agency_name)
        sign_approval(actor, seat=seat, sha256=joint.sha256, agrees=True, words="", at=at)
    minute_approval(
        cast.manager,
        seat=seat_of(joint, "Westmere Police"),
        sha256=joint.sha256,
        name="Polly Parr",
        post="Superintendent",
        meeting="Partners' meeting",
        on=at.date(),
        agrees=True,
        words="",
        at=typed_at or at,
    )


def seat_of(joint: JointView, agency: str) -> str:
    return next(each.ref for each in joint.seats if each.agency == agency)


def decided(
    cast: Cast, review: Review, outcome: str = "review", *, at: datetime = AT, **more: Any
) -> CaseDecision:
    """Recommended by the officer, agreed to by every partner."""
    row = a_recommendation(cast.officer, review, outcome=outcome, at=at, **more)
    agree(cast, row, at=at)
    row.refresh_from_db()
    return row


def step_decided(cast: Cast, review: Review, to: str, *, at: datetime = AT) -> Review:
    """Withheld or closed: put forward by the officer, agreed to by every partner."""
    row = propose_step(cast.officer, ref=review.public_id, to=to, why="All is done.", at=at)
    joint = standing_of(cast.manager, row)
    assert joint is not None
    all_partners_agree(cast, joint, at=at)
    return find_review(cast.manager, review.public_id)


def a_rapid_review(
    cast: Cast, review: Review, *, at: datetime = AT, aware_on: date | None = None
) -> RapidReview:
    """The council has notified the Panel today."""
    return notify_rapid_review(
        cast.officer,
        ref=review.public_id,
        aware_on=aware_on or at.date(),
        notified_on=at.date(),
        their_reference="SIN-77",
        at=at,
    )


def everybody_asked(cast: Cast, review: Review, *, at: datetime = AT) -> list[AgencyAsked]:
    """All agencies of the cast are asked what they know."""
    refs = [
        each.public_id
        for each in Agency.objects.filter(partnerships=cast.manager.partnership_id, name__startswith="W")
        | Agency.objects.filter(partnerships=cast.manager.partnership_id, name="Vale NHS Trust")
    ]
    return ask_agencies(cast.officer, ref=review.public_id, agencies=refs, at=at)
