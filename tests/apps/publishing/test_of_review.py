"""The part of a review's page about what is published of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.urls import reverse

from heed.platform.base import clock
from heed.publishing import operations as do
from tests import cast_drafts
from tests import cast_publishing as publishing
from tests import cast_review_work as work
from tests.cast import AT, Cast, Register, client_of
from tests.cast_publishing import LATER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day_after() -> Any:
    with patch.object(clock, "today", lambda: LATER.date() + timedelta(days=1)):
        yield


def page_for(actor: Any, review: Any) -> str:
    return client_of(actor).get(reverse("publishing:of_review", args=[review.public_id])).content.decode()


def test_what_is_prepared_stands_there_for_those_who_prepare_it(register: Register, cast: Cast) -> None:
    row = publishing.begun(cast, register.review, kind="briefing")
    page = page_for(cast.officer, register.review)
    assert reverse("publishing:publication", args=[row.public_id]) in page
    assert "Being prepared" in page
    assert f"{reverse('publishing:add')}?review={register.review.public_id}" in page


def test_others_see_what_everybody_reads_and_nothing_else(register: Register, cast: Cast) -> None:
    row = publishing.begun(cast, register.review, kind="briefing")
    work.family_request(cast, register)
    page = page_for(cast.reader, register.review)
    assert "Learning from Child V" not in page
    assert "Nothing of this review is published here." in page
    assert "Not the word incident." not in page
    publishing.published(cast, row)
    page = page_for(cast.reader, register.review)
    assert reverse("published:item", args=[row.public_id]) in page
    assert reverse("publishing:publication", args=[row.public_id]) not in page


def test_what_binds_it_stands_there(register: Register, cast: Cast) -> None:
    work.family_request(cast, register)
    do.forbid_dates(
        cast.officer,
        review_ref=register.review.public_id,
        kind="family",
        first_on=date(2031, 5, 3),
        last_on=date(2031, 5, 3),
        yearly=True,
        reason="Her birthday",
        source="Her mother, by letter",
        at=AT,
    )
    page = page_for(cast.officer, register.review)
    assert "Not the word incident." in page
    assert "3 May, every year" in page


def test_an_accepted_report_is_not_yet_a_published_one(cast: Cast) -> None:
    review = cast_drafts.accepted(cast)
    page = page_for(cast.officer, review)
    assert "Accepted" in page
    assert "Not yet" in page
