"""What the cast does in a review, made by the operations that people use: submissions of the Vale NHS Trust."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from heed.learning.models import EarlyLearning, Finding
from heed.learning.operations import issue_early_learning, write_finding
from heed.learning.types import WhatLiesBehind
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Membership
from heed.reviews.models import (
    Appointment,
    Commission,
    FamilyRequest,
    NonCompliance,
    PanelMember,
    Participant,
    ParticipantQuestion,
    Proceedings,
    Submission,
    SubmissionVersion,
    Terms,
)
from heed.reviews.operations import answer_first_question
from heed.reviews.operations.giving import check_submission, hand_in_submission, sign_off_submission
from heed.reviews.operations.non_compliance import keep_commission, send_on_non_compliance
from heed.reviews.operations.participation import (
    keep_family_request,
    keep_participant,
    keep_question,
)
from heed.reviews.operations.people import (
    appoint_reviewer,
    keep_panel_meeting,
    keep_reviewer,
    seat_panel_member,
)
from heed.reviews.operations.proceedings import Holds, note_proceedings
from heed.reviews.operations.submissions import ask_for_submissions
from heed.reviews.operations.terms import write_terms
from heed.reviews.queries.proposals import standing_of
from heed.reviews.queries.safety import first_answer
from heed.reviews.queries.submissions import submission_rules
from heed.reviews.types.submissions import Spoken, Written
from heed.reviews.types.terms import NewTerms
from tests.cast import AT, Cast, Register
from tests.cast_cases import all_partners_agree

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
    say_first(cast, row)
    return hand_in_submission(lead(cast), ref=row.public_id, **given)


def say_first(cast: Cast, row: Submission) -> None:
    """The Trust says first that no child is unsafe."""
    if not first_answer(lead(cast), row.review, agency_id=row.agency_id, about=row.reference):
        answer_first_question(
            lead(cast),
            review_ref=row.review.public_id,
            agency_ref=row.agency.public_id,
            about=row.reference,
            safety="no",
            who_acted="",
            acted_when="",
            at=AT,
        )


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


def proceedings(cast: Cast, register: Register, **other: Any) -> Proceedings:
    """An inquest that holds the draft up, about which somebody is to ask in May."""
    usual: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "kind": "coroner",
        "body": "HM Coroner for Westmere",
        "began_on": date(2025, 1, 6),
        "holds": Holds(blocks=("drafting",), expected_on=date(2025, 5, 1)),
        "at": AT,
    }
    return note_proceedings(cast.manager, **{**usual, **other})


def appointed(cast: Cast, register: Register) -> Appointment:
    """A lead reviewer to whom all partners have agreed, and who has not declared anything yet."""
    row = put_forward(cast, register)
    joint = standing_of(cast.manager, row)
    assert joint is not None
    all_partners_agree(cast, joint)
    row.refresh_from_db()
    return row


def put_forward(cast: Cast, register: Register) -> Appointment:
    """A lead reviewer, for the partners to agree to."""
    reviewer = keep_reviewer(
        cast.manager, name="Ivo Langley", firm="Longmead", experience="Twelve reviews since 2009.", at=AT
    )
    return appoint_reviewer(
        cast.manager,
        review_ref=register.review.public_id,
        reviewer_ref=reviewer.public_id,
        role="lead_reviewer",
        appointed_on=AT.date(),
        at=AT,
    )


def seated(cast: Cast, register: Register, **other: Any) -> PanelMember:
    """Somebody of the Trust on the panel, since January."""
    usual: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "agency": agency("Vale NHS Trust").public_id,
        "name": "Tess Orwin, Associate Director",
        "member_ref": "",
        "part": "member",
        "involved": False,
        "independence": "Has never managed the services that knew the family.",
        "joined_on": date(2025, 1, 6),
        "at": AT,
    }
    return seat_panel_member(cast.manager, **{**usual, **other})


def met(cast: Cast, register: Register) -> object:
    member = seated(cast, register)
    return keep_panel_meeting(
        cast.manager,
        review_ref=register.review.public_id,
        held_on=date(2025, 2, 3),
        came={member.public_id: "came"},
        substitutes={},
        words="",
        at=AT,
    )


def terms(cast: Cast, register: Register, *, after: int = 0, at: datetime = AT, **other: Any) -> Terms:
    """The police and the Trust, over two years: two questions of every review and one of this case."""
    usual: dict[str, Any] = {
        "period_from": date(2022, 1, 1),
        "period_to": date(2024, 1, 31),
        "agencies": tuple(agency(name).public_id for name in ("Westmere Police", "Vale NHS Trust")),
        "standard": ("life", "good"),
        "own": ("Why were core groups late?",),
    }
    new = NewTerms(**{**usual, **other})
    return write_terms(cast.manager, review_ref=register.review.public_id, terms=new, after=after, at=at)


def found(cast: Cast, register: Register, **other: Any) -> Finding:
    """A weakness that the lead reviewer writes down."""
    usual: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "kind": "weakness",
        "text": "Core groups met without the school.",
        "behind": WhatLiesBehind(reasons="The school had moved, and its address was not changed."),
        "questions": (),
        "at": AT,
    }
    return write_finding(cast.of[Role.LEAD_REVIEWER], **{**usual, **other})


def early(cast: Cast, register: Register, **other: Any) -> EarlyLearning:
    """Learned before the review ends: the police act on it."""
    usual: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "text": "Change a school's address on every list on the day it moves.",
        "spotted_on": AT.date(),
        "audience": "Everybody who sends invitations",
        "owner": "Business support manager",
        "agencies": [agency("Westmere Police").public_id],
        "at": AT,
    }
    return issue_early_learning(cast.of[Role.LEAD_REVIEWER], **{**usual, **other})


def participant(cast: Cast, register: Register, **other: Any) -> Participant:
    """A health visitor, who was not told anything yet."""
    usual: dict[str, Any] = {
        "review_ref": register.review.public_id,
        "part": "practitioner",
        "name": "Maud Penrose",
        "called": "A health visitor",
        "agency": agency("Vale NHS Trust").public_id,
        "at": AT,
    }
    return keep_participant(cast.manager, **{**usual, **other})


def asked_question(cast: Cast, register: Register, **other: Any) -> ParticipantQuestion:
    usual: dict[str, Any] = {
        "ref": participant(cast, register).public_id,
        "text": "Why was nobody told that the family had moved?",
        "owner": "The lead reviewer",
        "asked_on": AT.date(),
        "at": AT,
    }
    return keep_question(cast.manager, **{**usual, **other})


def family_request(cast: Cast, register: Register) -> FamilyRequest:
    row = participant(cast, register, part="family", name="Una Marlow", called="The mother")
    return keep_family_request(
        cast.manager,
        ref=row.public_id,
        kind="wording",
        words="Not the word incident.",
        days_from=None,
        days_to=None,
        asked_on=AT.date(),
        at=AT,
    )


def ensure(cast: Cast, register: Register) -> None:
    """One of each kind of record."""
    silent(cast, register)
    commission(cast)
    proceedings(cast, register)
    appointed(cast, register)
    met(cast, register)
    terms(cast, register)
    early(cast, register)
    asked_question(cast, register)
    family_request(cast, register)
