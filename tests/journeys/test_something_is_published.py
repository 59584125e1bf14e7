"""A publication from its first words to the public library: checked, approved, refused for a day, corrected, withdrawn."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.test_a_case_is_decided import form_of, says
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey

NAME = "Mrs Doreen Appleyard"
TEXT = f"## What was learned\n\n- Ask what a day is like.\n\nHis aunt, {NAME}, told the school.\n"
PARTNERS = ("Rosamund Imrie", "Olumide Adebayo-Finch", "Oluwaseun Bright-Hadley")


def types(form: object, name: str, day: str, month: str, year: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        form.locator(f"[name={name}_{part}]").fill(value)  # type: ignore[attr-defined]


def opens(visitor: Visitor, title: str) -> None:
    visitor.page.get_by_text(title, exact=True).first.click()


def approves(visitors: Visitors, demo: str, signed_in: dict[str, Visitor], officer: Visitor) -> None:
    """It is put to the three partners, and each signs what they are shown."""
    officer.follows("Put it to those who decide")
    officer.page.get_by_role("button", name=re.compile("Put")).click()
    for name in PARTNERS:
        partner = signed_in.setdefault(name, visitors(demo, name))
        partner.goes_to("/")
        partner.page.get_by_role("link", name=re.compile(r"PUB-\d+, edition")).first.click()
        says(partner, re.compile("SHA-256"))
        partner.page.get_by_label("I approve it", exact=True).check()
        partner.presses("Sign")


@pytest.mark.capability("G04")
def test_something_is_published_corrected_and_withdrawn(demo: str, visitors: Visitors) -> None:
    signed_in: dict[str, Visitor] = {}
    with given("the officer, on the page of a review whose family named some days"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        officer.goes_to("/publishing/dates/")
        form = form_of(officer, "Keep them")
        form.get_by_label("Kind of reason").select_option(label="The family's wish")
        types(form, "forbid-first_on", "3", "5", "2031")
        form.get_by_label("Why nothing is published then").fill("His birthday")
        form.get_by_label("Who said so, or where it is written").fill("His mother, by letter")
        officer.presses("Keep them")
        officer.goes_to("/reviews/")
        officer.page.get_by_role("link", name="Rowan", exact=True).first.click()
        officer.follows("Report")
        officer.follows("Publication")
        officer.follows("Prepare a publication")
    with when("he begins a synopsis and brings its words, in which somebody is named"):
        form = form_of(officer, "Begin")
        form.get_by_label("What it is").select_option(label="One-page synopsis")
        form.get_by_label("Title").fill("Rowan on a page")
        officer.presses("Begin")
        form_of(officer, "Save and check").locator("textarea[name=write-words]").fill(TEXT)
        officer.presses("Save and check")
        officer.follows("What the check found")
    with then("the name stands there in place, and he says it more generally"):
        officer.look()
        officer.follows(NAME)
        form = form_of(officer, "Keep the answer")
        form.get_by_label("Say it more generally").check()
        form.get_by_label("Words instead").fill("a relative")
        officer.presses("Keep the answer")
    with when("he says how it comes out, and finishes the check"):
        officer.page.get_by_role("link", name=re.compile(r"^PUB-\d+$")).first.click()
        opens(officer, "How it comes out")
        form = form_of(officer, "Save")
        form.get_by_label("What publication may do to people").fill("His brother hears it first.")
        types(form, "how-public_until", "1", "3", "2035")
        form.get_by_label("Somebody decides whether it stays").check()
        officer.presses("Save")
        officer.presses("Make the files")
        about = officer.page.url
        approves(visitors, demo, signed_in, officer)
    with then("the day that the family named is refused, and it comes out today"):
        officer.goes_to(about)
        opens(officer, "Plan the day")
        form = form_of(officer, "Plan it")
        types(form, "plan-publish_on", "3", "5", "2031")
        with officer.refused_with(422):
            officer.presses("Plan it")
            says(officer, re.compile("The family's wish .*His birthday"))
            officer.look()
        officer.goes_to(about)
        officer.look()
        officer.presses("Publish")
        says(officer, re.compile("Everybody can read it"))
    with then("anybody finds it, without signing in and without scripts"):
        anybody = visitors(demo, scripted=False)
        anybody.goes_to("/published/")
        anybody.page.get_by_label("Search what is published").fill("relative told school")
        anybody.presses("Search")
        anybody.look()
        anybody.follows("Rowan on a page")
        says(anybody, re.compile("a relative, told the school"))
        anybody.look()
        address = anybody.page.url
    with when("a word is corrected, and the partners approve that too"):
        officer.goes_to(about)
        opens(officer, "Correct it")
        form_of(officer, "Begin the correction").get_by_label("What is corrected").fill(
            "A relative was meant"
        )
        officer.presses("Begin the correction")
        officer.follows("The text")
        words = form_of(officer, "Save and check").locator("textarea[name=write-words]")
        words.fill(words.input_value().replace("a day is like", "an ordinary day is like"))
        officer.presses("Save and check")
        officer.goes_to(about)
        officer.presses("Make the files")
        approves(visitors, demo, signed_in, officer)
        officer.goes_to(about)
        officer.presses("Publish")
    with then("readers see what was corrected"):
        anybody.goes_to(address)
        says(anybody, re.compile("A relative was meant"))
        says(anybody, "Ask what an ordinary day is like.")
    with when("it is withdrawn"):
        officer.goes_to(about)
        opens(officer, "Withdraw it")
        form = form_of(officer, "Withdraw")
        form.get_by_label("Why", exact=True).fill("The family asked")
        form.get_by_label("What its address says from now on").fill("Withdrawn as the family asked.")
        officer.presses("Withdraw")
    with then("its address says so, and nothing finds it"):
        with anybody.refused_with(410):
            anybody.goes_to(address)
            says(anybody, "Withdrawn as the family asked.")
        anybody.goes_to("/published/?q=relative")
        expect(anybody.page.get_by_role("link", name="Rowan on a page")).to_have_count(0)
