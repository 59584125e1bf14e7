"""A later version of a document: named as nearly the same, and what it changes can be seen, before and after it is put
into the register."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

from django.urls import reverse

from heed.intake.comparing import compare_readings
from heed.intake.models import Import
from heed.intake.operations import accept_import
from heed.intake.queries import list_proposals
from heed.intake.types import Decision, ImportState, ReviewChoice
from heed.learning.models import Response
from heed.platform.audit_log.models import Event
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import day_corrections_of
from tests.apps.intake.test_rounds import decide_all
from tests.cast import AT, Answer, Ask, Cast, Learned, Written, bring_in_and_read, choice_of, client_of

CARE = "Hold each core group within ten working days, with the child's own words read out at the start of it."
TELL = "Tell the social worker on the same day when a child of the family does not arrive at school."
KEEP = "Write down at every first visit who holds parental responsibility for each child."
GONE = "Publish the number of late health assessments."
FIRST = Written(
    "Learning from Cedar",
    (
        Ask("1", CARE, answers=(Answer("Agreed by all.", "Westmere Police"),)),
        Ask("2", TELL),
        Ask("3", KEEP),
        Ask("4", GONE),
    ),
)
LATER = replace(
    FIRST,
    asks=(
        Ask("1", CARE.replace("ten", "five"), answers=(Answer("Agreed by us all.", "Westmere Police"),)),
        FIRST.asks[1],
        Ask("4", KEEP),
        Ask("5", "Ask every child alone what a good day is like."),
    ),
    learned=(Learned("Meetings were held without the school."),),
)


def accepted(cast: Cast, row: Import, choice: ReviewChoice, matches: dict[str, str] | None = None) -> None:
    decide_all(cast.manager, row, Decision.ACCEPTED)
    accept_import(cast.manager, ref=row.public_id, choice=choice, at=AT, matches=matches or {})


def test_what_a_later_version_changes_is_told_at_each_step_and_afterwards(cast: Cast) -> None:
    client = client_of(cast.manager)
    first = bring_in_and_read(cast.manager, "first.txt", FIRST)
    accepted(cast, first, choice_of("Cedar"))
    first.refresh_from_db()
    assert first.review is not None
    later = bring_in_and_read(cast.manager, "later.txt", LATER)
    compare = f"{reverse('intake:compare', args=[later.public_id])}?with={first.reading.public_id}"

    def seen(name: str, ref: str) -> str:
        return unescape(client.get(reverse(name, args=[ref])).content.decode())

    assert compare in seen("intake:import", later.public_id)
    decide_all(cast.manager, later, Decision.ACCEPTED)
    step = seen("intake:register", later.public_id)
    assert compare in step
    assert "“first.txt”, brought in" in step
    accepted(cast, later, ReviewChoice(review_ref=first.review.public_id))
    assert compare in seen("library:document", later.document.public_id), "still there once it is accepted"

    page = unescape(client.get(compare).content.decode())
    shown_to_her = Event.objects.filter(actor_ref=cast.manager.person_ref).order_by("-pk")[0]
    both = {first.document.public_id, later.document.public_id}
    assert both <= set(shown_to_her.shown["document"]), "that she saw both is written down"
    assert "6 differences between first.txt, brought in" in page
    for words in (
        CARE,
        CARE.replace("ten", "five"),
        GONE,
        LATER.asks[3].text,
        LATER.learned[0].text,
        f"3: {KEEP}",
        f"4: {KEEP}",
        "Agreed by us all.",
    ):
        assert words in page, words
    assert TELL not in page, "what is the same is left out"
    stranger = client_of(cast.outsider).get(compare)
    assert stranger.status_code == 404


def test_a_later_version_says_no_answer_twice(cast: Cast) -> None:
    first = bring_in_and_read(cast.manager, "first.txt", FIRST)
    accepted(cast, first, choice_of("Cedar"))
    first.refresh_from_db()
    assert first.review is not None
    [known] = first.review.recommendations.visible_to(cast.manager).filter(label="1")

    def come(name: str, answer: str) -> list[str]:
        ask = replace(FIRST.asks[0], answers=(Answer(answer, "Westmere Police"),))
        row = bring_in_and_read(cast.manager, name, Written("Cedar", (ask,)))
        [here] = [each.public_id for each in list_proposals(row) if each.kind == "recommendation"]
        choice = ReviewChoice(review_ref=first.review.public_id if first.review else "")
        accepted(cast, row, choice, {here: known.public_id})
        row.refresh_from_db()
        assert row.state == ImportState.ACCEPTED
        answers = Response.objects.visible_to(cast.manager).filter(recommendation=known)
        return [f"{each.round} {each.text}" for each in answers.order_by("round", "position")]

    assert come("again.txt", "Agreed by all.") == ["1 Agreed by all."]
    assert come("changed.txt", "Not agreed.") == ["1 Agreed by all.", "2 Not agreed."]
    assert come("back.txt", "Agreed by all.")[-1] == "3 Agreed by all.", "what was said last counts"


def test_the_same_number_in_other_words_is_one_change_and_other_words_are_two() -> None:
    def said(label: str, text: str, day: str) -> dict[str, Any]:
        asked = {"label": label, "text": text, "actions": []}
        return {"recommendations": [asked], "themes": [], "dates": [{"kind": "published", "text": day}]}

    before = said("1", "Hold every core group within ten working days of the conference.", "3 May 2025")
    now = said("1", "Hold every core group in five days.", "4 June 2025")
    assert [(each.what, each.label) for each in compare_readings(before, now)] == [
        ("recommendation", "1"),
        ("date", "published"),
    ]
    other = said("1", "Publish figures on late health assessments.", "3 May 2025")
    assert [bool(each.before) for each in compare_readings(before, other)] == [False, True]


def test_a_review_without_a_day_has_that_of_its_report_and_of_nothing_else(cast: Cast) -> None:
    first = bring_in_and_read(cast.manager, "first.txt", FIRST)
    accepted(
        cast,
        first,
        replace(choice_of("Cedar"), published_text="", published_earliest=None, published_latest=None),
    )
    first.refresh_from_db()
    assert first.review is not None
    assert first.review.ordered_on is None
    said = {
        "published_text": "May 2019",
        "published_earliest": "2019-05-01",
        "published_latest": "2019-05-31",
    }
    choice = ReviewChoice(review_ref=first.review.public_id, **said)

    def day_after(kind: str, name: str) -> date | None:
        row = bring_in_and_read(cast.manager, name, replace(LATER, kind=kind))
        accepted(cast, row, choice)
        return find_review(cast.manager, choice.review_ref).ordered_on

    assert day_after("board response", "answer.txt") is None
    assert day_after("overview report", "report.txt") == date(2019, 5, 31)
    [why] = day_corrections_of(cast.manager, find_review(cast.manager, choice.review_ref))
    assert (why.now, why.why) == ("published May 2019", "It had none, and its report was brought in")
    choice = replace(
        choice, published_text="2022", published_earliest="2022-01-01", published_latest="2022-12-31"
    )
    assert day_after("overview report", "again.txt") == date(2019, 5, 31), "it has a day"
