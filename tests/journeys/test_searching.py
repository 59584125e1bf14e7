"""Somebody looks for what was learned, with and without script, and sees how often a theme comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey


@pytest.mark.capability("J07")
def test_a_lesson_is_found_from_the_bar(demo: str, visitors: Visitors) -> None:
    with given("the business manager on her first page"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
    with when("she types an acronym into the box beneath the bar"):
        page.locator("#search-everything").fill("CPLO")
        page.locator("#search-everything").press("Enter")
    with then("its full name is found, marked, and said"):
        expect(page.locator(".heed-search__also").first).to_contain_text("designated safeguarding lead")
        expect(page.locator(".heed-found mark").first).to_contain_text("designated safeguarding lead")
        manager.look()
    with when("she mistypes a word"):
        page.get_by_label("What are you looking for?").fill("escalaton of concerns")
        page.locator("main").get_by_role("button", name="Search", exact=True).click()
    with then("Heed says what she may have meant, and keeps the search that she makes of it"):
        page.get_by_role("link", name="escalation of concerns").click()
        page.get_by_text("Saved searches").click()
        page.get_by_label("Save this search as").fill("Escalation")
        page.get_by_label("Tell me when something new answers it").check()
        page.get_by_role("button", name="Save search").click()
        expect(page.get_by_role("link", name="Escalation (tells you)")).to_be_visible()
        manager.look()
    with when("she looks at themes over time"):
        manager.goes_to("/themes/")
        manager.look()
    with then("each figure leads to as many records"):
        cell = page.locator(".heed-heat tbody tr").first.locator("td a").first
        many = cell.inner_text().split()[0]
        cell.click()
        expect(page.locator(".heed-downloads")).to_contain_text(f"{many} answer")
        manager.look()


def test_without_script_an_answer_leads_to_the_page_of_its_document(demo: str, visitors: Visitors) -> None:
    with given("a reader whose browser runs no script"):
        reader = visitors(demo, "Nell Greenhalgh", scripted=False)
        page = reader.page
    with when("she asks for words of a report, documents only"):
        reader.goes_to("/search/?q=%22core+group%22&kind=page")
    with then("the words are marked, and the link opens the document where they stand"):
        expect(page.locator(".heed-found mark").first).to_be_visible()
        page.locator(".heed-found a").first.click()
        expect(page.locator("h1")).to_be_visible()
        assert "at=" in page.url
