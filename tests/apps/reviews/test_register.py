"""The register of reviews is narrowed by how far each is."""

from __future__ import annotations

from heed.platform.registers.types import Asked
from heed.reviews.models import Review
from heed.reviews.registers import REVIEWS
from heed.reviews.types import ReviewState
from tests.cast import Cast, Register, client_of


def test_reviews_are_narrowed_by_their_state(register: Register, cast: Cast) -> None:
    def found(state: str) -> list[int]:
        rows, count = REVIEWS.page(cast.reader, Asked(filters={"state": state}), 0, 10)
        assert count == len(rows)
        return [row.pk for row in rows]

    assert found("published") == [register.review.pk]
    assert found("gathering") == []
    Review.objects.visible_to(cast.manager).filter(pk=register.review.pk).update(state=ReviewState.GATHERING)
    assert found("published") == []
    assert found("gathering") == [register.review.pk]
    assert found("no such state") == []


def test_what_the_page_is_narrowed_by_stands_in_its_address_and_is_named(
    register: Register, cast: Cast
) -> None:
    page = (
        client_of(cast.reader)
        .get("/reviews/", {"state": "published", "theme": "no such theme"})
        .content.decode()
    )
    assert "Nothing matches." in page
    assert "“no such theme”" in page
