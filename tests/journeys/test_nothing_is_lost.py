"""Nothing that anybody wrote is lost: two who save at once, a browser closed over a form, a document withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey
MANAGER, OFFICER = "Catriona Drummond", "Tobi Adeyemi-Ward"


def test_two_people_change_one_agency_and_make_one_text_of_both(demo: str, visitors: Visitors) -> None:
    with given("an officer and the business manager at the same agency's form"):
        officer, manager = visitors(demo, OFFICER), visitors(demo, MANAGER)
        officer.goes_to("/agencies/")
        officer.page.locator("main a[href^='/agencies/']", has_text=re.compile("Westmere")).first.click()
        manager.goes_to(officer.page.url)
        name = officer.page.get_by_label("Name", exact=True).input_value()
    with when("both save"):
        officer.page.get_by_label("Other names").fill("First name for it")
        officer.presses("Save")
        manager.page.get_by_label("Other names").fill("Second name for it")
        with manager.refused_with(409):
            manager.presses("Save")
    with then("the second sees both texts, and three ways on"):
        main = manager.page.locator("main")
        expect(main).to_contain_text("First name for it")
        expect(main).to_contain_text("Second name for it")
        expect(manager.page.get_by_role("button", name="Keep mine")).to_be_visible()
        expect(manager.page.get_by_role("link", name="Keep theirs")).to_be_visible()
        manager.look()
    with when("she makes one text of both"):
        manager.page.get_by_text("Edit together").click()
        manager.page.get_by_label("Other names").fill("First name for it\nSecond name for it")
        manager.look()
        manager.presses("Save this")
    with then("both names are kept"):
        manager.reads(name)
        expect(manager.page.get_by_label("Other names")).to_have_value(
            re.compile("First name for it\\s+Second name for it")
        )


def test_a_draft_survives_a_closed_browser(demo: str, visitors: Visitors, browser: Browser) -> None:
    with given("an officer who types into an agency's form and closes the browser"):
        window = browser.new_context()
        officer = Visitor(window.new_page(), demo)
        officer.signs_in_as(OFFICER)
        officer.goes_to("/agencies/")
        officer.page.locator("main a[href^='/agencies/']", has_text=re.compile("Police")).first.click()
        address = officer.page.url
        officer.page.get_by_label("Other names").fill("Typed before the train came")
        expect(officer.page.locator("[data-draft-said]")).to_have_text(
            re.compile("Draft saved"), timeout=20_000
        )
        officer.look()
        window.close()
    with when("the officer comes back in another browser"):
        back = visitors(demo, OFFICER)
        back.goes_to(address)
        with then("the draft is offered"):
            expect(back.page.locator(".heed-draft")).to_contain_text("You have a draft of")
            back.look()
        back.follows("Take it up")
        with then("every word is there"):
            expect(back.page.get_by_label("Other names")).to_have_value("Typed before the train came")
            back.look()
        back.goes_to("/drafts/")
        back.look()
        back.follows(re.compile("Change .*Police"))  # type: ignore[arg-type]
        back.presses("Discard it")
        expect(back.page.locator(".heed-draft")).to_have_count(0)


def test_a_document_is_withdrawn_and_put_back(demo: str, visitors: Visitors, tmp_path: Path) -> None:
    with given("a document brought in by mistake"):
        officer = visitors(demo, OFFICER)
        mistaken = tmp_path / "mistaken.txt"
        mistaken.write_text(
            "Review of Larch\n\nRecommendations\n\nRecommendation 1: The Board should act on Larch.\n"
        )
        officer.brings_in(mistaken)
        officer.waits_for_the_reading()
        imported = re.search(r"bring-in/(\w+)/", officer.page.url)
        assert imported
    with when("it is withdrawn"):
        officer.goes_to(f"/library/bring-in/{imported[1]}/withdraw/")
        officer.look()
        officer.page.get_by_label("Why").fill("It is another family's")
        officer.presses("Withdraw it")
    with then("it is among the withdrawn and in no list"):
        officer.reads("Withdrawn documents")
        expect(officer.page.locator("main")).to_contain_text("another family")
        officer.look()
        officer.goes_to("/library/")
        expect(officer.page.locator("main .heed-table, main .heed-register").first).not_to_contain_text(
            "mistaken"
        )
    with when("it is put back"):
        officer.follows("Withdrawn documents")
        officer.presses("Put it back", exact=False)
        with then("it waits again, as it did"):
            expect(officer.page.locator("[data-side-by-side]")).to_be_visible()
            officer.look()
