"""What proceedings, questions and a family's wishes do to a review: its clocks stand still, its steps are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from heed.platform.base.errors import NotNow
from heed.reviews.models import Review
from heed.reviews.operations import move_review
from heed.reviews.operations.participation import answer_question, keep_family_request
from heed.reviews.operations.proceedings import (
    Holds,
    change_proceedings,
    end_proceedings,
    note_proceedings,
    resume_after_proceedings,
)
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import clocks_of
from tests import cast_drafts as drafting
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import refused
from tests.cast import AT, Cast
from tests.cast_cases import a_referral, decided

TODAY = AT.date()


@dataclass(frozen=True)
class Case:
    """As much of a `Register` as the work of a review needs."""

    review: Review


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def review(cast: Cast) -> Review:
    """Decided today, so that the clock of its completion runs."""
    found: Review = a_referral(cast.officer).review
    decided(cast, found)
    return found


def note(cast: Cast, review: Review, *blocks: str, kind: str = "coroner", **other: Any) -> Any:
    given = {"kind": kind, "body": "HM Coroner", "began_on": TODAY, "holds": Holds(blocks), "at": AT, **other}
    return note_proceedings(cast.manager, review_ref=review.public_id, **given)


def completion(cast: Cast, review: Review) -> Any:
    return next(each for each in clocks_of(cast.manager, review) if each.key == "completion")


def test_a_clock_stands_still_while_an_inquest_holds_a_step_up_and_says_so(
    cast: Cast, review: Review
) -> None:
    before = completion(cast, review).due_on
    row = note(cast, review, "drafting")
    paused = completion(cast, review)
    assert paused.due_on is None
    assert f"HM Coroner ({row.reference})" in paused.because
    later = AT + timedelta(days=10)
    end_proceedings(cast.manager, ref=row.public_id, ended_on=days(7), outcome="Open verdict.", at=later)
    # the day on which it starts is not counted, so six days are lost
    assert completion(cast, review).due_on == before + timedelta(days=6)


def test_a_clock_runs_where_nothing_is_held_up_or_its_rule_says_nothing_of_the_kind(
    cast: Cast, review: Review
) -> None:
    before = completion(cast, review).due_on
    note(cast, review)
    note(cast, review, "drafting", kind="professional")
    assert completion(cast, review).due_on == before


def test_a_clock_follows_what_is_held_up_since_when(cast: Cast, review: Review) -> None:
    later = AT + timedelta(days=20)
    row = note(cast, review)
    changed: dict[str, Any] = {"ref": row.public_id, "at": later}
    for version, since in ((1, days(4)), (2, days(6))):
        holds = Holds(("drafting",), since)
        change_proceedings(cast.manager, holds=holds, version=version, **changed)
        [pause] = completion(cast, review).pauses.all()
        assert (pause.began_on, pause.ended_on) == (since, None)
    change_proceedings(cast.manager, holds=Holds(), version=3, **changed)
    [pause] = completion(cast, review).pauses.all()
    assert pause.ended_on == later.date()


def test_a_clock_that_starts_while_they_last_stands_still_from_its_first_day(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    row = note(cast, review, "drafting")
    decided(cast, review)
    assert completion(cast, review).due_on is None
    end_proceedings(cast.manager, ref=row.public_id, ended_on=TODAY, outcome="Open verdict.", at=AT)
    assert completion(cast, review).due_on is not None


def step(cast: Cast, review: Review, to: str, on: date = TODAY) -> None:
    method = "systems" if to == "commissioned" else ""
    at = AT + timedelta(days=40)
    move_review(cast.manager, ref=review.public_id, to=to, on=on, why="All is here", method=method, at=at)


def test_a_step_that_is_held_up_is_not_taken(cast: Cast, review: Review) -> None:
    row = note(cast, review, "drafting")
    step(cast, review, "commissioned")
    step(cast, review, "gathering")
    with pytest.raises(NotNow, match="holds up the draft report since"):
        step(cast, review, "drafting")
    told = ahead_of(cast.manager, find_review(cast.manager, review.public_id))
    assert any(each.kind == "blocked" and row.reference in each.words for each in told)
    end_proceedings(cast.manager, ref=row.public_id, ended_on=TODAY, outcome="Open verdict.", at=AT)
    told = ahead_of(cast.manager, find_review(cast.manager, review.public_id))
    assert any(each.kind == "next" and f"{row.reference} ended" in each.words for each in told)
    resume_after_proceedings(cast.manager, ref=row.public_id, words="The draft.", at=AT)
    step(cast, review, "drafting")


@pytest.mark.capability("A13")
def test_no_report_is_accepted_while_a_question_waits(cast: Cast) -> None:
    review = drafting.a_review(cast)
    asked = work.asked_question(cast, Case(review))
    draft = drafting.a_draft(cast, review, actor=cast.manager)
    drafting.pass_all(cast, draft)
    with pytest.raises(NotNow, match="1 question of those who take part waits for an answer"):
        drafting.put(cast, draft)
    act: dict[str, Any] = {"ref": asked.public_id, "answered_on": TODAY, "at": AT}
    answer_question(cast.manager, answer="Nobody had asked.", **act)
    drafting.put(cast, draft)


def test_no_draft_is_sent_while_proceedings_hold_it_up(cast: Cast) -> None:
    review = drafting.a_review(cast)
    note(cast, review, "drafting")
    with pytest.raises(NotNow, match="holds up the draft report since"):
        drafting.a_draft(cast, review)


@pytest.mark.capability("A14")
def test_it_is_not_published_on_a_day_that_the_family_asked_to_avoid(cast: Cast) -> None:
    review = drafting.accepted(cast)
    mother = work.participant(cast, Case(review), part="family", name="Una Marlow", called="The mother")
    keep_family_request(
        cast.manager,
        ref=mother.public_id,
        kind="dates",
        words="Not in the week of the birthday.",
        days_from=days(10),
        days_to=days(17),
        asked_on=TODAY,
        at=AT,
    )
    wrong = refused(lambda: step(cast, review, "published", days(17)))
    assert wrong["on"].endswith("Not in the week of the birthday.")
    step(cast, review, "published", days(18))


def test_the_method_says_whom_a_review_still_needs(cast: Cast, review: Review) -> None:
    step(cast, review, "commissioned")
    told = ahead_of(cast.manager, find_review(cast.manager, review.public_id))
    assert any(each.words == "Appoint 2 lead reviewers" for each in told)


def test_a_question_that_comes_after_the_report_was_put_holds_the_last_signature(cast: Cast) -> None:
    review = drafting.a_review(cast)
    draft = drafting.a_draft(cast, review, actor=cast.manager)
    drafting.pass_all(cast, draft)
    joint = drafting.put(cast, draft)
    asked = work.asked_question(cast, Case(review))
    with pytest.raises(NotNow, match="waits for its answer"):
        drafting.accept(cast, joint)
    answer_question(cast.manager, ref=asked.public_id, answer="They had.", answered_on=TODAY, at=AT)


def test_proceedings_hold_up_the_next_draft_as_well(cast: Cast) -> None:
    review = drafting.a_review(cast)
    drafting.a_draft(cast, review)
    note(cast, review, "drafting")
    with pytest.raises(NotNow, match="holds up the draft report since"):
        drafting.a_draft(cast, review, last_seen=1, file=drafting.file_of("Another."))
