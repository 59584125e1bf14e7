"""What needs each person, what they were told, their calendar, and what people say about a record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
MANAGER = "Catriona Drummond"
LEAD = "Joanne Thwaite"
SCRUTINEER = "Alasdair Pemberton"


def test_a_mention_is_told_read_and_answered(demo: str, visitors: Visitors) -> None:
    with given("a manager and a lead"):
        manager, lead = visitors(demo, MANAGER), visitors(demo, LEAD)
    with when("the manager asks the lead something on a recommendation"):
        manager.goes_to("/recommendations/")
        manager.page.locator(".heed-register a[href^='/recommendations/']").first.click()
        manager.page.get_by_label("Your comment").fill(f"@{LEAD}, when will this be done?")
        manager.presses("Comment")
        expect(manager.page.locator("#comments")).to_contain_text("when will this be done?")
        manager.look()
    with then("the lead sees it counted, reads it, and answers where it was asked"):
        lead.goes_to("/notices/")
        expect(lead.page.locator(".heed-bar__count")).to_be_visible()
        lead.look()
        lead.page.get_by_role("link", name=re.compile(f"{MANAGER} mentions you")).first.click()
        lead.page.get_by_label("Your comment").fill("In May.")
        lead.presses("Comment")
        expect(lead.page.locator("#comments")).to_contain_text("In May.")
    with then("the manager, who follows it, is told"):
        manager.goes_to("/notices/")
        expect(manager.page.get_by_role("main")).to_contain_text(f"{LEAD} wrote about")
        manager.presses("Mark all as read")
        expect(manager.page.locator(".heed-bar__count")).to_have_count(0)


def test_a_name_that_is_nobodys_is_said_at_the_field(demo: str, visitors: Visitors) -> None:
    manager = visitors(demo, MANAGER)
    with when("somebody is mentioned who cannot see it"):
        manager.goes_to("/recommendations/")
        manager.page.locator(".heed-register a[href^='/recommendations/']").first.click()
        manager.page.get_by_label("Your comment").fill("@Nobody Known should look.")
        with manager.refused_with(422):
            manager.presses("Comment")
    with then("the page says so, and keeps what was written"):
        expect(manager.page.get_by_label("Your comment")).to_have_value("@Nobody Known should look.")
        expect(manager.page.locator(".govuk-error-summary")).to_contain_text("Nobody Known")
        manager.look()


def test_without_script_one_sees_what_needs_one_and_subscribes_to_it(demo: str, visitors: Visitors) -> None:
    with given("a lead whose browser runs no script"):
        lead = visitors(demo, LEAD, scripted=False)
    with then("the first page begins with what needs them"):
        lead.goes_to("/")
        expect(lead.page.get_by_role("heading", level=2).first).to_have_text("What needs you")
        lead.look()
        lead.goes_to("/needs/")
        lead.look()
    with when("they make an address for their calendar"):
        lead.goes_to("/notices/settings/")
        lead.look()
        lead.presses("Make an address for What needs you")
        address = lead.page.locator(".heed-secret").inner_text()
        lead.look()
    with then("a calendar program reads it without signing in, until the address ends"):
        stranger = visitors(demo)
        answer = stranger.page.request.get(address)
        assert answer.status == 200
        assert answer.text().startswith("BEGIN:VCALENDAR")
        lead.goes_to("/notices/settings/")
        lead.presses("End the address of What needs you")
        assert stranger.page.request.get(address).status == 404


def test_the_days_of_reminders_are_changed_at_320_pixels(demo: str, visitors: Visitors) -> None:
    manager = visitors(demo, MANAGER, viewport={"width": 320, "height": 800})
    with when("the manager changes on which days actions are reminded of"):
        manager.goes_to("/notices/rules/")
        manager.look()
        manager.page.get_by_role("link", name="Change Action", exact=True).click()
        manager.look()
        manager.page.get_by_label("Days before").fill("21, 7")
        manager.presses("Save")
    with then("the page says the new days to everybody"):
        scrutineer = visitors(demo, SCRUTINEER)
        scrutineer.goes_to("/notices/rules/")
        expect(scrutineer.page.get_by_role("main")).to_contain_text("21 and 7 days before")
