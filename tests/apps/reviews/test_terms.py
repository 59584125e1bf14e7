"""Terms of reference: versions, standard and own questions; a question stays the same one through versions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.reviews.operations.terms import approve_terms, withdraw_terms, write_terms
from heed.reviews.queries.terms import questions_of_review, standard_questions, terms_of_review
from heed.reviews.types.terms import NewTerms
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import AT, Cast, Register, client_of


@pytest.mark.capability("A07")
def test_a_question_stays_the_same_one_through_versions(register: Register, cast: Cast) -> None:
    first = work.terms(cast, register)
    before = {each.text: each.pk for each in questions_of_review(cast.reader, register.review.pk)}
    work.terms(
        cast, register, after=1, standard=("life",), own=("Why were core groups late?", "Who was told?")
    )
    newest, old = terms_of_review(cast.reader, register.review.pk)
    asked = [each.question for each in newest.asks.all()]
    assert [each.text for each in asked] == [
        standard_questions()["life"],
        "Why were core groups late?",
        "Who was told?",
    ]
    assert asked[1].pk == before["Why were core groups late?"]
    assert [each.question.text for each in old.asks.all()] == list(before)
    page = (
        client_of(cast.reader)
        .get(reverse("reviews:terms", args=[register.review.public_id]))
        .content.decode()
    )
    assert "no longer asked: What was done well, and what made it possible?" in page
    assert "new: Who was told?" in page
    assert first.number == 1


def test_a_review_without_terms_says_so(register: Register, cast: Cast) -> None:
    answer = client_of(cast.reader).get(reverse("reviews:terms", args=[register.review.public_id]))
    assert answer.status_code == 200
    assert "None yet." in answer.content.decode()


@pytest.mark.capability("A07")
def test_the_newest_version_is_approved_by_a_body_once(register: Register, cast: Cast) -> None:
    work.terms(cast, register)
    act = {"review_ref": register.review.public_id, "approved_by": "The review panel", "at": AT}
    with pytest.raises(NotNow, match="Another version"):
        approve_terms(cast.manager, number=2, approved_on=AT.date(), **act)
    day_before = AT.date() - timedelta(days=1)
    assert list(refused(lambda: approve_terms(cast.manager, number=1, approved_on=day_before, **act))) == [
        "approved_on"
    ]
    nobody = {**act, "approved_by": " "}
    assert list(refused(lambda: approve_terms(cast.manager, number=1, approved_on=AT.date(), **nobody))) == [
        "approved_by"
    ]
    assert (
        approve_terms(cast.manager, number=1, approved_on=AT.date(), **act).approved_by == "The review panel"
    )
    with pytest.raises(NotNow, match="already"):
        approve_terms(cast.manager, number=1, approved_on=AT.date(), **act)


def test_what_is_missing_stands_at_its_field(register: Register, cast: Cast) -> None:
    nothing = NewTerms(None, None, (), (), (" ",))
    wrong = refused(
        lambda: write_terms(cast.manager, review_ref=register.review.public_id, terms=nothing, after=0, at=AT)
    )
    assert set(wrong) == {"period_from", "period_to", "agencies", "own"}
    wrong = refused(lambda: work.terms(cast, register, period_to=date(2021, 1, 1)))
    assert wrong == {"period_to": "The period ends before it begins"}
    assert list(refused(lambda: work.terms(cast, register, own=("x" * 1001,)))) == ["own"]


def test_who_may_and_two_at_once(register: Register, cast: Cast) -> None:
    new = NewTerms(
        date(2022, 1, 1), date(2023, 1, 1), (work.agency("Westmere Police").public_id,), ("life",), ()
    )
    ref = register.review.public_id
    with pytest.raises(NotAllowed):
        write_terms(cast.reader, review_ref=ref, terms=new, after=0, at=AT)
    with pytest.raises(NotVisible):
        write_terms(cast.outsider, review_ref=ref, terms=new, after=0, at=AT)
    work.terms(cast, register)
    with pytest.raises(ChangedMeanwhile):
        work.terms(cast, register, own=("Who chaired?",))
    exclude(cast, register, cast.reader)
    assert terms_of_review(cast.reader, register.review.pk) == []


@pytest.mark.capability("A07")
def test_a_version_that_nobody_approved_is_withdrawn_and_the_one_before_stands(
    register: Register, cast: Cast
) -> None:
    ref = register.review.public_id
    work.terms(cast, register)
    approve_terms(
        cast.manager, review_ref=ref, number=1, approved_on=AT.date(), approved_by="The review panel", at=AT
    )
    work.terms(cast, register, after=1, own=("Who was told?",))
    page, client = reverse("reviews:terms", args=[ref]), client_of(cast.manager)
    sent = {"do": "withdraw", "withdraw-number": 2}
    assert "Say why it is withdrawn" in client.post(page, sent).content.decode()
    assert client.post(page, {**sent, "withdraw-why": "Another case’s."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Another case’s." in shown
    assert "Approved 4 Mar 2025 by The review panel" in shown
    asked = [each.text for each in questions_of_review(cast.reader, register.review.pk)]
    assert "Who was told?" not in asked
    assert "Why were core groups late?" in asked
    act = {"review_ref": ref, "why": "No.", "at": AT}
    with pytest.raises(NotNow, match="Another version"):
        withdraw_terms(cast.manager, number=2, **act)
    with pytest.raises(NotNow, match="was approved"):
        withdraw_terms(cast.manager, number=1, **act)
    with pytest.raises(NotAllowed):
        withdraw_terms(cast.reader, number=1, **act)
    with pytest.raises(NotVisible):
        withdraw_terms(cast.outsider, number=1, **act)
    assert work.terms(cast, register, after=2).number == 3
