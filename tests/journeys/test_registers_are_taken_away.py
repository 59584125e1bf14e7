"""A register is narrowed, put in order, kept as a view, shared, and taken away as files that hold the rows shown."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import docx
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitors
from tests.journeys.visitor import given, then, when

pytestmark = pytest.mark.journey
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def in_excel(path: Path) -> list[str]:
    """The first column of a workbook, below its head."""
    with zipfile.ZipFile(path) as book:
        shared = [
            "".join(text.text or "" for text in each.iter(f"{MAIN}t"))
            for each in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
        ] if "xl/sharedStrings.xml" in book.namelist() else []  # fmt: skip
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    found = []
    for row in list(sheet.iter(f"{MAIN}row"))[1:]:
        cell = next(row.iter(f"{MAIN}c"))
        words = "".join(each.text or "" for each in cell.iter() if each.tag in (f"{MAIN}v", f"{MAIN}t"))
        found.append(shared[int(words)] if cell.get("t") == "s" else words)
    return found


def references(path: Path) -> list[str]:
    """The references in a downloaded file, in its own order."""
    match path.suffix:
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                return [row["Reference"] for row in csv.DictReader(file)]
        case ".json":
            return [row["Reference"] for row in json.loads(path.read_text(encoding="utf-8"))["rows"]]
        case ".docx":
            return [row.cells[0].text for row in docx.Document(str(path)).tables[0].rows[1:]]
        case _:
            return in_excel(path)


@pytest.mark.capability("B01", "B08")
def test_what_is_shown_is_what_is_taken_away(demo: str, visitors: Visitors, tmp_path: Path) -> None:
    with given("the business manager at the recommendations"):
        manager = visitors(demo, "Catriona Drummond")
        page = manager.page
        manager.goes_to("/recommendations/")
        manager.look()
    with when("she narrows them by words, in the order of their references"):
        manager.narrows(Words="core groups", Order="Reference")
    with then("only such rows are shown, in that order, and what was chosen is named"):
        shown = [
            each for each in page.locator("main").inner_text().split() if re.fullmatch(r"REC-\d{4}", each)
        ]
        assert 2 <= len(shown) < 50
        assert shown == sorted(shown)
        expect(page.locator(".moj-filter-tags")).to_contain_text("core groups")
        manager.look()
    for form, ending in (("Excel", ".xlsx"), ("CSV", ".csv"), ("Word", ".docx"), ("JSON", ".json")):
        with when(f"she takes them away as {form}"):
            path = manager.takes(form, tmp_path)
            assert path.suffix == ending
        with then("the file holds exactly the rows shown"):
            assert references(path) == shown
    with when("she ticks two rows and takes those away"):
        for reference in (0, 1):
            page.locator("input[name=chosen]").nth(reference).check()
        if not page.get_by_role("button", name="Excel").is_visible():
            manager.opens("Download")
        with page.expect_download() as download:
            page.get_by_role("button", name="Excel").click()
        download.value.save_as(tmp_path / "ticked.xlsx")
    with then("the file holds those two"):
        assert references(tmp_path / "ticked.xlsx") == shown[:2]

    with when("she chooses columns"):
        manager.opens("Columns")
        page.get_by_label("Reference", exact=True).check()
        page.get_by_label("Theme", exact=True).last.check()
        manager.presses("Show them")
    with then("the rows stand in these columns"):
        expect(page.get_by_role("columnheader", name="Theme")).to_be_visible()
        manager.look()

    with when("she keeps this as a view and shares it"):
        manager.opens("Saved views")
        page.get_by_label("Save this view as").fill("Core groups, for the board")
        page.get_by_label("Share it with the partnership").check()
        manager.presses("Save view")
        expect(page.get_by_text("The view “Core groups, for the board” is saved.")).to_be_visible()
        manager.look()
    with then("a reader of the partnership uses it and sees the same rows"):
        reader = visitors(demo, "Nell Greenhalgh")
        reader.goes_to("/recommendations/")
        reader.opens("Saved views")
        reader.follows("Core groups, for the board", exact=False)
        cells = reader.page.locator("main table tbody tr td:nth-child(2)")
        expect(cells).to_have_count(len(shown))
        assert [each.strip() for each in cells.all_inner_texts()] == shown
        reader.look()
    with then("nobody of the other partnership is offered it"):
        outsider = visitors(demo, "Yasmin Brannigan-Shah")
        outsider.goes_to("/recommendations/")
        expect(outsider.page.get_by_text("Core groups, for the board")).to_have_count(0)
        outsider.look()


@pytest.mark.capability("B07", "B08")
def test_an_agency_lead_takes_away_what_was_asked_and_promised(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("the lead of Westmere Police"):
        lead = visitors(demo, "Marcus Okonkwo-Reyes")
        page = lead.page
    for room in ("Recommendations", "Actions"):
        with when(f"he narrows the {room.lower()} to his agency"):
            lead.goes_into(room)
            lead.narrows(Agency="Westmere Police")
            lead.look()
        with then("he takes away exactly these"):
            prefix = {"Recommendations": "REC", "Actions": "ACT"}[room]
            shown = re.findall(rf"{prefix}-\d{{4}}", page.locator("main").inner_text())
            assert shown
            assert references(lead.takes("Word", tmp_path)) == list(dict.fromkeys(shown))


def test_actions_are_taken_away_in_the_partnerships_own_template(
    demo: str, visitors: Visitors, tmp_path: Path
) -> None:
    with given("an officer at the templates for actions"):
        officer = visitors(demo, "Tobi Adeyemi-Ward")
        page = officer.page
        officer.goes_to("/actions/")
        officer.opens("Download")
        page.get_by_role("link", name=re.compile("template of your own|Change the templates")).click()
        officer.reads("Templates for actions")
        officer.look()
    with when("he takes the example, makes it his, and misspells a field"):
        example = docx.Document(str(officer.takes("An example in Word", tmp_path)))
        example.add_paragraph("{{ partnership }}, {{ row.onwer }}")
        example.save(str(tmp_path / "wrong.docx"))
        page.get_by_label("Its name").fill("For the executive group")
        page.locator("input[type=file]").set_input_files(tmp_path / "wrong.docx")
    with then("he is told which, where, and what he meant"), officer.refused_with(422):
        officer.presses("Keep it")
        wrong = page.get_by_role("alert")
        expect(wrong).to_contain_text("There is no field “row.onwer”: did you mean {{ row.owner }}?")
        expect(page.get_by_label("Its name")).to_have_value("For the executive group")
        officer.look()
    with when("he puts it right and sends it"):
        example.paragraphs[-1].text = "Made for {{ partnership }}"
        example.save(str(tmp_path / "right.docx"))
        page.locator("input[type=file]").set_input_files(tmp_path / "right.docx")
        officer.presses("Keep it")
        expect(page.get_by_text("is kept, and offered beside the list", exact=False).first).to_be_visible()
        officer.follows("For the executive group")
        expect(
            page.get_by_role("cell", name="right.docx").or_(page.get_by_role("link", name="right.docx")).first
        ).to_be_visible()
        officer.look()
    with then("a reader takes away with it exactly what she sees"):
        reader = visitors(demo, "Nell Greenhalgh")
        reader.goes_to("/actions/?state=agreed")
        reader.look()
        shown = re.findall(r"ACT-\d{4}", reader.page.locator("main table").inner_text())
        assert shown
        made = docx.Document(str(reader.takes("For the executive group (Word)", tmp_path)))
        assert [row.cells[0].text for row in made.tables[0].rows[1:]] == shown
        words = "\n".join(each.text for each in made.paragraphs)
        assert "State: Agreed" in words
        assert "Made for Westmere" in words
