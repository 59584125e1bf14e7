"""A review's own history: what was done to it and to everything of it, for those who may see that."""

from __future__ import annotations

import pytest
from django.urls import reverse

from heed.platform.history.queries import PAGE
from heed.reviews.operations.submissions import chase_submission
from tests import cast_plans
from tests import cast_publishing as publishing
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of

pytestmark = pytest.mark.django_db


def page_for(actor, register: Register, query: str = "") -> str:  # type: ignore[no-untyped-def]
    address = reverse("reviews:history", args=[register.review.public_id])
    return client_of(actor).get(address + query).content.decode()


def test_it_tells_of_the_review_and_of_everything_of_it(register: Register, cast: Cast) -> None:
    submission = work.ask(cast, register)
    taking_part = work.participant(cast, register)
    page = page_for(cast.manager, register)
    for each in (submission, taking_part, register.findings[0]):
        assert each.reference in page
    assert cast.manager.name in page
    assert reverse("history:record", args=["review", register.review.public_id]) in page


def test_it_tells_of_the_actions_and_of_each_approval(register: Register, cast: Cast) -> None:
    action = cast_plans.proposed(cast, register.recommendations["1"])
    row = publishing.approved(cast, publishing.begun(cast, register.review))
    page = page_for(cast.manager, register)
    assert action.reference in page
    assert row.reference in page_for(cast.manager, register)
    assert "approval of" in page


def test_an_agency_is_called_by_its_name(register: Register, cast: Cast) -> None:
    work.ask(cast, register)
    assert "another record" not in page_for(cast.manager, register)


def test_it_keeps_what_one_may_not_see(register: Register, cast: Cast) -> None:
    submission = work.ask(cast, register)
    taking_part = work.participant(cast, register)
    page = page_for(cast.reader, register)
    assert submission.reference in page
    assert taking_part.reference not in page
    assert "participa" not in page.partition("<h1")[2].partition("</main")[0].lower()


def test_long_ones_come_a_page_at_a_time(register: Register, cast: Cast) -> None:
    submission = work.ask(cast, register)
    for number in range(PAGE):
        chase_submission(
            cast.manager,
            ref=submission.public_id,
            whom="Her manager",
            words=f"Again, {number}",
            at=AT,
        )
    first = page_for(cast.manager, register)
    older = first.partition("?before=")[2].partition('"')[0]
    assert first.count("moj-timeline__item") == PAGE
    second = page_for(cast.manager, register, f"?before={older}")
    assert "Back to the newest" in second
    assert 0 < second.count("moj-timeline__item") <= PAGE
