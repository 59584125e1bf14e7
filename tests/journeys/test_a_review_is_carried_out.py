"""A review between its decision and its report: proceedings, people, what it asks and finds, and who takes part."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_a_case_is_decided import form_of, says, types_day
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey

INVOLVED = "They, or somebody they manage, worked with this family"


def opens_case(visitor: Visitor, group: str, part: str) -> None:
    """The part of the review that gathers."""
    visitor.goes_to("/reviews/")
    visitor.page.get_by_role("link", name=re.compile(r"^Case \d{4}-001")).first.click()
    visitor.look()
    visitor.turns_to(group, part)
    visitor.look()


def unfolds(visitor: Visitor, title: str) -> None:
    visitor.page.locator("summary").filter(has_text=title).first.click()


def test_what_is_held_up_goes_on_and_the_clock_with_it(demo: str, visitors: Visitors) -> None:
    with given("the officer, who hears that a hearing has ended"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        opens_case(officer, "Gathering", "Proceedings")
        says(officer, re.compile("ended. What was held up can go on."))
        officer.follows("Professional or employment proceedings: Vale NHS Trust")
        officer.look()
    with when("they say that it goes on"):
        officer.page.get_by_label("What goes on, and who was told").fill("Practitioners are invited.")
        officer.presses("Note that it goes on")
        officer.look()
    with then("only the family court holds the review up, and its clock is paused for it"):
        officer.follows("Proceedings")
        expect(officer.page.get_by_text(re.compile("can go on"))).to_have_count(0)
        officer.turns_to("Decision", "Clocks")
        says(officer, "Paused")
        officer.look()
    with when("the family court is said to have ended before it held anything up"), officer.refused_with(422):
        officer.turns_to("Gathering", "Proceedings")
        officer.follows("Family court: Moor Vale hearing centre")
        form = form_of(officer, "Note that they ended")
        for name, value in (("Day", "1"), ("Month", "1"), ("Year", "2020")):
            form.get_by_label(name, exact=True).fill(value)
        form.get_by_label("How they ended").fill("Both children live with their grandmother.")
        officer.presses("Note that they ended")
        with then("it is refused at its day"):
            says(officer, re.compile("It cannot be before they held something up"))
            officer.look()
    with when("it is today"):
        types_day(form_of(officer, "Note that they ended"))
        officer.presses("Note that they ended")
    with then("the clock runs again, and says why its day is that day"):
        officer.turns_to("Decision", "Clocks")
        expect(officer.page.get_by_text("Paused", exact=True)).to_have_count(0)
        officer.page.get_by_text("Why that day").first.click()
        says(officer, re.compile("Paused from .* Moor Vale hearing centre"))


def test_whoever_was_involved_has_no_seat_on_the_panel(demo: str, visitors: Visitors) -> None:
    with given("the business manager, on a narrow screen"):
        manager = visitors(demo, "Catriona Drummond", viewport={"width": 320, "height": 800})
        opens_case(manager, "People", "People")
        says(manager, re.compile("Nobody came for Westmere Integrated Care Board"))
        says(manager, re.compile("Gwilym Hartnoll cannot begin before declaring"))
    with when("she seats somebody who was involved"), manager.refused_with(422):
        unfolds(manager, "Put somebody on the panel")
        form = form_of(manager, "Put them on it")
        form.get_by_label("Or their name and post").fill("Arlo Venn")
        form.get_by_label("Of", exact=True).select_option(label="Westmere Homes")
        form.get_by_label(re.compile("How they are independent")).fill("Manages another team.")
        form.get_by_label("Member", exact=True).check()
        form.get_by_label(INVOLVED).check()
        types_day(form)
        manager.presses("Put them on it")
        with then("it is refused, and what she typed is there"):
            says(manager, re.compile("does not sit on its panel"))
            expect(form_of(manager, "Put them on it").get_by_label("Or their name and post")).to_have_value(
                "Arlo Venn"
            )
            manager.look()
    with when("the agency names another"):
        form = form_of(manager, "Put them on it")
        form.get_by_label(INVOLVED).uncheck()
        form.get_by_label("Or their name and post").fill("Ines Calloway")
        manager.presses("Put them on it")
    with then("she sits on it"):
        says(manager, "Ines Calloway")
        manager.look()


def test_a_finding_answers_a_question_of_the_terms(demo: str, visitors: Visitors) -> None:
    with given("the lead reviewer, who reads which questions nothing answers yet"):
        reviewer = visitors(demo, "Dr Philippa Asante-Crewe")
        opens_case(reviewer, "Gathering", "Terms of reference")
        says(reviewer, re.compile("Approved .* by The review panel"))
        reviewer.follows("Report")
        reviewer.look()
        question = "Who knew of the partner, and what was done with it?"
        asked = reviewer.page.get_by_role("row").filter(has_text=question).first
        expect(asked.get_by_text("None yet")).to_have_count(2)
    with when("she writes a finding, with the reasons and what it was like for the child"):
        form = form_of(reviewer, "Put it in the register")
        form.get_by_label("How the system works").check()
        form.get_by_label("What was found").fill("Probation knew of the partner and had nobody to tell.")
        form.get_by_label(question).check()
        form.get_by_label("Why people acted as they did").fill("No form asks who lives with a child.")
        form.get_by_label("This judges with hindsight, and says so").check()
        form.get_by_label("What it was like for the child").fill("He hid when the door opened.")
        reviewer.presses("Put it in the register")
        reviewer.look()
    with then("the question has its finding, and the finding says what lies behind it"):
        expect(asked.get_by_text("None yet")).to_have_count(1)
        reviewer.page.get_by_role("row").filter(has_text="Probation knew").get_by_role("link").first.click()
        says(reviewer, "No form asks who lives with a child.")
        says(reviewer, re.compile("this was not known then"))
        reviewer.look()


def test_nobody_is_heard_before_they_were_told(demo: str, visitors: Visitors) -> None:
    with given("the business manager, without script, with the children's mother"):
        manager = visitors(demo, "Catriona Drummond", scripted=False)
        opens_case(manager, "People", "Participation")
        about = manager.page.url
        manager.follows("The children's mother")
        says(manager, re.compile("Tell them before they say anything"))
        manager.look()
    with when("a meeting is kept before she was told"), manager.refused_with(422):
        keep(manager)
        with then("it is refused"):
            says(manager, re.compile("Keep first when they were told"))
            manager.look()
    with when("she is told, and then met"):
        form = manager.page.locator("form").filter(has=manager.page.get_by_text("Told on"))
        types_day(form)
        form.get_by_role("button", name="Keep it").click()
        keep(manager)
    with then("what she said is kept"):
        says(manager, "She asks who knew.")
        manager.look()
    with given("somebody who reads, and sees no names"):
        reader = visitors(demo, "Nell Greenhalgh")
        opens_case(reader, "People", "People")
        expect(reader.page.get_by_role("link", name="Participation")).to_have_count(0)
        with reader.refused_with(403):
            reader.goes_to(about)
            expect(reader.page.get_by_text("Varley")).to_have_count(0)


def keep(manager: Visitor) -> None:
    """A meeting of today, in which the mother took part."""
    form = manager.page.locator("form").filter(has=manager.page.locator("input[name=do][value=contact]"))
    if not form.is_visible():
        unfolds(manager, "Keep a contact")
    types_day(form)
    form.get_by_label("Met them").check()
    form.get_by_label("Took part").check()
    form.get_by_label("What was said").fill("She asks who knew.")
    form.get_by_label(re.compile("who allowed it")).fill("The judge")
    form.get_by_role("button", name="Keep it").click()
