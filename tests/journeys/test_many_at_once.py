"""Many files dropped at once, many actions changed at once, and a reading put right without a mouse."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import WAIT, Visitors
from tests.journeys.test_narrow_and_by_keyboard import focus_is_seen
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
OFFICER = "Tobi Adeyemi-Ward"
READER = "Nell Greenhalgh"
TAB_MOST = 80


def drop(page: Page, files: list[Path]) -> None:
    """Lets go of these files over the place for them, as from a folder of the desktop."""
    held = [
        {"name": each.name, "content": base64.b64encode(each.read_bytes()).decode("ascii")} for each in files
    ]
    transfer = page.evaluate_handle(
        """files => {
          const transfer = new DataTransfer();
          for (const file of files) {
            const bytes = Uint8Array.from(atob(file.content), letter => letter.charCodeAt(0));
            transfer.items.add(new File([bytes], file.name));
          }
          return transfer;
        }""",
        held,
    )
    place = page.locator(".govuk-file-upload-button")
    for kind in ("dragenter", "dragover", "drop"):
        place.dispatch_event(kind, {"dataTransfer": transfer})


def presses_until(page: Page, key: str, wanted: str) -> None:
    """Goes on with a key until what has the focus matches; the focus is seen at each step."""
    for _ in range(TAB_MOST):
        page.keyboard.press(key)
        assert focus_is_seen(page), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{TAB_MOST} times {key}, and never at {wanted}")


def test_files_dropped_from_a_folder_are_read_while_one_watches(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer with three reports of one day in a folder"):
        officer = visitors(demo, OFFICER)
        page = officer.page
        files = [
            papers.as_text(tmp_path, "teasel.txt", "Learning review: Teasel", papers.ASKS),
            papers.in_word(tmp_path, "yarrow.docx", "Learning review: Yarrow", papers.ASKS),
            papers.printed(tmp_path, "sedge.pdf", title="Learning review: Sedge"),
        ]
        officer.goes_to("/library/bring-in/")
    with when("he drops them on the page and has them read"):
        drop(page, files)
        expect(page.get_by_text("3 files chosen")).to_be_visible()
        officer.look()
        officer.presses("Read")
    with then("the library says by itself what becomes of each, until all wait for him"):
        expect(page.get_by_text("3 documents on the way in.")).to_be_visible()
        on_the_way = page.get_by_role("table", name="Documents on the way into the register")
        waiting = on_the_way.get_by_role("row", name=re.compile("Teasel|Yarrow|Sedge|teasel|yarrow|sedge"))
        expect(waiting).to_have_count(3)
        expect(waiting.filter(has_text="Waiting for you")).to_have_count(3, timeout=60_000)
        officer.look()
    with when("he brings in one more, of many pages"):
        asks = {"1": f"Westmere Council should hold core groups on time. {papers.LONG * 12}"}
        officer.brings_in(papers.printed(tmp_path, "long-one.pdf", title="Learning review: Vetch", asks=asks))
    with then("he sees how far it is, and comes to the page by himself"):
        status = page.get_by_role("status")
        expect(status.or_(page.locator("[data-side-by-side]")).first).to_be_visible(timeout=WAIT)
        officer.waits_for_the_reading()
        officer.look()


def test_a_reading_is_split_and_joined_without_a_mouse(demo: str, visitors: Visitors, tmp_path: Path) -> None:
    with given("an officer without a mouse, and a report beside its page"):
        officer = visitors(demo, OFFICER)
        page = officer.page
        officer.brings_in(papers.as_text(tmp_path, "tansy.txt", "Learning review: Tansy", papers.ASKS))
        officer.waits_for_the_reading()
        officer.reads("5 recommendations found")
    with when("he goes to the third with J, and splits it with S"):
        for _ in range(3):
            page.keyboard.press("j")
        page.keyboard.press("s")
        officer.reads("Split this recommendation")
        presses_until(page, "Tab", "textarea")
        text = page.get_by_label("Its words").input_value()
        page.keyboard.press("Control+Home")
        for _ in range(text.index("and should tell")):
            page.keyboard.press("ArrowRight")
        for _ in "and ":
            page.keyboard.press("Delete")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        presses_until(page, "Tab", "button[type=submit]")
        page.keyboard.press("Enter")
    with then("there are six, and the third is in hand"):
        officer.reads("6 recommendations found")
        in_hand = page.locator("[data-proposal][aria-current=true]")
        expect(in_hand).to_contain_text("missed appointments")
        expect(in_hand).not_to_contain_text("tell the")
        officer.look()
    with when("he presses M"):
        page.keyboard.press("m")
    with then("they are one again"):
        officer.reads("5 recommendations found")
        expect(page.locator("[data-proposal][aria-current=true]")).to_contain_text("tell the")


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_many_actions_are_given_to_an_agency_and_given_back(
    demo: str, visitors: Visitors, scripted: bool
) -> None:
    with given("an officer before the actions that are open"):
        officer = visitors(demo, OFFICER, scripted=scripted)
        page = officer.page
        officer.goes_to("/actions/?due=open")
        officer.look()
    with when("he ticks two, and says whose they are"):
        for box in page.get_by_role("checkbox", name=re.compile("^Choose ACT-")).all()[:2]:
            box.check()
        officer.presses("Say whose they are")
        officer.reads("Say whose these actions are")
        officer.look()
        expect(page.get_by_label("The 2 actions ticked")).to_be_checked()
    with then("without an agency he is told to choose one"), officer.refused_with(422):
        officer.presses("Save")
        expect(page.get_by_role("link", name="Choose an agency")).to_be_visible()
        officer.look()
    with when("he chooses one"):
        page.get_by_label("They are for").select_option(label="Westmere Police")
        officer.presses("Save")
    with then("it is done, and can be undone"):
        officer.reads("2 actions given to Westmere Police")
        officer.look()
        officer.presses("Undo it")
        expect(page.get_by_text("Undone for", exact=False).first).to_be_visible()
        officer.follows("What you changed for many")
        officer.look()


def test_findings_and_what_they_led_to_in_colours_of_ones_own(demo: str, visitors: Visitors) -> None:
    with given("a reader with colours of her own"):
        reader = visitors(demo, READER, forced_colors="active")
        page = reader.page
        reader.goes_to("/recommendations/findings/?kind=weakness&led=yes")
        reader.look()
    with when("she opens a finding"):
        page.get_by_role("link", name=re.compile("^FND-")).first.click()
    with then("she sees what it led to, and comes to the recommendation and back"):
        expect(page.get_by_role("heading", name="What it led to")).to_be_visible()
        reader.look()
        page.locator("main a.heed-register__title").first.click()
        expect(page.get_by_role("heading", name="What was found")).to_be_visible()
        reader.look()
        page.get_by_role("link", name=re.compile("^FND-")).first.click()
        expect(page.get_by_role("heading", name="What it led to")).to_be_visible()
