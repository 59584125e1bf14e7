"""What the reader proposes is put right without a mouse: re-labelled, split, joined and put in another order, with
script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
IN_CARD = "document.activeElement.closest('[data-proposal]')?.querySelector('.heed-proposal__label').innerText.trim()"
NAMED = """() => {
  const each = document.activeElement;
  const card = each.closest("[data-proposal]")?.querySelector(".heed-proposal__label").innerText.trim() ?? "";
  return [card, (each.id && document.querySelector(`label[for="${each.id}"]`)?.innerText) || each.firstChild?.data || ""];
}"""


def labels(page: Page) -> list[str]:
    """Of the proposals, in their order."""
    return [each.strip() for each in page.locator("[data-proposal] .heed-proposal__label").all_inner_texts()]


def tabs_to(page: Page, name: str, card: str = "") -> None:
    """Presses Tab until what has the focus has this name (and stands in this card)."""
    for _ in range(150):
        page.keyboard.press("Tab")
        of, said = page.evaluate(NAMED)
        if said.strip() == name and card in (of, ""):
            return
    raise AssertionError(f"{name} was not reached by Tab")


def goes_on_in(page: Page, label: str) -> None:
    """The next Tab goes on within the card with this label."""
    page.keyboard.press("Tab")
    assert page.evaluate(IN_CARD) == label


@pytest.mark.capability("B01")
@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_proposals_are_put_right_by_keyboard_alone(
    demo: str, visitors: Visitors, tmp_path: Path, scripted: bool
) -> None:
    name = "yarrow" if scripted else "teasel"
    with given("an officer without a mouse, and five recommendations that were read"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=scripted)
        page = officer.page
        asks = {
            label: words.replace("should", f"should, after {name.capitalize()},", 1)
            for label, words in papers.ASKS.items()
        }
        title = f"Learning review: {name.capitalize()}"
        officer.brings_in(papers.as_text(tmp_path, f"{name}.txt", title, asks))
        officer.waits_for_the_reading()
        assert labels(page) == ["1", "2", "3", "4", "5"]

    with when("he moves the second down, by its button"):
        tabs_to(page, "Down", card="2")
        page.keyboard.press("Enter")
        expect(page.locator("[data-proposal] .heed-proposal__label").nth(2)).to_have_text("2")
    with then("it stands third, and his next key goes on there"):
        assert labels(page) == ["1", "3", "2", "4", "5"]
        goes_on_in(page, "2")
        officer.look()
    with when("he moves it up again"):
        tabs_to(page, "Up", card="2")
        page.keyboard.press("Enter")
        expect(page.locator("[data-proposal] .heed-proposal__label").nth(1)).to_have_text("2")
    with then("it stands second"):
        assert labels(page) == ["1", "2", "3", "4", "5"]
        goes_on_in(page, "2")

    with when("he gives the second another label"):
        tabs_to(page, "Correct", card="2")
        page.keyboard.press("Enter")
        officer.reads("Correct this recommendation")
        tabs_to(page, "Number as printed")
        page.keyboard.press("Control+A")
        page.keyboard.type("2.1")
        page.keyboard.press("Enter")
    with then("it is called so, and his next key goes on there"):
        expect(page.locator("[data-proposal] .heed-proposal__label").nth(1)).to_have_text("2.1")
        goes_on_in(page, "2.1")

    with when("he splits the third"):
        tabs_to(page, "Split", card="3")
        page.keyboard.press("Enter")
        officer.reads("Split this recommendation")
        words = asks["3"].replace(" and should tell", "\n\nshould tell")
        tabs_to(page, "Its words")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(words)
        tabs_to(page, "Split")
        page.keyboard.press("Enter")
        expect(page.locator("[data-proposal]")).to_have_count(6)
    with then("there are six, and his next key goes on at the first half"):
        goes_on_in(page, "3")
        officer.look()
    with when("he joins the two again"):
        tabs_to(page, "Join with next", card="3")
        page.keyboard.press("Enter")
        expect(page.locator("[data-proposal]")).to_have_count(5)
    with then("there are five, and his next key goes on at the one"):
        goes_on_in(page, "3")
        officer.look()

    if scripted:
        with when("he presses J, D and U"):
            page.keyboard.press("d")
            expect(page.locator("[data-proposal] .heed-proposal__label").nth(3)).to_have_text("3")
            page.keyboard.press("d")
            expect(page.locator("[data-proposal] .heed-proposal__label").nth(4)).to_have_text("3")
            page.keyboard.press("u")
        with then("letters move it, too"):
            expect(page.locator("[data-proposal] .heed-proposal__label").nth(3)).to_have_text("3")
            goes_on_in(page, "3")
