"""Documents come in by the order of their days; what a careful reader would remember is said as each arrives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey
DEMO = Path(__file__).parents[2] / "demo"
REPEATS = yaml.safe_load((DEMO / "partnership.yaml").read_text(encoding="utf-8"))["repeats"]
IN_ORDER = (
    ("Birch", "westmere-2017-birch-learning-and-improvement.html"),
    ("Hazel", "westmere-2019-hazel-response.docx"),
    ("Rowan", "westmere-2024-rowan-lcspr.pdf"),
)


def repeated(name: str, earlier: tuple[str, ...]) -> set[str]:
    """The labels of a review's recommendations that say again what one of these reviews said, by the demo's list."""
    found = set()
    for family in REPEATS:
        said = family["recommendations"]
        if any(each["review"] in earlier for each in said):
            found |= {each["label"] for each in said if each["review"] == name and "label" in each}
    return found


def card(page: Page, label: str) -> Locator:
    of = page.locator(
        ".heed-proposal__label", has_text=re.compile(rf"^\s*(Recommendation )?{re.escape(label)}\s*$")
    )
    return page.locator("[data-proposal]").filter(has=of).first


def sets_up(visitor: Visitor) -> None:
    page = visitor.page
    visitor.goes_to("/")
    page.get_by_label("Name of the partnership").fill("Eastmere Safeguarding Children Partnership")
    page.get_by_label("Area it serves").fill("Eastmere")
    page.get_by_label("Agencies", exact=True).fill("Eastmere Council\nEastmere Police\nEastmere Health")
    page.get_by_label("Your name").fill("Eve Eastwood")
    page.get_by_label("Your e-mail address").fill("eve@eastmere.example")
    page.get_by_label("Password").fill("three random words")
    visitor.presses("Set up Heed")


def waits_until_read(page: Page, words: str, reference: str) -> None:
    """The worker reads what came in within seconds; the page for looking up says when it has."""
    for _ in range(30):
        page.goto(page.url)
        page.get_by_label("The words of the recommendation").fill(words)
        page.get_by_role("button", name="Was it recommended before?").click()
        if (
            "still to be read" not in page.locator("#found").inner_text()
            and page.get_by_text(reference).count()
        ):
            return
        page.wait_for_timeout(1000)
    raise AssertionError("nothing was read within half a minute")


@pytest.mark.capability("B13")
def test_documents_come_in_by_date_and_each_is_told_what_was_asked_before(
    empty_heed: str, visitors: Visitors
) -> None:
    manager = visitors(empty_heed)
    page = manager.page
    with given("a new Heed, and three documents of 2017, 2019 and 2024"):
        sets_up(manager)
    for number, (name, file) in enumerate(IN_ORDER):
        earlier = tuple(each for each, _ in IN_ORDER[:number])
        expected = repeated(name, earlier)
        with when(f"{name} comes in"):
            manager.brings_in(DEMO / "documents" / file)
            manager.waits_for_the_reading()
        with then("each recommendation that was made before says so, and of the first document none"):
            alerts = page.locator(".heed-proposal__before")
            if not earlier:
                expect(alerts).to_have_count(0)
            for label in sorted(expected):
                expect(card(page, label).locator(".heed-proposal__before")).to_contain_text("REC-")
            manager.look()
        manager.puts_into_the_register(name)
        with then("the memory has read it"):
            manager.goes_to("/memory/before/")
            waits_until_read(page, "Core groups must be held on time and minuted.", "REC-00")
            manager.look()
    with when("she looks at what is proposed"):
        manager.goes_to("/memory/lessons/proposed/")
        with then("core groups through three reviews are a family"):
            family = page.locator(".heed-card", has_text=re.compile("core group", re.I)).first
            for name, _ in IN_ORDER:
                expect(family).to_contain_text(name)
            manager.look()
    with when("she names it"):
        family.get_by_role("link", name=re.compile("Name it")).click()
        manager.look()
        page.get_by_label("Its name").fill("Core groups meet on time")
        manager.presses("Keep this lesson")
    with then("its page tells the story from 2017 to 2024"):
        manager.reads("Core groups meet on time")
        expect(page.locator(".moj-timeline__item").first).to_contain_text("Birch")
        expect(page.locator(".moj-timeline__item").last).to_contain_text("Rowan")
        manager.look()


@pytest.mark.capability("B13")
def test_two_are_compared_answered_and_the_earlier_is_open_again(demo: str, visitors: Visitors) -> None:
    with given("a manager on the page of lessons"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
        manager.goes_to("/memory/lessons/")
        expect(page.get_by_text("Assessment before birth begun in time").first).to_be_visible()
        manager.look()
    with when("she opens the one that did not hold"):
        page.get_by_role("link", name=re.compile("Assessment before birth")).first.click()
        expect(page.get_by_text("Did not hold").first).to_be_visible()
        manager.look()
    with when("she follows the earlier recommendation"):
        page.locator(".moj-timeline__item", has_text="Did not hold").get_by_role("link").first.click()
        expect(page.get_by_text("Did not hold, open again").first).to_be_visible()
        manager.look()
    with when("a draft is looked up without script"):
        plain = visitors(demo, "Nell Greenhalgh", scripted=False)
        plain.goes_to("/memory/before/")
        waits_until_read(
            plain.page, "Core groups should be held in time and their minutes sent round.", "REC-00"
        )
        with then("what was asked before stands there with what came of it, at 320 pixels too"):
            expect(plain.page.locator("#found mark").first).to_be_visible()
            plain.page.set_viewport_size({"width": 320, "height": 800})
            plain.look()
    with when("an officer drafts"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to("/reviews/")
        officer.page.get_by_role("link", name=re.compile("^Alder")).first.click()
        officer.follows("Draft recommendations of this review")
        expect(officer.page.get_by_text("Recommended before").first).to_be_visible()
        officer.look()
