"""Withholding a report and closing a review are for those who decide; steps follow one another in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.platform.approvals.operations import sign_approval, withdraw_joint_approval
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.reviews.models import Review
from heed.reviews.operations import move_review, propose_step
from heed.reviews.parts import ahead_of
from heed.reviews.queries.cases import clocks_of, stages_of
from heed.reviews.queries.proposals import proposals_of, standing_of
from tests import cast_drafts as drafting
from tests.cast import AT, Cast, Register, client_of
from tests.cast_cases import a_recommendation, a_referral, agree, seat_of, step_decided

LATER = AT + timedelta(days=20)


def state(review: Review) -> str:
    return str(Review.objects.for_everyone(because="a test").get(pk=review.pk).state)


def test_a_report_is_withheld_by_the_partners_with_reasons(cast: Cast) -> None:
    review = drafting.accepted(cast)
    page, client = reverse("reviews:clocks", args=[review.public_id]), client_of(cast.officer)
    with pytest.raises(NotNow, match="for those who decide"):
        move_review(cast.manager, ref=review.public_id, to="withheld", on=AT.date(), why="Alone", at=AT)
    said = client.post(page, {"do": "propose", "propose-to": "withheld"}).content.decode()
    assert "Give the reasons" in said
    sent = {"do": "propose", "propose-to": "withheld", "propose-why": "A brother would be known."}
    assert client.post(page, sent).status_code == 302
    assert state(review) == "accepted"
    [row] = proposals_of(cast.officer, review)
    joint = standing_of(cast.officer, row)
    assert joint is not None
    assert (joint.decision, joint.words.startswith("The report is not published")) == (
        "withhold_report",
        True,
    )
    told = [each.words for each in ahead_of(cast.officer, review)]
    assert "Westmere Police to decide: the report is not published, or only in part" in told
    with pytest.raises(NotNow, match="waits for those who decide"):
        propose_step(cast.officer, ref=review.public_id, to="withheld", why="Again", at=AT)
    with pytest.raises(NotAllowed):
        sign_approval(
            cast.officer,
            seat=seat_of(joint, "Westmere Police"),
            sha256=joint.sha256,
            agrees=True,
            words="",
            at=AT,
        )
    drafting.accept(cast, joint, at=LATER)
    assert state(review) == "withheld"
    last = stages_of(cast.officer, review)[-1]
    assert (last.reached_on, last.why) == (LATER.date(), "A brother would be known.")
    assert not [each for each in clocks_of(cast.officer, review) if each.ended_on is None]
    assert "A brother would be known." in client.get(page).content.decode()
    withdraw_joint_approval(cast.manager, ref=joint.ref, reason="Heard more.", at=LATER)
    assert state(review) == "accepted"
    running = {each.key for each in clocks_of(cast.officer, review) if each.ended_on is None}
    assert running == {"completion", "publication"}


def test_a_review_is_closed_by_the_partners(cast: Cast) -> None:
    review = drafting.accepted(cast)
    with pytest.raises(NotNow, match="cannot be closed next"):
        propose_step(cast.officer, ref=review.public_id, to="closed", why="Done", at=AT)
    step_decided(cast, review, "withheld", at=LATER)
    assert step_decided(cast, review, "closed", at=LATER).state == "closed"
    with pytest.raises(NotAllowed):
        propose_step(cast.reader, ref=review.public_id, to="closed", why="Done", at=AT)
    with pytest.raises(NotVisible):
        propose_step(cast.outsider, ref=review.public_id, to="closed", why="Done", at=AT)


def test_no_step_is_dated_before_the_one_before_it(cast: Cast, register: Register) -> None:
    review = drafting.a_review(cast)
    early = AT.date() - timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        move_review(cast.officer, ref=review.public_id, to="drafting", on=early, why="", at=AT)
    assert refusal.value.fields == {"on": "It cannot be before 4 Mar 2025, when the review was gathering"}
    case = a_referral(cast.officer, children=["Child Z"]).review
    decision = a_recommendation(cast.officer, case)
    with pytest.raises(Invalid, match="when the review was referred"):
        agree(cast, decision, at=AT - timedelta(days=3))
