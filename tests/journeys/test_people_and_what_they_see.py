"""Each sees what their work needs; what they may not see looks like what does not exist."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey


def test_a_reader_a_contributor_and_somebody_from_outside(demo: str, visitors: Visitors) -> None:
    with given("a reader and a contributor of an agency"):
        reader = visitors(demo, "Nell Greenhalgh")
        contributor = visitors(demo, "Idris Rahman-Bell")
    for each in (reader, contributor):
        with then("they read the register and a thread, and are offered nothing to change"):
            each.goes_to("/")
            each.look()
            expect(each.page.get_by_role("link", name="Bring in a document")).to_have_count(0)
            each.follows("Recommendations")
            each.look()
            each.page.locator(
                "main a[href^='/recommendations/']", has_text=re.compile("core group")
            ).first.click()
            expect(each.page.get_by_role("link", name="Give it a short name")).to_have_count(0)
            each.look()
        with when("they ask for the page for bringing in"), each.refused_with(403):
            each.goes_to("/library/bring-in/")
            with then("a page says that it is not theirs to do, and what to do"):
                expect(each.page.get_by_role("heading", level=1)).to_be_visible()
                expect(each.page.locator("main a").first).to_be_visible()
                each.look()
    seen = reader.goes_to("/recommendations/") and reader.page.locator(
        "main a[href^='/recommendations/']", has_text=re.compile("core group")
    ).first.get_attribute("href")
    assert seen

    with given("the business manager of the other partnership"):
        outsider = visitors(demo, "Yasmin Brannigan-Shah")
        page = outsider.page
    with then("of the reviews, she sees the one that was handed to her partnership, and no other"):
        outsider.goes_into("Reviews")
        expect(page.get_by_text(re.compile(r"^1 review\b")).first).to_be_visible()
        expect(page.locator("main a[href^='/reviews/']", has_text="Willow")).to_have_count(0)
        outsider.look()
    for room in (["Recommendations"], ["Recommendations", "Answers"], ["Actions"], ["Library"]):
        with then(f"her {room[-1].lower()} are empty"):
            outsider.goes_into(*room)
            expect(page.locator(".heed-empty")).to_be_visible()
            outsider.look()
    with (
        when("she asks for a recommendation that is there and for one that is not"),
        outsider.refused_with(404),
    ):
        outsider.goes_to(seen)
        outsider.look()
        there = page.locator("main").inner_text()
        outsider.goes_to("/recommendations/zzzzzzzzzzzz/")
        with then("both pages say the same"):
            assert page.locator("main").inner_text() == there
            assert "core group" not in there


def test_two_people_write_at_the_same_time_and_nothing_is_lost(demo: str, visitors: Visitors) -> None:
    with given("an officer and the business manager at the same short name"):
        officer, manager = visitors(demo, "Tobi Adeyemi-Ward"), visitors(demo, "Catriona Drummond")
        officer.goes_to("/recommendations/")
        officer.page.locator(
            "main a[href^='/recommendations/']", has_text=re.compile("core group")
        ).first.click()
        officer.look()
        officer.follows("Give it a short name")
        officer.look()
        manager.goes_to(officer.page.url)
        manager.look()
    with when("both save"):
        officer.page.get_by_label("Short name").fill("Core groups meet on time")
        officer.presses("Save")
        officer.reads("Core groups meet on time")
        with manager.refused_with(409):
            manager.page.get_by_label("Short name").fill("Core groups, on time and recorded")
            manager.presses("Save")
            with then("the second sees both texts, and that hers is not saved"):
                main = manager.page.locator("main")
                expect(main).to_contain_text("Saved by")
                expect(main).to_contain_text("Core groups meet on time")
                expect(main).to_contain_text("Core groups, on time and recorded")
                manager.look()
