"""What a review finds, written here: kinds, what lies behind, the question it answers, what does not meet, and what
was learned early."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.learning.models import Finding
from heed.learning.operations import (
    explain_finding,
    issue_early_learning,
    say_which_questions,
    tie_early_learning,
    withdraw_findings,
    withdraw_recommendations,
    write_finding,
    write_recommendation,
)
from heed.learning.queries.written import early_learning_of_review, matching_of_review
from heed.learning.types import WhatLiesBehind
from heed.plans.models import Action
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, NotAllowed, NotNow, NotVisible
from heed.reviews.queries.terms import questions_of_review
from tests import cast_review_work as work
from tests.apps.reviews.test_submissions import exclude, refused
from tests.cast import ALDER, AT, Cast, Register, client_of, register_of


@pytest.mark.capability("A20")
def test_the_three_lists_of_what_does_not_meet(register: Register, cast: Cast) -> None:
    """A question without finding, a finding without recommendation, a recommendation without finding; each goes from
    its list when somebody says what it belongs to."""
    review = register.review
    work.terms(cast, register)
    lead = cast.of[Role.LEAD_REVIEWER]
    before = matching_of_review(lead, review.pk)
    assert len(before.unanswered) == 3
    asked = [each.public_id for each in questions_of_review(lead, review.pk)]
    row = work.found(cast, register, questions=asked[:1])
    after = matching_of_review(lead, review.pk)
    assert before.unanswered[0] not in after.unanswered
    assert row in after.without_recommendation
    made = write_recommendation(
        cast.manager,
        review_ref=review.public_id,
        text="Say at each core group who was not there.",
        agencies=[work.agency("Westmere Police").public_id],
        at=AT,
    )
    assert made in matching_of_review(lead, review.pk).without_finding
    good = work.found(cast, register, kind="good practice", led_to=[made.public_id])
    found = matching_of_review(lead, review.pk)
    assert made not in found.without_finding
    assert good not in found.without_recommendation
    page = client_of(cast.reader).get(reverse("learning:of_review", args=[review.public_id])).content.decode()
    assert all(words in page for words in ("Questions without a finding", row.reference, good.reference))
    assert (
        f"Written here by {cast.manager.name}"
        in client_of(cast.reader)
        .get(reverse("learning:recommendation", args=[made.public_id]))
        .content.decode()
    )


@pytest.mark.capability("A21")
def test_what_lies_behind_a_finding_and_hindsight_is_flagged(register: Register, cast: Cast) -> None:
    """In a browser, of a finding that was printed: its words stay."""
    row = register.findings[0]
    page = reverse("learning:behind", args=[row.public_id])
    sent = {
        "do": "behind",
        "behind-version": "0",
        "behind-reasons": "Two social workers shared one diary.",
        "behind-at_the_time": "Nobody had been told that the dates count.",
        "behind-hindsight": "on",
        "behind-childs_life": "He waited at the window.",
    }
    assert client_of(cast.of[Role.LEAD_REVIEWER]).post(page, sent).status_code == 302
    shown = client_of(cast.reader).get(reverse("learning:finding", args=[row.public_id])).content.decode()
    for words in (
        "Two social workers shared one diary.",
        "this was not known then",
        "He waited at the window.",
    ):
        assert words in shown
    assert Finding.objects.visible_to(cast.reader).get(pk=row.pk).text == row.text
    assert client_of(cast.reader).get(page).status_code == 403


def test_a_document_is_not_undone_beneath_what_was_said_of_its_findings(
    register: Register, cast: Cast
) -> None:
    explain_finding(
        cast.of[Role.LEAD_REVIEWER],
        ref=register.findings[0].public_id,
        behind=WhatLiesBehind(reasons="Two social workers shared one diary."),
        version=0,
        at=AT,
    )
    with pytest.raises(NotNow, match="what lies behind a finding"):
        withdraw_findings(cast.manager, reading_id=register.accepted.reading.pk, at=AT)
    Action.objects.for_everyone(because="a test").filter(reading=register.accepted.reading).delete()
    work.terms(cast, register)
    [asked, *_] = [each.public_id for each in questions_of_review(cast.manager, register.review.pk)]
    ref = register.recommendations["1"].public_id
    say_which_questions(cast.manager, recommendation_ref=ref, questions=[asked], at=AT)
    with pytest.raises(NotNow, match="which question a recommendation"):
        withdraw_recommendations(cast.manager, reading_id=register.accepted.reading.pk, at=AT)


@pytest.mark.capability("A07")
def test_a_finding_cites_the_question_it_answers(register: Register, cast: Cast) -> None:
    work.terms(cast, register)
    asked = [each.public_id for each in questions_of_review(cast.manager, register.review.pk)]
    row = register.findings[0]
    assert say_which_questions(cast.manager, finding_ref=row.public_id, questions=asked[:2], at=AT) == 2
    assert say_which_questions(cast.manager, finding_ref=row.public_id, questions=asked[:2], at=AT) == 0
    ref = register.recommendations["1"].public_id
    assert say_which_questions(cast.manager, recommendation_ref=ref, questions=asked[2:], at=AT) == 1
    found = matching_of_review(cast.reader, register.review.pk).questions
    assert [len(each.findings) for each in found] == [1, 1, 0]
    assert [len(each.recommendations) for each in found] == [0, 0, 1]
    other = register_of(cast.manager, ALDER, review="Bramble")
    elsewhere = Finding.objects.visible_to(cast.manager).filter(review=other)[0]
    wrong = refused(
        lambda: say_which_questions(cast.manager, finding_ref=elsewhere.public_id, questions=asked, at=AT)
    )
    assert wrong == {"questions": "Choose from the list"}


@pytest.mark.capability("A16")
def test_early_learning_is_issued_followed_and_tied_to_its_recommendation(
    register: Register, cast: Cast
) -> None:
    row = work.early(cast, register)
    listed = (
        client_of(cast.reader).get(reverse("learning:list"), {"source": "early learning"}).content.decode()
    )
    assert row.recommendation.reference in listed
    final = register.recommendations["1"]
    wrong = refused(
        lambda: tie_early_learning(
            cast.manager, ref=row.public_id, recommendation_ref=row.recommendation.public_id, at=AT
        )
    )
    assert list(wrong) == ["recommendation_ref"]
    made = tie_early_learning(cast.manager, ref=row.public_id, recommendation_ref=final.public_id, at=AT)
    assert made.tied_to == final
    with pytest.raises(NotNow, match="already"):
        tie_early_learning(cast.manager, ref=row.public_id, recommendation_ref=final.public_id, at=AT)


def test_what_cannot_be_and_who_may(register: Register, cast: Cast) -> None:
    review = register.review.public_id
    assert list(refused(lambda: work.found(cast, register, text=" "))) == ["text"]
    assert list(refused(lambda: work.found(cast, register, kind="rumour"))) == ["kind"]
    tomorrow = AT.date() + timedelta(days=1)
    wrong = refused(lambda: work.early(cast, register, spotted_on=tomorrow, audience=" ", owner=""))
    assert set(wrong) == {"spotted_on", "audience", "owner"}
    assert list(refused(lambda: work.early(cast, register, agencies=[]))) == ["agencies"]
    for actor, refusal in ((cast.reader, NotAllowed), (cast.outsider, NotVisible)):
        with pytest.raises(refusal):
            write_finding(
                actor,
                review_ref=review,
                kind="weakness",
                text="x",
                behind=WhatLiesBehind(),
                questions=(),
                at=AT,
            )
    with pytest.raises(NotAllowed):
        issue_early_learning(
            cast.reader,
            review_ref=review,
            text="x",
            spotted_on=AT.date(),
            audience="x",
            owner="x",
            agencies=[],
            at=AT,
        )
    work.early(cast, register)
    exclude(cast, register, cast.reader)
    assert early_learning_of_review(cast.reader, register.review.pk) == []
    assert matching_of_review(cast.reader, register.review.pk).findings == []


def test_two_who_explain_at_once(register: Register, cast: Cast) -> None:
    ref = register.findings[0].public_id
    explain_finding(cast.manager, ref=ref, behind=WhatLiesBehind(reasons="One diary."), version=0, at=AT)
    with pytest.raises(ChangedMeanwhile):
        explain_finding(cast.officer, ref=ref, behind=WhatLiesBehind(reasons="No diary."), version=0, at=AT)
