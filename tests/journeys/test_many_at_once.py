"""Many files dropped at once, many actions changed at once, and a reading put right without a mouse."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys import papers
from tests.journeys.conftest import WAIT, Visitors
from tests.journeys.test_narrow_and_by_keyboard import focus_is_seen
from tests.journeys.visitor import each_of, given, then, when

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
    with given("an officer with five reports of one day in a folder"):
        officer = visitors(demo, OFFICER)
        page = officer.page
        files = [
            papers.as_text(tmp_path, "teasel.txt", "Learning review: Teasel", papers.ASKS),
            papers.in_word(tmp_path, "yarrow.docx", "Learning review: Yarrow", papers.ASKS),
            papers.printed(tmp_path, "sedge.pdf", title="Learning review: Sedge"),
            papers.as_text(tmp_path, "mallow.md", "Learning review: Mallow", papers.ASKS),
            papers.written(tmp_path, "clover.html", papers.web_page("Learning review: Clover").encode()),
        ]
        officer.goes_to("/library/bring-in/")
    with when("he drops them on the page and has them read"):
        drop(page, files)
        expect(page.get_by_text("5 files chosen")).to_be_visible()
        officer.look()
        officer.presses("Read")
    with then("the library says by itself what becomes of each, until all wait for him"):
        expect(page.get_by_text("5 documents on the way in.")).to_be_visible()
        on_the_way = page.get_by_role("table", name="Documents on the way into the register")
        names = re.compile("teasel|yarrow|sedge|mallow|clover", re.I)
        waiting = on_the_way.get_by_role("row", name=names)
        expect(waiting).to_have_count(5)
        expect(waiting.filter(has_text="Waiting for you")).to_have_count(5, timeout=60_000)
        officer.look()
    with when("he puts one into the register, and follows the count on its review's page"):
        waiting.filter(has_text=re.compile("teasel", re.I)).get_by_role("link").first.click()
        officer.waits_for_the_reading()
        officer.puts_into_the_register("Teasel")
        page.get_by_role("link", name="5 recommendations", exact=True).click()
        expect(page.locator(".moj-filter-tags")).to_contain_text("Teasel")
    with then("the Word file that goes out holds that review's recommendations and no others"):
        table = docx.Document(str(officer.takes("Word", tmp_path))).tables[0]
        assert len(table.rows) == 1 + len(papers.ASKS)
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
def test_many_actions_are_changed_alike_and_put_back(demo: str, visitors: Visitors, scripted: bool) -> None:
    with given("an officer before the actions that are open"):
        officer = visitors(demo, OFFICER, scripted=scripted)
        page = officer.page
        officer.goes_to("/actions/?due=open")
        officer.look()
    with when("he ticks two, and changes them alike"):
        for box in each_of(page.get_by_role("checkbox", name=re.compile("^Choose ACT-")))[:2]:
            box.check()
        officer.presses("All alike")
        officer.reads("Change these actions")
        officer.look()
        expect(page.get_by_label("The 2 actions ticked")).to_be_checked()
    with then("without a choice he is told to choose what to change"), officer.refused_with(422):
        officer.presses("Change them")
        expect(page.get_by_role("alert").get_by_text("Choose what to change", exact=False)).to_be_visible()
        officer.look()
    with when("he chooses an agency"):
        page.get_by_label("They are for").select_option(label="Westmere Police")
        officer.presses("Change them")
    with then("it is done, and can be undone"):
        officer.reads("2 actions changed")
        expect(page.get_by_text("Agency: Westmere Police", exact=False).first).to_be_visible()
        officer.look()
        officer.presses("Undo it")
        officer.reads("2 actions put back as before")
        officer.look()
        officer.follows("What you changed for many")
        officer.look()


@pytest.mark.parametrize(
    ("scripted", "width"), [(True, 1280), (False, 320)], ids=["with script", "narrow, without script"]
)
def test_rows_are_changed_in_their_places_while_somebody_else_changes_one(
    demo: str, visitors: Visitors, scripted: bool, width: int
) -> None:
    theirs = "Named Doctor" if scripted else "Named Nurse"
    with given("the business manager with three open actions in the table"):
        manager = visitors(
            demo, "Catriona Drummond", scripted=scripted, viewport={"width": width, "height": 900}
        )
        page = manager.page
        manager.goes_to("/actions/?state=agreed_in_principle")
        for box in each_of(page.get_by_role("checkbox", name=re.compile("^Choose ACT-")))[:3]:
            box.check()
        manager.presses("In the table")
        manager.reads("Change actions in the table")
        manager.look()
        owners = page.get_by_label(re.compile("^Owner of ACT-"))
        expect(owners).to_have_count(3)
    with when("she writes a day that is none"), manager.refused_with(422):
        owners.nth(0).fill("Head of Audit")
        owners.nth(1).fill("Head of Audit")
        page.get_by_label(re.compile("^By of ACT-")).nth(1).fill("31 February 2027")
        manager.presses("Save the rows")
    with then("she is told at the row, and what she typed is kept"):
        expect(page.get_by_role("link", name=re.compile("31 February 2027. is no day"))).to_be_visible()
        expect(owners.nth(0)).to_have_value("Head of Audit")
        manager.look()
    with when("an officer gives one of them to somebody else, and she puts the day right and saves"):
        reference = page.locator("main tbody .heed-secondary").first.inner_text()[:8]
        officer = visitors(demo, OFFICER)
        officer.goes_to(f"/actions/table/?words={reference}")
        officer.page.get_by_label(f"Owner of {reference}").fill(theirs)
        officer.presses("Save the rows")
        expect(officer.page.get_by_text("1 action changed", exact=False).first).to_be_visible()
        page.get_by_label(re.compile("^By of ACT-")).nth(1).fill("1 March 2028")
        manager.presses("Save the rows")
    with then("hers is changed, his is left and named with both"):
        manager.reads("1 action changed")
        expect(page.get_by_text(f"Owner is “{theirs}” now, and you wanted “Head of Audit”")).to_be_visible()
        expect(page.get_by_text("By: 1 Mar 2028", exact=False)).to_be_visible()
        manager.look()
    with when("she undoes it"):
        manager.presses("Undo it")
    with then("it is as it was"):
        manager.reads("1 action put back as before")
        manager.look()


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
    with then("charts are drawn in her colours too"):
        reader.goes_to("/actions/pictures/")
        words = page.locator(".heed-chart__text").first
        expect(words).to_be_visible()
        hers = page.evaluate("getComputedStyle(document.body).color")
        assert words.evaluate("element => getComputedStyle(element).fill") == hers
        reader.look()
