"""Agencies enter what they knew, by page and by file; the panel reads it as one and decides what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import Visitor, given, then, when

pytestmark = pytest.mark.journey

FILES = Path(__file__).resolve().parents[2] / "demo" / "chronologies"
PHONE = {"width": 320, "height": 800}


def says(visitor: Visitor, words: str) -> None:
    """These words stand on the page that somebody is on."""
    expect(visitor.page.get_by_text(words).first).to_be_visible()


def opens(visitor: Visitor, review: str) -> None:
    """The chronology of a review, by the register."""
    visitor.goes_to(f"/reviews/?words={review}")
    found = visitor.page.locator("main a[href^='/reviews/']").filter(has_text=review)  # not the filter's chip
    found.first.click()
    visitor.turns_to("Gathering", "Chronology")


@pytest.mark.capability("A11")
def test_agencies_files_become_one_chronology_that_the_panel_decides_on(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer at a review without a chronology"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        opens(officer, "Larch")
        officer.look()
    with when("they open it"):
        officer.presses("Open the chronology")
        says(officer, "No agency has entered anything yet")
        officer.look()

    with given("the trust's lead, on a telephone without script"):
        nurse = visitors(demo, "Ruth Castellanos", scripted=False, viewport=PHONE)
        opens(nurse, "Larch")
        nurse.reads("Chronology of Vale NHS Trust")
        nurse.look()
    with when("she types an event on a day that there is not, without its source"), nurse.refused_with(422):
        nurse.follows("Add an entry")
        nurse.page.get_by_label("No child is unsafe now, as far as is known").check()
        nurse.presses("Go on")
        nurse.page.get_by_label("Date", exact=True).fill("31/09/2026")
        nurse.page.get_by_label("What happened").fill("Maisie was seen in clinic.")
        nurse.presses("Add it")
        with then("both are said, and her words are there"):
            says(nurse, "September 2026 has 30 days")
            says(nurse, "Name the record that this comes from")
            expect(nurse.page.get_by_label("What happened")).to_have_value("Maisie was seen in clinic.")
            nurse.look()
    with when("she mends it, and sends the Word document that the trust keeps"):
        nurse.page.get_by_label("Date", exact=True).fill("late September 2026?")
        nurse.page.get_by_label("Source of information").fill("Clinic record")
        nurse.presses("Add it")
        says(nurse, "The entry is in the chronology")
        nurse.follows("Send a file")
        nurse.page.locator("input[type=file]").set_input_files(FILES / "alder-health-final.docx")
        nurse.presses("Send it")
        with then("she sees how it is understood before it comes in"):
            says(nurse, "9 new entries would come in")
            says(nurse, "16 September 2026 was a Wednesday")
            nurse.look()
        nurse.presses("Bring in 9 entries")
        says(nurse, "9 entries came in")
        nurse.look()

    with given("the school's lead, whose export puts the month first"):
        school = visitors(demo, "Kwame Hallworth")
        opens(school, "Larch")
        school.follows("Send a file")
        school.page.get_by_label("No child is unsafe now, as far as is known").check()
        school.presses("Go on")
        school.page.locator("input[type=file]").set_input_files(FILES / "academy-export.csv")
        school.presses("Send it")
        says(school, "put the month first")
        school.look()
    with when("he says so"):
        school.page.get_by_label("The month comes first", exact=False).check()
        school.presses("Keep this and look again")
        school.presses("Bring in 7 entries")
        says(school, "7 entries came in")
    with then("he sees his own entries and no others, and what is to be mended"):
        opens(school, "Larch")
        says(school, "the source of information is missing")
        expect(school.page.get_by_text("scooter")).to_have_count(0)
        school.look()

    with given("the officer, who adds a pseudonym"):
        opens(officer, "Larch")
        says(officer, "with a sock")
        officer.follows("Names and pseudonyms")
        officer.page.get_by_label("Pseudonym", exact=True).fill("Child Larch")
        officer.page.get_by_label("Whom it stands for").select_option(label="A child")
        officer.page.get_by_label("Area").select_option(label="Westmere")
        officer.page.get_by_label("Names that records use").fill("Maisie")
        officer.presses("Add and seal it")
        says(officer, "Child Larch is added")
        officer.look()

    with given("the lead reviewer, who reads the whole"):
        reviewer = visitors(demo, "Dr Philippa Asante-Crewe")
        opens(reviewer, "Larch")
        says(reviewer, "17 entries of 2 agencies")
        says(reviewer, "Child Larch was seen in clinic")
        reviewer.look()
        reviewer.narrows(Agency="Westmere Academy Trust")
        says(reviewer, "7 of 17 entries")
    with when("she decides on two records that differ"):
        opens(reviewer, "Larch")
        reviewer.follows("What the whole shows", exact=False)
        reviewer.look()
        reviewer.follows("Differ", exact=False)
        says(reviewer, "whether it was passed on")
        reviewer.page.get_by_label("It is so").first.check()
        reviewer.presses("Keep it")
        says(reviewer, "It is not asked again")
        reviewer.follows("Show what was decided")
        says(reviewer, "Confirmed by Dr Philippa Asante-Crewe")
        reviewer.look()
    with then("the picture and what she takes away say the same"):
        opens(reviewer, "Larch")
        reviewer.follows("Timeline")
        reviewer.look()
        opens(reviewer, "Larch")
        taken = reviewer.takes("CSV", tmp_path).read_text(encoding="utf-8-sig")
        assert "Child Larch was seen in clinic" in taken
        assert "Maisie" not in taken
