"""A report comes in, is put right beside the page it came from, and becomes a register with threads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import papers
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
OFFICER = "Tobi Adeyemi-Ward"


def card(page: Page, label: str) -> Locator:
    of = page.locator(".heed-proposal__label", has_text=re.compile(rf"^\s*(Recommendation )?{label}\s*$"))
    return page.locator("[data-proposal]").filter(has=of)


def select_words(page: Page, first: str, last: str) -> None:
    """Draws the mouse over printed lines, from the one with the first words to the end of the one with the last."""
    lines = page.locator("[data-text-layer] text")
    begin = lines.filter(has_text=first).first.bounding_box()
    end = lines.filter(has_text=last).last.bounding_box()
    assert begin is not None
    assert end is not None
    page.mouse.move(begin["x"] + 1, begin["y"] + begin["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 1, end["y"] + end["height"] / 2, steps=5)
    page.mouse.up()


@pytest.mark.capability("B01", "B03", "B12")
def test_a_pdf_is_put_right_by_keyboard_and_put_into_the_register(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer and the printed report of a review"):
        officer = visitors(demo, OFFICER)
        page = officer.page
        officer.goes_to("/library/bring-in/")
        officer.look()
    with when("he brings it in"):
        officer.brings_in(papers.printed(tmp_path))
        officer.waits_for_the_reading()
    with then("five recommendations stand beside the page they came from, and nothing is in the register"):
        officer.reads("5 recommendations found")
        expect(page.locator(".heed-picture image")).to_be_visible()
        expect(page.locator(".heed-picture .place")).to_have_count(5)
        expect(page.get_by_text("Nothing is in the register until you put it there.")).to_be_visible()
        officer.look()

    with when("he presses J, and A"):
        page.keyboard.press("j")
        expect(card(page, "1")).to_have_attribute("aria-current", "true")
        expect(page.locator(".heed-picture .place--chosen")).to_have_count(1)
        page.keyboard.press("a")
    with then("the first is accepted, and the second is in hand"):
        expect(card(page, "1").get_by_text("Accepted")).to_be_visible()
        expect(card(page, "2")).to_have_attribute("aria-current", "true")
    with when("he presses K, J and E, and corrects the second"):
        page.keyboard.press("k")
        expect(card(page, "1")).to_have_attribute("aria-current", "true")
        page.keyboard.press("j")
        page.keyboard.press("e")
        officer.reads("Correct this recommendation")
        officer.look()
        page.get_by_label("Addressed to").fill("Westmere Police\nBritish Transport Police")
        officer.presses("Save and accept")
    with then("the correction is accepted"):
        expect(card(page, "2").get_by_text("British Transport Police")).to_be_visible()
        expect(card(page, "2").get_by_text("Accepted")).to_be_visible()

    with when("he splits the third where its second ask begins"):
        card(page, "3").get_by_role("link", name="Split").click()
        words = page.get_by_label("Its words")
        words.fill(words.input_value().replace(" and should tell", "\n\nshould tell"))
        officer.look()
        officer.presses("Split")
        officer.waits_for_the_reading()
    with then("there are six"):
        officer.reads("6 recommendations found")
    with when("he rejects the second half with R"):
        page.locator("[data-proposal]", has_text="should tell the partnership every quarter").first.focus()
        page.keyboard.press("r")
    with then("it is rejected, and can be taken back"):
        expect(page.locator(".heed-proposal--rejected")).to_have_count(1)
        expect(page.locator(".heed-proposal--rejected").get_by_role("button", name="Undo")).to_be_visible()
    with when("he joins the fourth with the fifth"):
        card(page, "4").focus()
        page.keyboard.press("m")
    with then("they are one"):
        joined = card(page, "4")
        expect(joined).to_contain_text(papers.ASKS["4"])
        expect(joined).to_contain_text(papers.ASKS["5"])
        officer.look()

    with when("he turns to the first page and draws the mouse over words that were missed"):
        officer.follows("Page before")
        expect(page.locator("[data-page='1']")).to_be_visible()
        select_words(page, "The panel would also like", "moves to another area")
        page.get_by_role("toolbar", name="Add the selected words").get_by_role(
            "button", name="recommendation"
        ).click()
        expect(page.locator("#missed-words")).to_have_value(papers.MISSED)
        page.locator("#missed").get_by_role("button", name="Add").click()
    with then("they are a recommendation, with their place on the first page"):
        added = page.locator("[data-proposal]", has_text=papers.MISSED)
        expect(added.get_by_role("link", name="page 1")).to_be_visible()

    with when("he accepts the rest and puts them into the register"):
        page.get_by_role("button", name=re.compile(r"^Accept \d+ sure")).click()
        officer.follows("Put into the register")
        officer.look()
        expect(page.get_by_label("Kind")).to_have_value("local child safeguarding practice review")
        page.get_by_label("Name of the new review").fill("Sorrel")
        officer.presses("Put into the register")
    with then("the review shows the five with their threads"):
        officer.reads(re.compile("Sorrel"))
        expect(
            page.get_by_text("5 recommendations are in the register, each with its thread.")
        ).to_be_visible()
        rows = page.locator("main a[href^='/recommendations/']", has_text=re.compile("should|would"))
        expect(rows).to_have_count(5)
        officer.look()
    with when("he follows the one that was missed to its place"):
        rows.filter(has_text="The panel would").first.click()
        expect(page.get_by_role("blockquote").first).to_contain_text(papers.MISSED)
        officer.look()
        officer.follows("see it on the page", exact=False)
    with then("its words light up on the first page"):
        expect(page.locator("[data-page='1'] .place--chosen")).to_be_visible()
        officer.look()


@pytest.mark.capability("B01")
def test_without_script_words_are_pasted_and_every_kind_of_file_comes_in(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer without script, with a web page, a Word file and a text"):
        officer = visitors(demo, OFFICER, scripted=False)
        page = officer.page
        page_file = tmp_path / "tansy.html"
        page_file.write_text(
            papers.web_page("Learning review: Tansy", {"1": papers.ASKS["2"], "2": papers.ASKS["5"]}),
            encoding="utf-8",
        )
        mallow = {
            "1": "Lantern should offer every child who leaves the refuge a named worker for six months."
        }
        sedge = {"1": "The ambulance service should note who else lives in a home that it is called to."}
        files = {
            "Tansy": page_file,
            "Mallow": papers.in_word(tmp_path, "mallow.docx", "Learning review: Mallow", mallow),
            "Sedge": papers.as_text(tmp_path, "sedge.txt", "Learning review: Sedge", sedge),
        }
    for name, file in files.items():
        with when(f"{file.name} comes in"):
            officer.brings_in(file)
            officer.waits_for_the_reading()
            expect(page.locator(".heed-text mark.place").first).to_be_visible()
            officer.look()
        if name == "Tansy":
            with when("the missed words are pasted"):
                page.locator("#missed-words").fill("Words that are nowhere in it, typed by somebody.")
                with officer.refused_with(422):
                    page.locator("#missed").get_by_role("button", name="Add").click()
                    with then("words that are not in the document are refused"):
                        expect(page.locator(".govuk-error-summary")).to_be_visible()
                        officer.look()
                page.locator("#missed-words").fill(papers.MISSED)
                officer.presses("Add")
            with then("they are a recommendation"):
                expect(page.locator("[data-proposal]", has_text=papers.MISSED)).to_be_visible()
        with when("everything is accepted"):
            for button in range(page.get_by_role("button", name=re.compile("^Accept(?! \\d)")).count()):
                page.get_by_role("button", name=re.compile("^Accept(?! \\d)")).first.click()
                assert button < 10
            officer.puts_into_the_register(name)
        with then(f"{name} is a review with its recommendations"):
            officer.reads(re.compile(name))
            officer.look()


def test_files_that_cannot_be_read_say_so_in_a_sentence(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer with files that cannot be read"):
        officer = visitors(demo, OFFICER)
        page = officer.page
    for sentence, file in papers.unreadable(tmp_path).items():
        with when(f"{file.name} comes in"), officer.refused_with(422):
            officer.brings_in(file)
            with then(f"it says: {sentence}"):
                expect(page.locator("main")).to_contain_text(sentence, timeout=60_000)
                expect(page.locator("main")).not_to_contain_text("Traceback")
                officer.look()
    with when("a file comes in that is here already"), officer.refused_with(422):
        here = Path(__file__).parents[2] / "demo" / "documents" / "westmere-2024-rowan-lcspr.pdf"
        officer.brings_in(here)
        with then("it is named, and a link leads to it"):
            expect(page.locator(".govuk-error-summary")).to_contain_text("here already")
            officer.look()
            officer.follows("Open what is here", exact=False)
            officer.reads(re.compile("Rowan"))
            officer.look()
