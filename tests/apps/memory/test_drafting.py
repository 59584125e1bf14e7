"""Drafting recommendations: how many, what kind, in which words, and what each would repeat."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.memory.operations import DraftWords, change_draft, drop_draft, write_draft
from heed.memory.queries import advise, budget, drafts_of, find_drafted
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.people.operations import restrict_case
from tests.cast import AT, Cast, Register, client_of
from tests.cast_memory import SAME, a_draft, a_lesson, of_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(register: Register, cast: Cast) -> Recommendation:
    return of_review(cast, "Ash", SAME, on="2019-05-31")[0]


def test_a_draft_says_what_it_would_repeat(register: Register, cast: Cast, earlier: Recommendation) -> None:
    a_lesson(cast, earlier, register.recommendations["1"])
    a_draft(register, cast, "Hold core groups when they are due and minute who attended.")
    page = client_of(cast.manager).get(reverse("memory:drafting", args=[register.review.public_id]))
    words = page.content.decode()
    assert "1 draft, 1 of them asked before" in words
    assert earlier.reference in words
    assert "Part of the lesson" in words
    assert register.recommendations["1"].reference not in words, "its own review's are no repetition"


def test_advice_on_its_words_uses_the_five_tests(register: Register, cast: Cast) -> None:
    a_draft(register, cast, "Ensure that staff are aware of escalation.")
    good = {
        "asked_of": "Westmere Police, Head of Public Protection",
        "by_when": "30 September 2027",
        "how_we_will_know": "18 of 20 records show it",
        "outcome": "Children are asked what happened",
    }
    a_draft(register, cast, "Officers speak alone with each child at every incident.", **good)
    weak, strong = advise(cast.manager, register.review, drafts_of(cast.manager, register.review.pk))
    assert [each.name for each in weak.tests if not each.passed] == [
        "Specific",
        "Measurable",
        "Owned",
        "Outcome",
        "Dated",
    ]
    assert all(each.passed for each in strong.tests)


def test_the_budget_counts_how_many_for_whom_and_of_what_kind(register: Register, cast: Cast) -> None:
    for number in range(5):
        a_draft(
            register, cast, f"Train all staff in step {number} of escalation.", asked_of="Westmere Police"
        )
    a_draft(register, cast, "Write a protocol for escalation.", asked_of="Westmere Council")
    lines = {each.name: each for each in budget(drafts_of(cast.manager, register.review.pk))}
    assert (lines["Recommendations"].many, lines["Recommendations"].is_over) == (6, False)
    assert (lines["that ask for training"].many, lines["that ask for training"].is_over) == (5, True)
    assert lines["that ask for something to be written"].many == 1
    assert lines["asked of Westmere Police"].is_over
    page = client_of(cast.manager).get(reverse("memory:drafting", args=[register.review.public_id]))
    assert "5 that ask for training" in page.content.decode()
    assert "2 at most is advised" in page.content.decode()


def test_a_draft_is_changed_with_what_it_said_before_kept(register: Register, cast: Cast) -> None:
    row = a_draft(register, cast, "Meet.")
    client = client_of(cast.of[Role.LEAD_REVIEWER])
    page = reverse("memory:draft", args=[row.public_id])
    sent = client.post(page, {"do": "change", "change-text": "Meet on time.", "change-version": "1"})
    assert sent.status_code == 302
    assert Revision.objects.get(subject_ref=row.public_id).words == "Meet."
    assert "Until" in client.get(page).content.decode()
    with pytest.raises(ChangedMeanwhile):
        change_draft(cast.manager, ref=row.public_id, words=DraftWords(text="Meet."), version=1, at=AT)


def test_a_dropped_draft_can_be_read_and_is_counted_no_more(register: Register, cast: Cast) -> None:
    row = a_draft(register, cast)
    drop_draft(cast.manager, ref=row.public_id, reason="Asked in 2019 already", at=AT)
    with pytest.raises(NotNow):
        drop_draft(cast.officer, ref=row.public_id, reason="Twice", at=AT)
    with pytest.raises(NotNow):
        change_draft(cast.manager, ref=row.public_id, words=DraftWords(text="Meet."), version=1, at=AT)
    page = client_of(cast.manager).get(reverse("memory:drafting", args=[register.review.public_id]))
    assert "Asked in 2019 already" in page.content.decode()
    assert "No draft yet." in page.content.decode()
    assert "Change or drop it" not in page.content.decode()


def test_bad_input_is_said_at_its_field_and_kept(register: Register, cast: Cast) -> None:
    client = client_of(cast.manager)
    page = reverse("memory:drafting", args=[register.review.public_id])
    sent = client.post(page, {"text": "", "asked_of": "Westmere Police"})
    assert sent.status_code == 422
    assert "Write what is recommended" in sent.content.decode()
    assert "Westmere Police" in sent.content.decode()
    with pytest.raises(Invalid, match="3,000"):
        write_draft(
            cast.manager, review_ref=register.review.public_id, words=DraftWords(text="x" * 4000), at=AT
        )


def test_drafts_are_for_those_who_draft_and_for_their_case(register: Register, cast: Cast) -> None:
    row = a_draft(register, cast)
    for role in (Role.READER, Role.AGENCY_LEAD, Role.INDEPENDENT_SCRUTINEER):
        with pytest.raises(NotAllowed):
            find_drafted(cast.of[role], row.public_id)
    with pytest.raises(NotVisible):
        find_drafted(cast.outsider, row.public_id)
    restrict_case(
        cast.manager, ref=register.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )
    with pytest.raises(NotVisible):
        find_drafted(replace(cast.officer, seen=None), row.public_id)
    assert find_drafted(replace(cast.manager, seen=None), row.public_id).text == SAME
