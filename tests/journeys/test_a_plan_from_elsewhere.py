"""A plan kept in Excel comes in; an agency's lead takes its actions offline and brings them back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.apps.plans.workbook import Book, put
from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
PLAN = Path(__file__).parents[2] / "demo" / "plans" / "juniper-action-plan.xlsx"


def test_without_script_an_officer_brings_a_plan_in_twice_and_it_is_there_once(
    demo: str, visitors: Visitors
) -> None:
    with given("an officer whose plan of Juniper is kept in Excel"):
        officer = visitors(demo, "Tobi Adeyemi-Ward", scripted=False)
        officer.goes_to("/actions/")
        officer.follows("Bring in a plan from a spreadsheet")
        officer.look()
    with when("they press the button without a file"), officer.refused_with(422):
        officer.presses("Look at it")
        expect(officer.page.get_by_text("Choose a file first.").first).to_be_visible()
        officer.look()
    with when("they choose it"):
        officer.page.locator("input[type=file]").set_input_files(PLAN)
        officer.page.get_by_label("The plan of which review?").select_option(label="Juniper (AUD-2022-001)")
        officer.presses("Look at it")
        with then("its columns are guessed"):
            officer.reads("What is in which column?")
            expect(officer.page.get_by_label("Column F, Due date, is")).to_have_value("due")
            expect(officer.page.get_by_label("“P” means")).to_have_value("")
            officer.look()
    with when("they say what P means, and look"):
        officer.page.get_by_label("“P” means").select_option("planned")
        officer.presses("See what would come in")
        with then("errors are named by row and column, and a closure is said to be unverified"):
            expect(
                officer.page.get_by_text("7 new actions would come in; 4 rows have errors.")
            ).to_be_visible()
            expect(
                officer.page.get_by_text(
                    "Column Due date: 31/02/2027 is not a date; write it as 28 February 2027."
                )
            ).to_be_visible()
            expect(officer.page.get_by_text("State: closed elsewhere, unverified here")).to_be_visible()
            officer.look()
    with when("they leave the bad rows out"):
        officer.presses("Bring in 7 and leave out the 4 rows with errors")
        officer.reads("What came in")
        officer.look()
    with then("the closed one reads so on its page too"):
        officer.page.get_by_role("link", name="Open what row 8 is").click()
        expect(officer.page.get_by_text("Closed elsewhere, unverified here").first).to_be_visible()
        expect(officer.page.get_by_text("Row 8 of juniper-action-plan.xlsx").first).to_be_visible()
        officer.look()
    with when("the same file comes again"):
        officer.goes_to("/library/bring-in/plan/")
        officer.look()
        officer.page.locator("input[type=file]").set_input_files(PLAN)
        officer.page.get_by_label("The plan of which review?").select_option(label="Juniper (AUD-2022-001)")
        officer.presses("Look at it")
        officer.page.get_by_label("“P” means").select_option("planned")
        officer.presses("See what would come in")
        with then("nothing is new"):
            expect(
                officer.page.get_by_text("Nothing in this file is new; 7 rows are here already")
            ).to_be_visible()
            officer.presses("Leave this file")


def test_a_lead_fills_a_workbook_offline_and_chooses_what_comes_in(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an agency's lead who downloads what is still to do"):
        lead = visitors(demo, "Marcus Okonkwo-Reyes")
        lead.goes_to("/actions/")
        lead.follows("Work offline with your agency's actions")
        lead.look()
        book = Book(lead.takes("Download the workbook", tmp_path).read_bytes())
        states = {number: row[5] for number, row in enumerate(book.actions, 1) if row[0].isalnum()}
        agreed = next(number for number, state in states.items() if state == "Agreed")
        begun, late = [number for number in states if number != agreed][:2]
    with when("he writes of three actions, one date wrongly, and brings it back"):
        put(book, begun, progress="Two of three teams have begun.")
        put(
            book,
            agreed,
            complete_on=datetime.now(tz=UTC).date() - timedelta(days=2),
            evidence="The new form",
        )
        put(book, late, wanted="31/02/2028", why="The system is late")
        filled = tmp_path / "filled.xlsx"
        filled.write_bytes(book.save())
        lead.page.locator("input[type=file]").set_input_files(filled)
        lead.presses("See what it would change")
        with then("each change stands beside what Heed has, and the wrong date is named"):
            lead.reads("What your workbook would change")
            expect(
                lead.page.get_by_text(f"Row {late}, column New date asked for: 31/02/2028 is not a date")
            ).to_be_visible()
            expect(lead.page.get_by_label("Progress")).to_be_checked()
            lead.look()
    with when("he takes one of them only"):
        lead.page.get_by_label("Evidence").uncheck()
        lead.page.get_by_label("Reported complete").uncheck()
        lead.presses("Make the ticked changes")
        expect(lead.page.get_by_text("1 action changed, as you wrote offline.")).to_be_visible()
        lead.look()
    with then("bringing it back again offers what is left, and not what was done"):
        lead.goes_to("/actions/offline/")
        lead.page.locator("input[type=file]").set_input_files(filled)
        lead.presses("See what it would change")
        expect(lead.page.get_by_text("This is said already.")).to_be_visible()
        expect(lead.page.get_by_label("Reported complete")).to_be_checked()
        lead.look()
