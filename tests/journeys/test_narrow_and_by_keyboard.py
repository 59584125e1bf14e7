"""Narrow windows, large letters, long texts, colours of one's own, and no mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey
ROOMS = ("/", "/reviews/", "/recommendations/", "/recommendations/answers/", "/recommendations/findings/",
         "/actions/", "/library/",
         "/agencies/", "/library/bring-in/", "/help/words/")  # fmt: skip
LONG_NAME = "Nether-Haverhill-on-the-Wold and Saltmarsh"


def bring_in_what_is_long(visitor: Visitor, folder: Path) -> None:
    """A review with a recommendation of 3,000 characters and a name of 40, in the register."""
    asks = {"1": f"{LONG_NAME} Council should hold core groups on time. {papers.LONG}"}
    assert len(asks["1"]) > 3000
    title = f"Learning review: {LONG_NAME}"
    visitor.brings_in(papers.printed(folder, "long.pdf", title=title, asks=asks))
    visitor.waits_for_the_reading()
    visitor.look()
    accept = visitor.page.get_by_role("button", name="Accept").first
    accept.click()
    visitor.follows("Put into the register")
    visitor.page.get_by_label("Name of the new review").fill(LONG_NAME)
    visitor.presses("Put into the register")
    visitor.look()
    visitor.page.locator("main a[href^='/recommendations/']", has_text="Nether").first.click()
    visitor.look()


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 225)], ids=["a telephone", "at 400 percent"])
def test_nothing_overflows_where_there_is_little_room(
    demo: str, visitors: Visitors, tmp_path: Path, width: int, height: int
) -> None:
    """A window of 1280 by 900 at 400 % shows 320 by 225."""
    with given(f"a window of {width} by {height}"):
        manager = visitors(demo, "Catriona Drummond", viewport={"width": width, "height": height})
    for room in ROOMS:
        with then(f"{room} fits"):
            manager.goes_to(room)
            manager.look()
    if height > 300:
        with then("so do a recommendation of 3,000 letters and a name of 40"):
            bring_in_what_is_long(manager, tmp_path)


def test_in_colours_of_ones_own_everything_is_still_there(demo: str, visitors: Visitors) -> None:
    with given("a browser with colours of its user's own"):
        reader = visitors(demo, "Nell Greenhalgh", forced_colors="active", reduced_motion="reduce")
        page = reader.page
    with then("buttons have edges and the thread its words"):
        reader.goes_to("/recommendations/")
        apply = page.get_by_role("form", name="Narrow the list").get_by_role("button", name="Apply")
        assert apply.evaluate("each => parseFloat(getComputedStyle(each).borderTopWidth)") >= 1
        page.locator("main a[href^='/recommendations/']", has_text="core group").first.click()
        expect(page.locator(".thread--large")).to_contain_text("Reported complete")


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus is marked, by an outline, a shadow or another ground."""
    return bool(
        page.evaluate(
            """() => {
              let each = document.activeElement;
              if (!each || each === document.body) return true;
              for (const layer of [each, each.parentElement]) {
                const style = getComputedStyle(layer);
                if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true;
                if (style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 221, 0)') return true;
              }
              const next = each.nextElementSibling && getComputedStyle(each.nextElementSibling, '::before');
              return Boolean(next && (next.boxShadow !== 'none' || next.outlineStyle !== 'none'));
            }"""
        )
    )


def test_by_keyboard_alone_a_recommendation_is_found_and_the_focus_is_always_seen(
    demo: str, visitors: Visitors
) -> None:
    with given("a reader without a mouse"):
        reader = visitors(demo, "Nell Greenhalgh")
        page = reader.page
        reader.goes_to("/recommendations/")
    with when("she skips to the content, and goes on key by key"):
        page.keyboard.press("Tab")
        expect(page.locator(".govuk-skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(40):
            page.keyboard.press("Tab")
            assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            if page.evaluate(
                'document.activeElement.matches(\'main a[href^="/recommendations/"]:not([href*="?"])\')'
            ):
                break
    with then("she opens a recommendation"):
        page.keyboard.press("Enter")
        expect(page.locator(".thread--large")).to_be_visible()
