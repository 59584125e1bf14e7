"""The parts of a review's page stand in a row on each of them, for those who are offered them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.reviews import parts
from heed.reviews.parts import ReviewPart, register_part
from heed.reviews.presenters import review_frame
from tests.cast import Cast, Register, client_of


@pytest.fixture(autouse=True)
def _only_the_overview(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PARTS", {"overview": parts.OVERVIEW})


def test_a_registered_part_stands_on_the_reviews_page(register: Register, cast: Cast) -> None:
    address = reverse("reviews:review", args=[register.review.public_id])
    alone = client_of(cast.reader).get(address).content.decode()
    register_part(ReviewPart(key="people", label="People here", url_name="reviews:review", order=20))
    beside = client_of(cast.reader).get(address).content.decode()
    assert "moj-sub-navigation" not in alone
    assert "People here" in beside
    assert 'aria-current="page">Overview' in beside


def test_parts_stand_in_order_and_the_current_one_says_so(register: Register, cast: Cast) -> None:
    register_part(ReviewPart(key="late", label="Last", url_name="reviews:review", order=90))
    register_part(ReviewPart(key="soon", label="Second", url_name="reviews:review", order=10))
    frame = review_frame(cast.reader, register.review, current="soon")
    assert [(str(tab.text), tab.current) for tab in frame.tabs] == [
        ("Overview", False),
        ("Second", True),
        ("Last", False),
    ]
    assert [crumb.text for crumb in frame.crumbs] == ["Reviews", register.review.name, "Second"]
    assert frame.crumbs[-1].href is None
    beneath = review_frame(cast.reader, register.review, current="soon", title="Entry 4")
    assert [crumb.text for crumb in beneath.crumbs][2:] == ["Second", "Entry 4"]
    assert beneath.crumbs[2].href == frame.tabs[1].href


def test_a_part_is_offered_only_to_those_it_is_shown_to(register: Register, cast: Cast) -> None:
    register_part(
        ReviewPart(
            key="secret",
            label="Participation",
            url_name="reviews:review",
            order=10,
            shown=lambda actor, review: actor == cast.manager and review == register.review,
        )
    )
    labels = {
        actor: [str(tab.text) for tab in review_frame(actor, register.review, current="overview").tabs]
        for actor in (cast.manager, cast.reader)
    }
    assert labels == {cast.manager: ["Overview", "Participation"], cast.reader: ["Overview"]}


def test_parts_of_one_group_stand_beneath_it_while_one_of_them_is_open(
    register: Register, cast: Cast
) -> None:
    for key, group, order in (
        ("clocks", "Decision", 20),
        ("terms", "Gathering", 30),
        ("rapid", "Decision", 40),
    ):
        register_part(ReviewPart(key=key, label=key, url_name="reviews:review", order=order, group=group))
    tabs = review_frame(cast.reader, register.review, current="rapid").tabs
    assert [(str(tab.text), tab.current) for tab in tabs] == [
        ("Overview", False),
        ("Decision", True),
        ("terms", False),
    ]
    assert [(str(tab.text), tab.current) for tab in tabs[1].beneath] == [("clocks", False), ("rapid", True)]
    elsewhere = review_frame(cast.reader, register.review, current="overview").tabs
    assert str(elsewhere[1].text) == "Decision"
    assert not elsewhere[1].beneath
