"""The registers as people find things in them: by review, agency, state and words."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from heed.platform.partnerships.models import Agency
from tests.cast import ALDER, Cast, Register, client_of, register_of


def titles(cast: Cast, url: str, **query: str) -> str:
    answer = client_of(cast.reader).get(reverse(url), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.capability("B01")
def test_the_register_shows_every_recommendation_with_its_thread(register: Register, cast: Cast) -> None:
    page = titles(cast, "learning:list")
    for row in register.recommendations.values():
        assert row.reference in page
        assert reverse("learning:recommendation", args=[row.public_id]) in page


@pytest.mark.capability("B01")
def test_it_is_narrowed_by_review_agency_state_and_words(register: Register, cast: Cast) -> None:
    register_of(cast.manager, ALDER, review="Other")
    first, third, fourth = (register.recommendations[label] for label in ("1", "3", "4"))
    trust = Agency.objects.get(name="Vale NHS Trust")
    assert fourth.reference in titles(cast, "learning:list", agency=trust.public_id)
    assert third.reference not in titles(cast, "learning:list", agency=trust.public_id)
    assert first.reference in titles(cast, "learning:list", review=register.review.public_id)
    withheld = titles(cast, "learning:list", state="withheld")
    assert third.reference in withheld
    assert first.reference not in withheld
    words = titles(cast, "learning:list", words="a visit did not take place")
    assert fourth.reference in words
    assert first.reference not in words


def test_a_review_ends_with_who_answered_what_and_begins_with_a_link_to_it(
    register: Register, cast: Cast
) -> None:
    page = client_of(cast.reader).get(reverse("reviews:review", args=[register.review.public_id]))
    words = page.content.decode()
    above, _, beneath = words.partition("</aside>")
    assert 'href="#beneath-1">Who answered what' in above
    assert "heed-matrix" not in above
    assert 'id="beneath-1">Who answered what' in beneath
    for row in register.recommendations.values():
        assert reverse("learning:recommendation", args=[row.public_id]) in beneath
    assert "heed-matrix__title" in beneath


@pytest.mark.parametrize(
    "query", [{"review": "zzz"}, {"agency": "zzz"}, {"state": "nonsense"}, {"page": "-5"}]
)
def test_a_filter_that_means_nothing_is_no_fault(
    query: dict[str, str], register: Register, cast: Cast
) -> None:
    titles(cast, "learning:list", **query)


@pytest.mark.parametrize("words", ["100%", "_", "\\", "'; drop table", "é" * 300])
def test_any_words_can_be_looked_for(words: str, register: Register, cast: Cast) -> None:
    titles(cast, "learning:list", words=words)
    titles(cast, "plans:list", words=words)


@pytest.mark.capability("B06")
def test_a_recommendations_page_shows_its_words_answers_and_place(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    page = client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id]))
    shown = page.content.decode()
    assert row.text in shown
    assert "We have changed how core groups are booked." in shown
    assert "The partnership accepts what was learned about working together." in shown
    assert f"documents/{row.reading.document.public_id}/" in shown


@pytest.mark.capability("B07")
@pytest.mark.capability("B08")
def test_it_shows_what_was_done_and_what_is_planned(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    shown = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert "A weekly list of core groups goes to team managers." in shown
    assert "Hold a learning day on core groups for all agencies." in shown
    assert "unevidenced" in shown
    assert "autumn 2025" in shown
    assert "Head of Service" in shown


@pytest.mark.capability("B02")
def test_a_reviews_page_gathers_its_recommendations_under_their_theme(register: Register, cast: Cast) -> None:
    shown = (
        client_of(cast.reader)
        .get(reverse("reviews:review", args=[register.review.public_id]))
        .content.decode()
    )
    assert shown.index("Working together") < shown.index(register.recommendations["1"].reference)
    assert all(row.reference in shown for row in register.recommendations.values())


def test_a_reviews_page_counts_its_recommendations_and_leads_to_those_counted(
    register: Register, cast: Cast
) -> None:
    client, review = client_of(cast.reader), register.review
    shown = client.get(reverse("reviews:review", args=[review.public_id])).content.decode()
    states = Counter(each.state for each in register.recommendations.values())
    assert len(states) > 1
    for state, number in states.items():
        href = f"{reverse('learning:list')}?review={review.public_id}&state={state}"
        assert f'href="{escape(href)}">{number} ' in shown
        assert f"{number} recommendation" in client.get(href).content.decode()


def test_a_review_of_many_recommendations_folds_them_and_sums_up_who_answered(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("reviews:review", args=[register.review.public_id])
    first, last = register.recommendations["1"], register.recommendations["4"]
    type(last).objects.for_everyone(because="a test").filter(pk=last.pk).update(theme=first.theme)
    few = client_of(cast.reader).get(address).content.decode()
    monkeypatch.setattr("heed.learning.presenters.of_review.MANY", len(register.recommendations) - 1)
    many = client_of(cast.reader).get(address).content.decode()
    assert "Working together (" not in few
    assert many.count("Working together (") == 1, "one fold for a heading"
    assert "How many recommendations each agency was asked and answered" not in few
    assert "How many recommendations each agency was asked and answered" in many
    assert all(row.reference in many for row in register.recommendations.values())


def test_the_page_of_a_review_reads_its_recommendations_once(register: Register, cast: Cast) -> None:
    client = client_of(cast.reader)
    address = reverse("reviews:review", args=[register.review.public_id])
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    reading = re.compile('SELECT .*"text".* FROM "learning_recommendation".*"review_id" = ')
    assert len([each for each in asked if reading.match(each["sql"])]) == 1


@pytest.mark.capability("B03")
def test_a_compound_recommendation_shows_its_parts(register: Register, cast: Cast) -> None:
    row = register.recommendations["1"]
    shown = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert shown.index("hold core groups on time") < shown.rindex("record who came")


@pytest.mark.capability("B12")
def test_a_withheld_recommendation_is_shown_as_withheld(register: Register, cast: Cast) -> None:
    row = register.recommendations["3"]
    shown = (
        client_of(cast.reader).get(reverse("learning:recommendation", args=[row.public_id])).content.decode()
    )
    assert "ithheld" in shown


def test_the_outsiders_registers_are_empty(register: Register, cast: Cast) -> None:
    client = client_of(cast.outsider)
    for url in ("learning:list", "learning:responses", "plans:list", "reviews:list", "library:list", "home"):
        page = client.get(reverse(url)).content.decode()
        assert "Alder" not in page
        assert not any(row.reference in page for row in register.recommendations.values())
