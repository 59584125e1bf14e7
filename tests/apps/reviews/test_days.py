"""The day by which a review is earlier or later than others: corrected with a reason, and all that goes by it follows."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from heed.memory.indexing import bring_into_step, verify
from heed.memory.models import Passage
from heed.memory.queries import before_recommendation
from heed.memory.queries.shared import from_elsewhere
from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import Invalid, NotNow
from heed.reviews.models import Review
from heed.reviews.operations.days import correct_day
from heed.reviews.queries import find_review
from tests.cast import AT, Cast, Register, client_of
from tests.cast_drafts import a_review
from tests.cast_memory import SAME, of_review, published, shared


def correct(cast: Cast, review: Review, words: str = "3 March 2014", said: str = "published") -> Review:
    version = find_review(cast.manager, review.public_id).version
    return correct_day(
        cast.officer, ref=review.public_id, said=said, words=words, why="Misread.", version=version, at=AT
    )


def test_what_was_recommended_before_goes_by_the_corrected_day(register: Register, cast: Cast) -> None:
    (later,) = of_review(cast, "Birch", SAME, on="2026-01-31")
    bring_into_step()
    first = register.recommendations["1"]

    def found() -> list[str]:
        row = type(first).objects.visible_to(cast.manager).select_related("review").get(pk=first.pk)
        return [each.reference for each in before_recommendation(cast.manager, row).matches]

    assert later.reference not in found(), "it was made after"
    correct(cast, later.review)
    assert found()[0] == later.reference
    bring_into_step()
    years = Passage.objects.visible_to(cast.manager).filter(source__startswith="Birch")
    assert set(years.values_list("year", flat=True)) == {2014}
    assert verify().stale == 0


def test_a_shared_review_is_dated_elsewhere_as_it_is_here(register: Register, cast: Cast) -> None:
    review = published(cast, register.review)
    row = shared(cast, review)
    correct(cast, review, "May 2011")
    assert str(from_elsewhere(cast.outsider)[row.pk].on) == "2011-05-31"
    page = client_of(cast.outsider).get(reverse("shared:shared", args=[row.public_id])).content.decode()
    assert "31 May 2011" in page


def test_who_runs_reviews_corrects_it_on_a_page_and_everybody_reads_why(
    register: Register, cast: Cast
) -> None:
    page = reverse("reviews:day", args=[register.review.public_id])
    assert (
        page
        in client_of(cast.reader)
        .get(reverse("reviews:review", args=[register.review.public_id]))
        .content.decode()
    )
    client = client_of(cast.officer)
    sent = {
        "do": "correct",
        "correct-version": str(register.review.version),
        "correct-said": "published",
        "correct-words": "the week of the fair",
        "correct-why": "The scan was misread",
    }
    with time_machine.travel(AT):
        wrong = client.post(page, sent)
        assert wrong.status_code == 422
        assert "Enter a date such as 18 February 2015" in wrong.content.decode()
        assert "the week of the fair" in wrong.content.decode(), "what was typed is kept"
        assert client.post(page, {**sent, "correct-words": "November 2013"}).status_code == 302
    read = client_of(cast.reader).get(page).content.decode()
    assert "Published November 2013" in read
    assert "The scan was misread" in read
    assert "Correct it" not in read
    event = Event.objects.filter(kind="review.day_corrected").values().get()
    assert event["subject_ref"] == register.review.public_id
    assert "misread" not in str(event), "no words of a case"


@pytest.mark.parametrize(
    ("said", "words", "field"),
    [
        ("published", "", "words"),
        ("published", "May 2031", "words"),
        ("finished", "May 2014", "words"),
        ("sometime", "May 2014", "said"),
    ],
)
def test_no_day_is_guessed(said: str, words: str, field: str, register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        correct(cast, register.review, words, said)
    assert field in refused.value.fields


def test_the_same_day_and_no_reason_are_refused(register: Register, cast: Cast) -> None:
    correct(cast, register.review)
    with pytest.raises(Invalid, match="its day already"):
        correct(cast, register.review)
    with pytest.raises(Invalid, match="why it is another day"):
        correct_day(
            cast.officer, ref=register.review.public_id, said="unknown", words="", why=" ", version=2, at=AT
        )


def test_a_review_may_be_finished_and_not_published_or_have_no_day(register: Register, cast: Cast) -> None:
    row = correct(cast, register.review, "4 June 2013", "finished")
    assert (str(row.ordered_on), row.published_text, row.published_latest) == ("2013-06-04", "", None)
    assert correct(cast, row, "", "unknown").ordered_on is None
    assert [each.was for each in row.day_corrections.visible_to(cast.manager)][
        -1
    ] == "finished 4 Jun 2013, not published"


def test_one_that_is_carried_out_has_no_day_yet(cast: Cast) -> None:
    review = a_review(cast)
    with pytest.raises(NotNow, match="has a day once"):
        correct(cast, review)
    page = client_of(cast.officer).get(reverse("reviews:day", args=[review.public_id])).content.decode()
    assert "Correct it" not in page
    assert "None while it is carried out" in page


def test_who_sees_the_case_alone_reads_its_day(register: Register, cast: Cast) -> None:
    page = reverse("reviews:day", args=[register.review.public_id])
    assert client_of(cast.outsider).get(page).status_code == 404
    assert client_of(cast.of[Role.READER]).post(page, {"do": "correct"}).status_code == 403
