"""What the cast does in a review, made by the operations that people use: submissions of the Vale NHS Trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Membership
from heed.reviews.models import Commission, NonCompliance, Submission, SubmissionVersion
from heed.reviews.operations.giving import check_submission, hand_in_submission, sign_off_submission
from heed.reviews.operations.non_compliance import keep_commission, send_on_non_compliance
from heed.reviews.operations.submissions import ask_for_submissions
from heed.reviews.queries.submissions import submission_rules
from heed.reviews.types.submissions import Spoken, Written
from tests.cast import AT, Cast, Register

DUE = date(2025, 4, 1)
LATE = AT + timedelta(days=40)
"""When what was to come by `DUE` is late."""


def agency(name: str) -> Agency:
    return Agency.objects.get(name=name)


def place_of(actor: Actor) -> str:
    return Membership.objects.get(pk=actor.membership_id).public_id


def lead(cast: Cast) -> Actor:
    """Who writes for the Vale NHS Trust, and is not its executive director."""
    return cast.of[Role.AGENCY_LEAD]


def executive(cast: Cast) -> Actor:
    """The executive director of the Vale NHS Trust."""
    return cast.of[Role.AGENCY_EXECUTIVE]


def ask(cast: Cast, register: Register, **other: Any) -> Submission:
    """The Trust is asked for its individual management review."""
    given: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "kind": "imr",
        "agencies": [agency("Vale NHS Trust").public_id],
        "questions": ["Who saw the children at home?"],
        "words": "",
        "due_on": DUE,
        "at": AT,
    }
    [made] = ask_for_submissions(cast.manager, **{**given, **other})
    return made


def words(**other: Any) -> Written:
    """What the Trust writes: every section of an individual management review, by somebody who uses no Heed."""
    keys = [each.key for each in submission_rules().kinds["imr"].sections]
    usual = Written(
        words={key: f"What we found of {key.replace('_', ' ')}." for key in keys},
        recommendations=("Record each visit that did not take place.",),
        author="Wren Whitlow, Named Nurse",
        independent=True,
    )
    return replace(usual, **other)


def hand_in(cast: Cast, row: Submission, **other: Any) -> SubmissionVersion:
    given: dict[str, Any] = {"written": words(), "version": 0, "at": AT, **other}
    return hand_in_submission(lead(cast), ref=row.public_id, **given)


def given(cast: Cast, register: Register) -> Submission:
    """Handed in, and nobody has looked it over."""
    row = ask(cast, register)
    hand_in(cast, row)
    return row


def look_over(cast: Cast, row: Submission, **other: Any) -> object:
    """The business manager, who acts for the police, finds it good enough."""
    found: dict[str, Any] = {
        "met": dict.fromkeys(submission_rules().checklist, True),
        "grade": "enough",
        "words": "",
        "again_by": None,
        "number": 1,
        "at": AT,
    }
    return check_submission(cast.manager, ref=row.public_id, **{**found, **other})


def assured(cast: Cast, register: Register) -> Submission:
    row = given(cast, register)
    look_over(cast, row)
    return row


def final(cast: Cast, register: Register) -> Submission:
    row = assured(cast, register)
    return sign_off_submission(executive(cast), ref=row.public_id, words="", number=1, at=AT)


def spoken(**other: Any) -> Spoken:
    usual = Spoken(to="Aled Avery", on=LATE.date(), words="He is ill, and nobody took it over.")
    return replace(usual, **other)


def send_on(cast: Cast, row: Submission, stage: str = "review_group", **other: Any) -> NonCompliance:
    given: dict[str, Any] = {"spoken": spoken(), "stage": stage, "at": LATE, **other}
    return send_on_non_compliance(cast.manager, ref=row.public_id, **given)


def silent(cast: Cast, register: Register) -> Submission:
    """Late, and sent on to the review group."""
    row = ask(cast, register)
    send_on(cast, row)
    return row


def commission(cast: Cast, **other: Any) -> Commission:
    kept: dict[str, Any] = {
        "agency": agency("Vale NHS Trust").public_id,
        "commissioner": agency("Westmere Council").public_id,
        "service": "Health visiting",
        "clause": "Takes part in reviews.",
        "begins_on": date(2023, 4, 1),
        "at": AT,
    }
    return keep_commission(cast.manager, **{**kept, **other})


def ensure(cast: Cast, register: Register) -> None:
    """One of each kind of record."""
    silent(cast, register)
    commission(cast)
