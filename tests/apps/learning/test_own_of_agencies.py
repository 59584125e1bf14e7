"""What agencies recommend to themselves has the same life as the rest, and is rolled up by agency."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from heed.learning.queries import own_of_agencies
from heed.platform.access.types import Actor
from heed.reviews.models import Review
from tests.cast import Ask, Cast, Promise, Register, Written, register_of

Browser = Callable[[Actor], Client]
OWN = Written(
    title="Management reviews",
    asks=(
        Ask(
            "1",
            "Supervise each week.",
            to=("Vale NHS Trust",),
            source="IMR",
            promises=(Promise("It is done.", "taken"),),
        ),
        Ask("2", "Record who came.", to=("Vale NHS Trust",), source="IMR"),
        Ask("3", "[This recommendation was withheld.]", to=("Vale NHS Trust",), source="IMR", withheld=True),
        Ask("1", "Visit on the day.", to=("Westmere Police",), source="IMR"),
        Ask("4", "All should meet.", to=("Westmere Police",), source="SCR"),
    ),
)


@pytest.fixture
def review(register: Register, cast: Cast) -> Review:
    return register_of(cast.manager, OWN, review="Hazelwood")


@pytest.mark.capability("B04")
def test_they_are_counted_by_agency_with_those_withheld(review: Review, cast: Cast) -> None:
    police, trust = sorted(own_of_agencies(cast.reader, review.pk), key=lambda each: each.asked)
    assert (police.name, police.asked, police.reported) == ("Westmere Police", 1, 0)
    assert (trust.name, trust.asked, trust.withheld, trust.planned, trust.reported, trust.verified) == (
        "Vale NHS Trust",
        3,
        1,
        1,
        1,
        0,
    )


@pytest.mark.capability("B04")
def test_the_review_shows_the_roll_up_and_leads_to_each_agencys_own(
    review: Review, cast: Cast, client_of: Browser
) -> None:
    client = client_of(cast.reader)
    page = client.get(reverse("reviews:review", args=[review.public_id])).content.decode()
    assert "What agencies asked of themselves" in page
    asked = {"review": review.public_id, "source": "IMR"}
    listed = client.get(reverse("learning:list"), asked).content.decode()
    assert "4 recommendations that match" in listed
    assert "Visit on the day" in listed
    assert "All should meet" not in listed


def test_a_review_without_them_shows_nothing_of_it(
    cast: Cast, register: Register, client_of: Browser
) -> None:
    plain = Written(title="Plain", asks=(Ask("1", "Meet.", to=("Westmere Police",)),))
    review = register_of(cast.manager, plain, review="Plain")
    page = client_of(cast.reader).get(reverse("reviews:review", args=[review.public_id])).content.decode()
    assert "What agencies asked of themselves" not in page
