"""Where a document's links lead, and whose document it is when several areas use it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
DEAD = "children who go missing"


@pytest.mark.capability("G09")
def test_an_officer_looks_after_links_without_script(demo: str, visitors: Visitors) -> None:
    with given("an officer at the register of links"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=False)
        page = officer.page
        officer.goes_into("Library", "Links")
        officer.look()
    with when("he narrows it to those that lead nowhere because they have no address"):
        officer.narrows(State="Leads nowhere: no address")
    with then("the words that the document only underlines stand there"):
        expect(page.get_by_role("row").filter(has_text="form for a return home conversation")).to_be_visible()
        officer.look()
    with when("he opens one that somebody found dead"):
        officer.goes_into("Library", "Links")
        officer.follows(DEAD)
    with then("the page says who looked and what was found"):
        expect(page.locator("main")).to_contain_text("The page was taken down")
        officer.look()
    with when("he saves without saying what he found"), officer.refused_with(422):
        officer.presses("Save")
        officer.look()
    with when("he says that it works again"):
        page.get_by_label("It works").check()
        page.get_by_label("Note").fill("The new procedure is there")
        officer.presses("Save")
    with then("the register says so"):
        officer.goes_into("Library", "Links")
        expect(page.get_by_role("row").filter(has_text=DEAD)).to_contain_text("Works")


@pytest.mark.capability("H12")
def test_a_document_is_shared_between_areas_and_the_library_is_narrowed_to_one(
    demo: str, visitors: Visitors
) -> None:
    with given("the business manager at a document that Westmere brought in"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
        manager.goes_into("Library")
        manager.follows("Learning and Improvement Report: Birch")
        manager.follows("Shared between areas")
        expect(page.locator(".heed-empty")).to_be_visible()
        manager.look()
    with when("she says whose it is, and that Harrowdale adopted it on a day, with what differs there"):
        page.get_by_label("Its owner").select_option(label="Westmere Council children's services")
        manager.presses("Save owner")
        page.get_by_label("Area", exact=True).select_option(label="Harrowdale")
        for part, value in (("Day", "1"), ("Month", "9"), ("Year", "2020")):
            page.get_by_label(part, exact=True).fill(value)
        page.get_by_label("What differs there").fill("Harrowdale trains its own governors.")
        manager.presses("Add this area")
    with then("the page says so"):
        row = page.get_by_role("row").filter(has_text="Harrowdale")
        expect(row).to_contain_text("1 Sep 2020")
        expect(row).to_contain_text("Harrowdale trains its own governors.")
        manager.look()
    with when("somebody who only reads narrows the library to Harrowdale"):
        reader = visitors(demo, "Nell Greenhalgh")
        reader.goes_into("Library")
        reader.narrows(Area="Harrowdale")
    with then("the document is among Harrowdale's, and the reader can change nothing about it"):
        reader.look()
        reader.follows("Learning and Improvement Report: Birch")
        reader.follows("Shared between areas")
        expect(reader.page.locator("main")).to_contain_text(re.compile("Owned by Westmere Council"))
        expect(reader.page.get_by_role("button", name="Add this area")).to_have_count(0)
        reader.look()
    with when("Harrowdale no longer uses it"):
        page.get_by_role("row").filter(has_text="Harrowdale").get_by_role("button").click()
    with then("that stays on the page with its days, and the library's Harrowdale is without it"):
        expect(page.get_by_role("row").filter(has_text="Harrowdale")).to_contain_text("until")
        manager.goes_into("Library")
        manager.narrows(Area="Harrowdale")
        expect(page.get_by_role("link", name="Learning and Improvement Report: Birch")).to_have_count(0)
        manager.look()
