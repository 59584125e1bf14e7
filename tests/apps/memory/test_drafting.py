"""Drafting recommendations: how many, what kind, in which words, and what each would repeat."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from heed.learning.models import Recommendation
from heed.memory.models import Drafted
from heed.memory.operations import (
    DraftWords,
    answer_draft,
    change_draft,
    drop_draft,
    register_draft,
    write_draft,
)
from heed.memory.queries import advise, budget, drafts_of, find_drafted, find_pair
from heed.memory.types import Likeness
from heed.memory.upkeep import why_they_stay
from heed.platform.access.roles import Role
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.base.models import Revision
from heed.platform.partnerships.queries import list_agencies
from heed.platform.people.operations import restrict_case
from tests.cast import AT, Cast, Promise, Register, client_of
from tests.cast_memory import SAME, a_draft, a_lesson, again, of_review

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


def asked(cast: Cast) -> list[str]:
    """Whom a draft asks: an agency of the partnership, by its public id."""
    return [list_agencies(cast.manager.partnership_id)[0].public_id]


def _said(cast: Cast, row: Drafted, earlier: Recommendation, said: Likeness, why_not_held: str = "") -> None:
    answer_draft(
        cast.manager,
        ref=row.public_id,
        earlier_ref=earlier.public_id,
        answer=said,
        reason="Core groups on time.",
        why_not_held=why_not_held,
        at=AT,
    )


def test_a_draft_goes_into_the_register_with_its_label_whom_it_asks_and_what_was_said(
    register: Register, cast: Cast, earlier: Recommendation
) -> None:
    row = a_draft(register, cast, asked_of="Westmere Police, Head of Public Protection")
    client, page = client_of(cast.officer), reverse("memory:draft", args=[row.public_id])
    asked = {"answer-earlier": earlier.public_id, "answer-answer": "same", "answer-reason": "Both on time."}
    assert client.post(page, {"do": "answer", **asked}).status_code == 302
    shown = client.get(page).content.decode()
    assert "The same lesson" in shown
    assert "Both on time." in shown
    police = next(
        each for each in list_agencies(cast.manager.partnership_id) if each.name == "Westmere Police"
    )
    assert re.search(rf'value="{police.public_id}"[^>]*checked', shown), "its name stands in the draft"
    sent = {"register-label": "1a", "register-agencies": police.public_id, "register-version": "1"}
    assert client.post(page, {"do": "register", **sent}).status_code == 302
    made = find_drafted(cast.manager, row.public_id).registered_as
    assert made is not None
    assert (made.text, made.label, made.review_id) == (SAME, "1a", register.review.pk)
    assert [each.agency_id for each in made.addressees.all()] == [police.pk]
    pair = find_pair(cast.manager, made.pk, earlier.pk)
    assert pair is not None
    assert pair.answer == "same"
    assert [each.by.name for each in pair.answers.all()] == [cast.officer.name]
    assert made.reference in client.get(page).content.decode()
    listed = client.get(reverse("memory:drafting", args=[register.review.public_id])).content.decode()
    assert "No draft yet." in listed
    assert made.reference in listed
    own = client.get(reverse("learning:recommendation", args=[made.public_id])).content.decode()
    assert page in own
    assert "Both on time." in own


def test_what_did_not_hold_is_open_again_once_the_draft_is_in_the_register(
    register: Register, cast: Cast
) -> None:
    taken = Promise("Core groups are held on time.", "taken", "Westmere Police")
    [earlier] = of_review(cast, "Oak", SAME, on="2019-05-31", promises=(taken,))
    row = a_draft(register, cast)
    with pytest.raises(Invalid, match="did not hold"):
        _said(cast, row, earlier, Likeness.SAME)
    _said(cast, row, earlier, Likeness.SAME, "The list stopped")
    assert again(earlier).state != "re_opened"
    register_draft(cast.manager, ref=row.public_id, agencies=asked(cast), as_read=1, at=AT)
    assert again(earlier).state == "re_opened"


def test_what_is_different_is_not_shown_again(
    register: Register, cast: Cast, earlier: Recommendation
) -> None:
    row = a_draft(register, cast)
    _said(cast, row, earlier, Likeness.DIFFERENT)
    [found] = advise(cast.manager, register.review, [row])
    assert (found.before.matches, found.before.set_aside) == ((), 1)
    _said(cast, row, earlier, Likeness.RELATED)
    [found] = advise(cast.manager, register.review, [row])
    assert [each.said.answer for each in found.before.matches if each.said] == ["related"]
    page = client_of(cast.manager).get(reverse("memory:drafting", args=[register.review.public_id]))
    assert "1 draft, 0 of them asked before" in page.content.decode()


def test_a_draft_is_registered_once_as_it_was_read_and_stays(register: Register, cast: Cast) -> None:
    row, agencies = a_draft(register, cast), asked(cast)
    change_draft(cast.officer, ref=row.public_id, words=DraftWords(text="Meet weekly."), version=1, at=AT)
    with pytest.raises(NotNow, match="changed this draft"):
        register_draft(cast.manager, ref=row.public_id, agencies=agencies, as_read=1, at=AT)
    with pytest.raises(Invalid, match="40 letters"):
        register_draft(cast.manager, ref=row.public_id, label="x" * 41, agencies=agencies, as_read=2, at=AT)
    register_draft(cast.manager, ref=row.public_id, agencies=agencies, as_read=2, at=AT)
    with pytest.raises(NotNow, match="in the register already"):
        register_draft(cast.officer, ref=row.public_id, agencies=agencies, as_read=3, at=AT)
    with pytest.raises(NotNow, match="in the register already"):
        change_draft(cast.manager, ref=row.public_id, words=DraftWords(text="Meet."), version=3, at=AT)
    with pytest.raises(NotNow, match="in the register already"):
        drop_draft(cast.manager, ref=row.public_id, reason="Twice", at=AT)
    reviewer = client_of(cast.of[Role.LEAD_REVIEWER])
    other = a_draft(register, cast)
    page = reverse("memory:draft", args=[other.public_id])
    assert "Put it in the register" not in reviewer.get(page).content.decode()
    with pytest.raises(NotAllowed):
        register_draft(cast.of[Role.LEAD_REVIEWER], ref=other.public_id, agencies=agencies, as_read=1, at=AT)


def test_an_import_whose_recommendation_was_answered_of_a_draft_is_not_undone(
    register: Register, cast: Cast, earlier: Recommendation
) -> None:
    assert not why_they_stay([earlier.pk])
    _said(cast, a_draft(register, cast), earlier, Likeness.RELATED)
    assert why_they_stay([earlier.pk])
