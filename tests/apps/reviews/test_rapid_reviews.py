"""Rapid reviews: from the council's notification to the Panel's reply, with a late agency, and one that is closed."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import docx
import pytest
import time_machine
from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotAllowed, NotNow, NotVisible
from heed.reviews.operations import (
    answer_for_rapid_review,
    answer_safety,
    ask_agencies,
    close_rapid_review,
    keep_panel_reply,
    keep_rapid_meeting,
    note_rapid_sent,
    notify_rapid_review,
    pause_clock,
    pause_clocks,
    resume_clock,
    resume_clocks,
)
from heed.reviews.parts import ahead_of
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import asked_of, clocks_of
from heed.reviews.queries.pace import pace_of_reviews
from tests.cast import AT, Cast, client_of
from tests.cast_cases import a_rapid_review, a_referral, decided, everybody_asked

DAY = AT.date()
ANSWER: dict[str, Any] = {
    "safety": "no",
    "who_acted": "",
    "acted_when": "",
    "answer": "We saw the family twice.",
    "at": AT,
}


def of_agency(cast: Cast, name: str) -> Actor:
    return next(
        each
        for each in cast.of.values()
        if each.agency_name == name and each.may(Permission.ANSWER_FOR_AGENCY)
    )


def test_it_begins_with_two_clocks_that_say_why(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review, aware_on=date(2025, 2, 24))
    clocks = {each.key: each for each in clocks_of(cast.officer, review)}
    told = clocks["serious_incident_notification"]
    assert (told.due_on, told.ended_on) == (date(2025, 3, 3), DAY)
    rapid = clocks["rapid_review"]
    assert (rapid.due_on, rapid.ended_on) == (date(2025, 3, 25), None)
    assert "when the council notified the Panel" in rapid.because
    assert rapid.rule["edition"] == "Working Together 2023"
    assert find_review(cast.officer, review.public_id).reference == "RR-2025-001"
    with pytest.raises(NotNow, match="already"):
        a_rapid_review(cast, review)


@pytest.mark.parametrize(
    ("aware", "notified", "field"),
    [
        (date(2025, 2, 1), DAY, "aware_on"),
        (DAY, DAY - timedelta(days=1), "notified_on"),
        (DAY, DAY + timedelta(days=1), "notified_on"),
    ],
)
def test_days_that_do_not_fit_are_refused(cast: Cast, aware: date, notified: date, field: str) -> None:
    review = a_referral(cast.officer).review
    with pytest.raises(Invalid) as refusal:
        notify_rapid_review(
            cast.officer,
            ref=review.public_id,
            aware_on=aware,
            notified_on=notified,
            their_reference="",
            at=AT,
        )
    assert field in refusal.value.fields


def test_agencies_say_what_they_know_and_one_is_late(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review)
    asked = everybody_asked(cast, review)
    assert len(asked) == 3
    with pytest.raises(Invalid):
        ask_agencies(cast.officer, ref=review.public_id, agencies=[asked[0].agency.public_id], at=AT)
    with pytest.raises(NotVisible):
        ask_agencies(cast.officer, ref=review.public_id, agencies=["nobody"], at=AT)
    council, health = of_agency(cast, "Westmere Council"), of_agency(cast, "Vale NHS Trust")
    answer_for_rapid_review(council, ref=review.public_id, **ANSWER)
    with pytest.raises(NotNow, match="answered already"):
        answer_for_rapid_review(council, ref=review.public_id, **ANSWER)
    with pytest.raises(Invalid) as refusal:
        answer_for_rapid_review(health, ref=review.public_id, **{**ANSWER, "safety": "", "answer": " "})
    assert set(refusal.value.fields) == {"safety", "answer"}
    late = {**ANSWER, "at": AT + timedelta(days=20)}
    answer_for_rapid_review(health, ref=review.public_id, **late)
    clocks = {each.agency.name: each for each in clocks_of(cast.officer, review) if each.agency}
    assert clocks["Westmere Council"].due_on == date(2025, 3, 11)
    assert clocks["Vale NHS Trust"].ended_on == date(2025, 3, 24)
    assert clocks["Westmere Police"].ended_on is None
    waited = [each.words for each in ahead_of(cast.officer, review) if each.kind == "waits"]
    assert waited == ["Westmere Police to say what it knows"]
    page = client_of(cast.officer).get(reverse("reviews:rapid", args=[review.public_id])).content.decode()
    assert "2 of 3 agencies answered." in page
    assert "Received late" in page


def test_an_agency_that_was_not_asked_does_not_answer(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review)
    with pytest.raises(NotAllowed, match="was not asked"):
        answer_for_rapid_review(of_agency(cast, "Vale NHS Trust"), ref=review.public_id, **ANSWER)
    with pytest.raises(NotVisible):
        ask_agencies(cast.outsider, ref=review.public_id, agencies=[], at=AT)


def test_it_goes_to_the_panel_only_with_its_decision_and_the_reply_is_kept(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    ref = review.public_id
    a_rapid_review(cast, review)
    everybody_asked(cast, review)
    answer_for_rapid_review(of_agency(cast, "Westmere Council"), ref=ref, **ANSWER)
    with pytest.raises(NotNow, match="after its meeting"):
        note_rapid_sent(cast.officer, ref=ref, sent_on=DAY, at=AT)
    keep_rapid_meeting(cast.officer, ref=ref, met_on=DAY, words="Nobody asked who lived there.", at=AT)
    blocked = [each.words for each in ahead_of(cast.officer, review) if each.kind == "blocked"]
    assert blocked == ["Sending it to the Panel waits for the decision"]
    decided(cast, find_review(cast.officer, ref), "review")
    note_rapid_sent(cast.officer, ref=ref, sent_on=DAY, at=AT)
    letter = client_of(cast.officer).get(reverse("reviews:letter", args=[ref]))
    said = "\n".join(each.text for each in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert "Nobody asked who lived there." in said
    assert "There is a review: local child safeguarding practice review." in said
    tables = docx.Document(io.BytesIO(letter.content)).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "We saw the family twice." in cells
    assert "No answer was received by the date of this letter." in cells
    with pytest.raises(Invalid) as refusal:
        keep_panel_reply(cast.officer, ref=ref, replied_on=DAY, reply_by="", agrees=False, words="", at=AT)
    assert set(refusal.value.fields) == {"reply_by", "words"}
    row = keep_panel_reply(
        cast.officer,
        ref=ref,
        replied_on=DAY,
        reply_by="Reviewer 12",
        agrees=False,
        words="Too narrow.",
        at=AT,
    )
    assert (row.reply_by, row.reply_agrees, row.reply_words) == ("Reviewer 12", False, "Too narrow.")
    found = find_review(cast.officer, ref)
    assert (found.kind, found.reference) == ("local child safeguarding practice review", "LCSPR-2025-001")
    ended = {each.key: each.end_words for each in clocks_of(cast.officer, found) if each.ended_on}
    assert ended["rapid_review"] == "It was sent to the Panel"


def test_the_councils_clock_runs_from_when_it_knew_until_it_notified(cast: Cast) -> None:
    review = a_referral(cast.officer, incident="1 March 2025").review
    page, client = reverse("reviews:rapid", args=[review.public_id]), client_of(cast.officer)
    sent = {"do": "know", "know-aware_on_day": "3", "know-aware_on_month": "3", "know-aware_on_year": "2025"}
    with time_machine.travel(AT):
        assert client.post(page, sent).status_code == 302
    clock = {each.key: each for each in clocks_of(cast.officer, review)}["serious_incident_notification"]
    assert (clock.starts_on, clock.due_on, clock.ended_on) == (date(2025, 3, 3), date(2025, 3, 10), None)
    assert "A clock of RR-2025-001 runs out" in needs_of(cast.officer)
    told = [each.words for each in ahead_of(cast.officer, find_review(cast.officer, review.public_id))]
    assert "The council to notify the Panel" in told
    with pytest.raises(Invalid) as refusal:
        notify_rapid_review(
            cast.officer, ref=review.public_id, notified_on=date(2025, 3, 2), their_reference="", at=AT
        )
    assert "notified_on" in refusal.value.fields
    notify_rapid_review(cast.officer, ref=review.public_id, notified_on=DAY, their_reference="", at=AT)
    found = {each.key: each for each in clocks_of(cast.officer, review)}
    assert found["serious_incident_notification"].ended_on == DAY
    assert found["rapid_review"].starts_on == DAY
    with pytest.raises(NotNow, match="already"):
        notify_rapid_review(cast.officer, ref=review.public_id, notified_on=DAY, their_reference="", at=AT)


def test_a_review_keeps_its_reference_and_the_rapid_review_its_own(cast: Cast) -> None:
    """What was sent to the Panel under a reference is found under it, whatever the case is called later."""
    review = a_referral(cast.officer).review
    decided(cast, review)
    row = a_rapid_review(cast, find_review(cast.officer, review.public_id))
    found = find_review(cast.officer, review.public_id)
    assert (found.reference, found.kind) == ("LCSPR-2025-001", "local child safeguarding practice review")
    assert row.reference == "RR-2025-001"
    other = a_referral(cast.officer, children=["Child T"]).review
    mine = a_rapid_review(cast, other)
    decided(cast, find_review(cast.officer, other.public_id))
    assert find_review(cast.officer, other.public_id).reference == "LCSPR-2025-002"
    letter = client_of(cast.officer).get(reverse("reviews:letter", args=[other.public_id]))
    assert mine.reference.lower() in letter["Content-Disposition"]


def test_one_that_does_not_meet_the_criteria_is_closed_with_its_reasons(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    ref = review.public_id
    a_rapid_review(cast, review)
    everybody_asked(cast, review)
    with pytest.raises(Invalid):
        close_rapid_review(cast.officer, ref=ref, closed_on=DAY, why="", at=AT)
    row = close_rapid_review(cast.officer, ref=ref, closed_on=DAY, why="The injury was an accident.", at=AT)
    assert row.closed_why == "The injury was an accident."
    assert find_review(cast.officer, ref).state == "referred", "what becomes of the case is still decided"
    running = [each.key for each in clocks_of(cast.officer, review) if each.ended_on is None]
    assert running == ["decision"]
    decided(cast, find_review(cast.officer, ref), "other_learning")
    assert find_review(cast.officer, ref).state == "decided"
    with pytest.raises(NotNow, match="closed"):
        keep_rapid_meeting(cast.officer, ref=ref, met_on=DAY, words="Too late.", at=AT)


def test_agency_people_do_not_run_it(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    lead = cast.of[Role.AGENCY_LEAD]
    with pytest.raises(NotAllowed):
        notify_rapid_review(
            lead, ref=review.public_id, aware_on=DAY, notified_on=DAY, their_reference="", at=AT
        )
    assert asked_of(cast.officer, review) == []


# Clocks


def test_a_clock_is_paused_and_goes_on_and_says_both(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    [clock] = clocks_of(cast.officer, review)
    later = AT + timedelta(days=14)
    with pytest.raises(Invalid) as refusal:
        pause_clock(cast.officer, ref=clock.public_id, began_on=DAY - timedelta(days=1), reason=" ", at=AT)
    assert set(refusal.value.fields) == {"reason", "began_on"}
    paused = pause_clock(
        cast.officer, ref=clock.public_id, began_on=DAY, reason="The police ask us to", at=AT
    )
    assert paused.due_on is None
    assert "The police ask us to" in paused.because
    with pytest.raises(NotNow, match="paused already"):
        pause_clock(cast.officer, ref=clock.public_id, began_on=DAY, reason="Again", at=AT)
    going = resume_clock(cast.officer, ref=clock.public_id, ended_on=later.date(), at=later)
    assert going.due_on == date(2025, 4, 17)
    with pytest.raises(NotNow, match="not paused"):
        resume_clock(cast.officer, ref=clock.public_id, ended_on=later.date(), at=later)
    with pytest.raises(NotVisible):
        pause_clock(cast.outsider, ref=clock.public_id, began_on=DAY, reason="Theirs", at=AT)


def test_proceedings_pause_what_their_rule_says_and_nothing_else(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review)
    decided(cast, find_review(cast.officer, review.public_id))
    more: dict[str, Any] = {"review_ref": review.public_id, "cause": "proceedings-1", "at": AT}
    paused = pause_clocks(cast.officer, kind="criminal", began_on=DAY, reason="A trial", **more)
    assert [each.key for each in paused] == ["completion"]
    assert [each.key for each in ahead_clocks(cast, review)] == ["completion"]
    assert resume_clocks(cast.officer, ended_on=DAY, **{**more, "cause": "other"}) == []
    assert [each.key for each in resume_clocks(cast.officer, ended_on=DAY, **more)] == ["completion"]
    assert ahead_clocks(cast, review) == []


def ahead_clocks(cast: Cast, review: Any) -> list[Any]:
    return [each for each in clocks_of(cast.officer, review) if each.ended_on is None and each.due_on is None]


# Pace


@pytest.mark.capability("A17")
def test_the_pace_of_each_step_stands_against_its_target_with_the_rows_behind_it(cast: Cast) -> None:
    first = a_referral(cast.officer).review
    later = AT + timedelta(days=45)
    decided(cast, first, at=later)
    a_referral(cast.officer, incident="May 2023")
    rows = {each.key: each for each in pace_of_reviews(cast.officer) if each.review.pk == first.pk}
    assert (rows["referral"].days, rows["referral"].in_time) == (12, None)
    assert (rows["decision"].days, rows["decision"].due_on) == (45, date(2025, 4, 4))
    assert rows["decision"].in_time is False
    assert pace_of_reviews(cast.outsider) == []
    client = client_of(cast.reader)
    page = client.get(reverse("reviews:pace")).content.decode()
    assert "From the referral to the decision" in page
    assert "14 days late" in page
    assert "0 of 1" in page
    narrowed = client.get(f"{reverse('reviews:pace')}?step=referral&year=2025").content.decode()
    assert "14 days late" not in narrowed
    assert reverse("reviews:review", args=[first.public_id]) in narrowed


@pytest.mark.capability("A17")
def test_days_on_which_a_clock_stood_still_are_taken_off(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    [clock] = [each for each in clocks_of(cast.officer, review) if each.key == "decision"]
    stood = {"ref": clock.public_id, "began_on": DAY + timedelta(days=10), "reason": "The trial"}
    pause_clock(cast.officer, **stood, at=AT + timedelta(days=10))
    resume_clock(
        cast.officer,
        ref=clock.public_id,
        ended_on=DAY + timedelta(days=40),
        at=AT + timedelta(days=40),
    )
    decided(cast, review, at=AT + timedelta(days=45))
    [row] = [each for each in pace_of_reviews(cast.officer) if each.key == "decision"]
    assert (row.days, row.due_on, row.in_time) == (45, date(2025, 5, 4), True)


@pytest.mark.capability("A17")
def test_a_step_that_still_runs_says_how_long_it_has_taken_beside_its_target(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    with time_machine.travel(AT + timedelta(days=45)):
        rows = {each.key: each for each in pace_of_reviews(cast.officer)}
        row = rows["decision"]
        assert (row.running, row.days, row.due_on) == (True, 45, date(2025, 4, 4))
        assert not rows["referral"].running
        assert "commissioning" not in rows
        page = client_of(cast.reader).get(reverse("reviews:pace")).content.decode()
    running = page.partition("Running now</h2>")[2].partition("<h2")[0]
    assert reverse("reviews:review", args=[review.public_id]) in running
    assert "14 days late" in running
    decided(cast, review, outcome="no_review", at=AT + timedelta(days=46))
    with time_machine.travel(AT + timedelta(days=60)):
        running_on = {each.key for each in pace_of_reviews(cast.officer) if each.running}
    assert running_on <= {"whole"}, "what is not reviewed is on its way to no draft"


# What needs somebody


def needs_of(actor: Actor) -> str:
    """The page of everything that needs somebody, as of the day after."""
    with time_machine.travel(AT + timedelta(days=1)):
        return str(client_of(actor).get(reverse("needs")).content.decode())


def test_an_open_first_question_stands_before_the_team_until_it_is_answered(cast: Cast) -> None:
    row = a_referral(cast.of[Role.AGENCY_LEAD], safety="not_known")
    assert f"Find out whether a child is unsafe now: {row.reference}" in needs_of(cast.officer)
    assert row.reference not in needs_of(cast.outsider)
    answer_safety(cast.officer, ref=row.public_id, safety="no", who_acted="", acted_when="", at=AT)
    assert "whether a child is unsafe now" not in needs_of(cast.officer)


def test_what_is_due_stands_before_those_who_do_it(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review)
    everybody_asked(cast, review)
    assert "Say what your agency knows for RR-2025-001" in needs_of(of_agency(cast, "Vale NHS Trust"))
    decided(cast, find_review(cast.officer, review.public_id), "defer", look_again_on=DAY + timedelta(days=2))
    assert "Look again at RR-2025-001" in needs_of(cast.officer)


def test_an_agency_that_does_not_know_whether_a_child_is_unsafe_is_asked_about(cast: Cast) -> None:
    review = a_referral(cast.officer).review
    a_rapid_review(cast, review)
    everybody_asked(cast, review)
    council = of_agency(cast, "Westmere Council")
    answer_for_rapid_review(council, ref=review.public_id, **{**ANSWER, "safety": "not_known"})
    words = "Find out with Westmere Council whether a child is unsafe now: RR-2025-001"
    assert words in needs_of(cast.officer)
    assert words not in needs_of(cast.outsider)
    told = [each.words for each in ahead_of(cast.officer, find_review(cast.officer, review.public_id))]
    asks = "Find out whether any child is unsafe now, who acted and when (Westmere Council, rapid review)"
    assert asks in told
    page = reverse("reviews:rapid", args=[review.public_id])
    assert (
        "Nobody has answered this yet for Westmere Council" in client_of(council).get(page).content.decode()
    )
    [row] = [each for each in asked_of(council, review) if each.safety]
    answer_safety(council, ref=row.public_id, safety="no", who_acted="", acted_when="", at=AT)
    assert words not in needs_of(cast.officer)
