"""The draft of a report on its way, as tests need it, made by Heed's own operations."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.types import JointView
from heed.reviews.models import DraftChallenge, DraftGate, Framework, ReportDraft, Review
from heed.reviews.operations import challenge_draft, decide_gate, move_review, send_draft
from heed.reviews.operations.childs_life import keep_life
from heed.reviews.operations.frameworks import keep_framework
from heed.reviews.queries.childs_life import untold_children
from heed.reviews.queries.drafts import REPORT, draft_rules, gates_for
from heed.reviews.types.childs_life import Told
from tests.cast import AT, Cast
from tests.cast_cases import a_referral, decided
from tests.cast_cases import all_partners_agree as accept

FIRST = ["Nobody saw the boy alone.", "The school wrote down its worries.", "Health visitors should ask."]
"""What the first draft says."""


def a_review(cast: Cast, *, child: str = "Child V", at: datetime = AT) -> Review:
    """One that gathers: decided, commissioned, and its agencies asked."""
    row = a_referral(cast.officer, children=[child], incident="1 February 2023", at=at)
    decided(cast, row.review, at=at)
    for state, method in (("commissioned", "systems"), ("gathering", "")):
        move_review(
            cast.officer, ref=row.review.public_id, to=state, on=at.date(), why="", method=method, at=at
        )
    row.review.refresh_from_db()
    return row.review


def reviewer(cast: Cast) -> Actor:
    return cast.of[Role.LEAD_REVIEWER]


def file_of(*paragraphs: str, name: str = "report.txt") -> tuple[str, list[bytes]]:
    return name, ["\n\n".join(paragraphs or FIRST).encode()]


def a_draft(cast: Cast, review: Review, **other: Any) -> ReportDraft:
    """The lead reviewer sends a version."""
    given: dict[str, Any] = {"file": file_of(), "note": "", "last_seen": 0, "at": AT, **other}
    return send_draft(given.pop("actor", reviewer(cast)), review_ref=review.public_id, **given)


def pass_gate(cast: Cast, draft: ReportDraft, gate: str, **other: Any) -> DraftGate:
    """The officer writes down that it was agreed."""
    given: dict[str, Any] = {
        "outcome": "passed",
        "met": list(draft_rules().standards),
        "unmet": "",
        "words": "",
        "meeting": "Meeting of 4 March",
        "held_on": AT.date(),
        "at": AT,
        **other,
    }
    actor = given.pop("actor", cast.officer)
    return decide_gate(actor, review_ref=draft.review.public_id, number=draft.number, gate=gate, **given)


def pass_all(cast: Cast, draft: ReportDraft) -> None:
    """Every gate before those who accept it."""
    for gate in gates_for(draft.review)[:-1]:
        pass_gate(cast, draft, gate.key)


def a_challenge(actor: Actor, draft: ReportDraft, **other: Any) -> DraftChallenge:
    given: dict[str, Any] = {
        "place": "Page 1",
        "words": "The school did tell the council.",
        "at": AT,
        **other,
    }
    return challenge_draft(actor, review_ref=draft.review.public_id, number=draft.number, **given)


def tell_life(cast: Cast, review: Review) -> None:
    """What is said of each child's daily life, once."""
    for child in untold_children(review):
        told = Told(child, "His last year", words="He slept on a sofa.", source="School notes")
        keep_life(cast.officer, review_ref=review.public_id, told=told, at=AT)


def put(cast: Cast, draft: ReportDraft, *, at: datetime = AT) -> JointView:
    tell_life(cast, draft.review)
    return open_joint_approval(
        cast.manager, kind=REPORT, ref=draft.public_id, decision="accept_report", at=at
    )


def a_framework(cast: Cast, **other: Any) -> Framework:
    """An edition of the partnership's own, with a standard that it sets."""
    given: dict[str, Any] = {
        "name": "Learning and improvement framework",
        "edition": "2025",
        "approved_on": date(2025, 1, 6),
        "approved_by": "The partnership's executive",
        "in_force_from": date(2025, 2, 1),
        "review_on": date(2026, 2, 1),
        "standards": ["It says what would have to be different for a child tomorrow"],
        "document": "",
        "at": AT,
    }
    return keep_framework(cast.manager, **{**given, **other})


def accept_at_once(cast: Cast, review: Review, *, at: datetime = AT) -> None:
    """A draft goes through every gate on one day."""
    draft = a_draft(cast, review)
    pass_all(cast, draft)
    accept(cast, put(cast, draft, at=at), at=at)


def accepted(cast: Cast, *, child: str = "Child V") -> Review:
    """A review whose report is accepted."""
    review = a_review(cast, child=child)
    accept_at_once(cast, review, at=AT + timedelta(days=1))
    review.refresh_from_db()
    return review
