"""Partners endorse what was answered: to one recommendation, or to a review, bound to its exact words."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.learning.queries import OF_RECOMMENDATION, OF_REVIEW, answers_of_recommendation
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import minute_approval, open_joint_approval, sign_approval
from heed.platform.approvals.queries import standing_approval, subject_of
from heed.platform.approvals.types import How, JointView, State
from heed.platform.base.errors import NotAllowed, NotNow, NotVisible
from tests.cast import AT, Cast, Register, client_of
from tests.cast_answers import ask_one, lead, sign


def put(cast: Cast, ref: str, kind: str = OF_RECOMMENDATION, **other: date) -> JointView:
    return open_joint_approval(cast.manager, kind=kind, ref=ref, decision="endorse_response", at=AT, **other)


def stands(cast: Cast, ref: str, kind: str = OF_RECOMMENDATION) -> JointView:
    found = standing_approval(cast.reader, kind=kind, ref=ref)
    assert found is not None
    return found


def minute(actor: Actor, joint: JointView, place: int) -> object:
    return minute_approval(
        actor,
        seat=joint.seats[place].ref,
        sha256=joint.sha256,
        name="Ann Director",
        post="Director",
        meeting="Executive group",
        on=AT.date() - timedelta(days=1),
        agrees=True,
        words="",
        at=AT,
    )


@pytest.mark.capability("B05")
def test_each_partner_endorses_by_name_and_date_and_a_new_answer_is_not_endorsed(
    register: Register, cast: Cast
) -> None:
    row = register.recommendations["4"]
    sign(lead(cast), ask_one(cast, register), stance="in_part", text="We do.", reason="Not at night.")
    joint = put(cast, row.public_id)
    assert len(joint.seats) == 3
    assert "Accepts in part. We do.\nReason: Not at night." in joint.words
    assert joint.sha256 == hashlib.sha256(joint.words.encode()).hexdigest()
    partner = cast.of[Role.DELEGATED_SAFEGUARDING_PARTNER]
    [own] = [each for each in joint.seats if each.agency == partner.agency_name]
    sign_approval(partner, seat=own.ref, sha256=joint.sha256, agrees=True, words="", at=AT)
    assert stands(cast, row.public_id).state == State.WAITING
    others = [place for place, each in enumerate(joint.seats) if each.ref != own.ref]
    for place in others:
        minute(cast.manager, joint, place)
    now = stands(cast, row.public_id)
    assert now.approved
    assert {each.given.how for each in now.seats if each.given} == {How.SIGNED, How.MINUTED}
    assert now.seats[0].given
    sign(lead(cast), ask_one(cast, register), text="At night as well.")
    assert not stands(cast, row.public_id).current, "the endorsement is of the words that were put"
    assert not stands(cast, row.public_id).approved


@pytest.mark.capability("B05")
def test_by_older_guidance_the_chair_endorses(register: Register, cast: Cast) -> None:
    joint = put(cast, register.recommendations["4"].public_id, decided_on=date(2015, 3, 1))
    assert [each.agency for each in joint.seats] == [""]
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    sign_approval(chair, seat=joint.seats[0].ref, sha256=joint.sha256, agrees=True, words="", at=AT)
    assert stands(cast, register.recommendations["4"].public_id).approved


def test_a_scrutineer_never_endorses(register: Register, cast: Cast) -> None:
    joint = put(cast, register.recommendations["4"].public_id)
    with pytest.raises(NotAllowed):
        sign_approval(
            cast.of[Role.INDEPENDENT_SCRUTINEER],
            seat=joint.seats[0].ref,
            sha256=joint.sha256,
            agrees=True,
            words="",
            at=AT,
        )


def test_all_answers_of_a_review_are_endorsed_at_once(register: Register, cast: Cast) -> None:
    joint = put(cast, register.review.public_id, OF_REVIEW)
    for words in ("Agreed.", "We have changed how core groups are booked.", "The partnership accepts"):
        assert words in joint.words
    with pytest.raises(NotNow, match="exactly as it is now"):
        put(cast, register.review.public_id, OF_REVIEW)
    sign(lead(cast), ask_one(cast, register, label="3"))
    assert not stands(cast, register.review.public_id, OF_REVIEW).current


def test_an_agencys_newest_answer_is_the_one_that_is_endorsed(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    sign(lead(cast), ask_one(cast, register), text="More than we said.")
    words = answers_of_recommendation(cast.reader, row.public_id).words
    assert "More than we said." in words
    assert "Agreed." not in words


def test_nothing_is_put_where_nothing_was_answered_and_nobody_elsewhere_sees_it(
    register: Register, cast: Cast
) -> None:
    with pytest.raises(NotVisible):
        put(cast, register.recommendations["3"].public_id)
    with pytest.raises(NotVisible):
        subject_of(cast.outsider, OF_RECOMMENDATION, register.recommendations["4"].public_id)
    with pytest.raises(NotVisible):
        subject_of(cast.outsider, OF_REVIEW, register.review.public_id)


def test_it_stands_on_the_pages_of_the_recommendation_and_the_review(register: Register, cast: Cast) -> None:
    row = register.recommendations["4"]
    about = reverse("learning:recommendation", args=[row.public_id])
    of_review = reverse("reviews:review", args=[register.review.public_id])
    client = client_of(cast.officer)
    assert (
        reverse("approvals:put", args=[OF_RECOMMENDATION, row.public_id])
        in client.get(about).content.decode()
    )
    assert (
        reverse("approvals:put", args=[OF_REVIEW, register.review.public_id])
        in client.get(of_review).content.decode()
    )
    silent = reverse("learning:recommendation", args=[register.recommendations["3"].public_id])
    assert "Approved together" not in client.get(silent).content.decode()
    joint = put(cast, row.public_id)
    page = client_of(cast.reader).get(about).content.decode()
    assert reverse("approvals:approval", args=[joint.ref]) in page
