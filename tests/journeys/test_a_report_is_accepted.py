"""A review's report from its first draft to its acceptance, by six people; and what it is held against."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_a_case_is_decided import form_of, says, types_day
from tests.journeys.visitor import Visitor, each_of, given, then, when

pytestmark = pytest.mark.journey

FIRST = (
    "Child R was four when he was hurt.",
    "The school nurse wrote down her worries.",
    "Agencies should meet at once.",
)
SECOND = (*FIRST[:2], "He told his sister that his back was sore.", "Agencies should meet within two days.")


def as_word(folder: Path, name: str, words: tuple[str, ...]) -> Path:
    """A Word file that says this."""
    file = docx.Document()
    for each in words:
        file.add_paragraph(each)
    file.save(str(folder / name))
    return folder / name


def sends(author: Visitor, file: Path, button: str = "Send it") -> None:
    form = form_of(author, button)
    form.locator("input[type=file]").set_input_files(file)
    author.presses(button)
    author.look()


def decides(visitor: Visitor, outcome: str, *, words: str = "", leaves: str = "") -> None:
    """Writes down what was decided at the gate; every standard is met but the one that is left."""
    form = form_of(visitor, "Keep what was decided")
    for each in each_of(form.get_by_role("checkbox")):
        each.check()
    if leaves:
        form.get_by_label(re.compile(leaves)).uncheck()
    form.get_by_label(outcome).check()
    form.get_by_label("What was said of it").fill(words)
    form.get_by_label("Where it was decided").fill("A meeting of today")
    types_day(form)
    visitor.presses("Keep what was decided")


def test_a_report_goes_from_its_first_draft_to_its_acceptance(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("the lead reviewer of a review that gathers"):
        author = visitors(demo, "Dr Philippa Asante-Crewe")
        author.goes_to("/reviews/")
        author.page.get_by_role("link", name=re.compile("Case .*-001")).first.click()
        author.turns_to("Report", "Drafts")
        says(author, re.compile("No draft of the report was sent yet"))
        author.look()
        about = author.page.url
    with when("she sends a picture of a text"), author.refused_with(422):
        scan = tmp_path / "scan.pdf"
        scan.write_bytes(b"%PDF-1.4\n%nothing to be read\n")
        sends(author, scan)
        with then("it is refused at its field"):
            says(author, re.compile("“scan.pdf” was not taken"))
    with when("she sends the first draft"):
        sends(author, as_word(tmp_path, "first.docx", FIRST))
    with then("it waits for the panel, and she herself says nothing for the panel"):
        says(author, "Version 1 waits at: The review panel.")
        expect(author.page.get_by_role("button", name="Keep what was decided")).to_have_count(0)

    with given("a member of the panel, who forgets why a standard is not met"):
        panel = visitors(demo, "Emrys Vaughan-Tait")
        panel.goes_to(about)
        panel.look()
        with panel.refused_with(422):
            decides(panel, "Agreed: it goes on", leaves="what daily life was like")
            says(panel, re.compile("Say why it goes on nevertheless"))
            panel.look()
        decides(panel, "Sent back: another version is needed", words="Say what his days were like.")
        says(panel, re.compile("sent back at “The review panel”"))
        panel.look()
    with when("the author sends another version"):
        author.goes_to(about)
        sends(author, as_word(tmp_path, "second.docx", SECOND))
        author.follows("Beside version 1")
    with then("both stand side by side, word by word"):
        expect(author.page.locator("ins").filter(has_text="He told his sister")).to_be_visible()
        expect(author.page.locator("del").filter(has_text="at once")).to_be_visible()
        author.look()

    with when("the panel, the group and the partners' chair agree"):
        panel.goes_to(about)
        decides(panel, "Agreed: it goes on")
        group = visitors(demo, "Farhana Siddiqui")
        group.goes_to(about)
        decides(group, "Agreed: it goes on", words="Much better.")
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to(about)
        decides(officer, "Agreed: it goes on")
        officer.look()
    with when("the scrutineer challenges it"):
        scrutineer = visitors(demo, "Alasdair Pemberton", scripted=False)
        scrutineer.goes_to(about)
        scrutineer.look()
        form_of(scrutineer, "Challenge it").get_by_label("What you challenge, and why").fill(
            "Who asked his sister?"
        )
        scrutineer.presses("Challenge it")
    with then("it cannot be put to those who accept it until somebody answers"):
        officer.goes_to(about)
        says(officer, re.compile("Challenge 1 has no answer yet"))
        expect(officer.page.get_by_role("link", name="Put it to those who accept it")).to_have_count(0)
        form = form_of(officer, "Answer it")
        form.get_by_label("Which challenge").select_option(index=1)
        form.get_by_label("The report stays as it is").check()
        form.get_by_label("The answer").fill("Her teacher did, and she is quoted.")
        officer.presses("Answer it")
        officer.look()

    with when("a question of the children's grandmother still waits"):
        says(officer, re.compile("1 question of those who take part waits for an answer"))
        officer.turns_to("People", "Participation")
        officer.page.get_by_role("link", name=re.compile("grandmother")).first.click()
        officer.page.get_by_text("They were answered", exact=True).click()
        form = form_of(officer, "Keep the answer")
        form.get_by_label("Which question").select_option(index=1)
        form.get_by_label("The answer they were given").fill("Each of them thought that another would.")
        types_day(form)
        officer.presses("Keep the answer")
        officer.goes_to(about)

    with when("it is put to the three partners, and each signs"):
        officer.follows("Put it to those who accept it")
        officer.look()
        officer.page.get_by_role("button", name=re.compile("Put")).click()
        for name in ("Rosamund Imrie", "Olumide Adebayo-Finch", "Oluwaseun Bright-Hadley"):
            accepts(visitors, demo, name)
    with then("it is accepted, which is not published"):
        officer.goes_to(about)
        says(officer, re.compile(r"Version 2 was accepted on .*\. It is published later"))
        expect(officer.page.get_by_role("button", name="Challenge it")).to_have_count(0)
        officer.look()
        officer.follows("Overview")
        says(officer, re.compile("Accepted since"))
        says(officer, "Publication of an accepted report")
        officer.look()


def accepts(visitors: Visitors, demo: str, name: str) -> None:
    """A safeguarding partner signs the report that waits on their first page."""
    partner = visitors(demo, name)
    partner.goes_to("/")
    partner.page.get_by_role("link", name=re.compile("Report of LCSPR-")).first.click()
    says(partner, re.compile("SHA-256"))
    partner.look()
    partner.page.get_by_label("I approve it", exact=True).check()
    partner.presses("Sign")


def test_the_business_manager_keeps_a_framework(demo: str, visitors: Visitors) -> None:
    with given("the business manager"):
        manager = visitors(demo, "Catriona Drummond")
        manager.goes_to("/reviews/frameworks/")
        manager.look()
    with when("she keeps an edition without saying who approved it"), manager.refused_with(422):
        form = form_of(manager, "Keep it")
        form.get_by_label("Its name").fill("How we hold reviews")
        form.get_by_label("Which edition").fill("Version 4")
        types_day(form)
        types_day(form, at=1)
        manager.presses("Keep it")
        says(manager, "Say who approved it")
        manager.look()
    with when("she says so"):
        form.get_by_label("By whom").fill("The executive")
        manager.presses("Keep it")
    with then("it is in force"):
        expect(manager.page.get_by_role("row").filter(has_text="Version 4")).to_contain_text("In force")
        manager.look()
