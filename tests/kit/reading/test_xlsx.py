"""Action plans as Excel files: real workbooks, written here, read to records."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from heed.kit.reading import Reading, Unreadable, extract, read
from heed.kit.reading.types import BlockKind
from heed.kit.reading.xlsx_parts import MOST_ROWS

HEAD = ("No.", "Recommendation", "Action", "Lead agency", "Lead officer", "By when", "RAG", "Progress")
ASK = "The Council should hold core groups within ten working days of every conference."
TELL = "Westmere Police should tell schools of incidents by the next school day."


def workbook(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)
    return out.getvalue()


def plan(book: Any) -> None:
    day, bold = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"bold": True})
    sheet = book.add_worksheet("Action plan")
    sheet.merge_range(0, 0, 0, 7, "Westmere Safeguarding Children Partnership", bold)
    sheet.merge_range(1, 0, 1, 7, "Action plan: local child safeguarding practice review, Rosie", bold)
    sheet.write_row(3, 0, HEAD, bold)
    sheet.merge_range(4, 0, 5, 0, 1)
    sheet.merge_range(4, 1, 5, 1, ASK)
    sheet.write_row(
        4, 2, ["Put core group dates in the conference minutes.", "Westmere Council", "Head of Safeguarding"]
    )
    sheet.write_datetime(4, 5, datetime.date(2026, 3, 31), day)
    sheet.write(4, 6, "Green")
    sheet.write_row(5, 2, ["Audit a sample of core groups every quarter.", "Westmere Council", "Audit lead"])
    sheet.write_formula(5, 5, "=DATE(2026,6,30)", day, 46203)
    sheet.write_row(5, 6, ["Blue", "Completed"])
    sheet.write_row(6, 0, [2, TELL, "Extend the notices to nurseries.", "Westmere Police", "Superintendent"])
    sheet.write_row(6, 5, ["September 2026", "Red", "Stalled: the system has no funds."])
    sheet.write_row(
        7, 2, ["• Report late notices to the Board.\n• Train all response officers in\ntheir use."]
    )
    sheet.write_row(7, 3, ["Westmere Police", "", "", "Amber"])


def actions_of(reading: Reading) -> list[tuple[str, str, str, str | None]]:
    return [
        (one.text, one.status.value, one.owner, one.due.latest if one.due else None)
        for recommendation in reading.recommendations
        for one in recommendation.actions
    ]


@pytest.mark.capability("B01")
def test_an_action_plan_in_excel_gives_its_recommendations_and_actions() -> None:
    reading = read(workbook(plan), "plan.xlsx")
    assert reading.document.kind == "xlsx"
    assert reading.title == "Action plan: local child safeguarding practice review, Rosie"
    assert reading.partnership == "Westmere Safeguarding Children Partnership"
    assert reading.dates == ()  # the days in it are when actions are due
    assert [(one.label, one.text) for one in reading.recommendations] == [("1", ASK), ("2", TELL)]
    assert actions_of(reading) == [
        ("Put core group dates in the conference minutes.", "planned", "Head of Safeguarding", "2026-03-31"),
        ("Audit a sample of core groups every quarter.", "taken", "Audit lead", "2026-06-30"),
        ("Extend the notices to nurseries.", "stalled", "Superintendent", "2026-09-30"),
        ("Report late notices to the Board.", "planned", "", None),
        ("Train all response officers in their use.", "planned", "", None),
    ]
    assert {one.agency for each in reading.recommendations for one in each.actions} == {
        "Westmere Council",
        "Westmere Police",
    }


def test_every_cell_has_its_place_and_its_words_as_printed() -> None:
    document = extract(workbook(plan), "plan.xlsx")
    cells = {
        (block.place.row, block.place.column): document.text[block.spans[0].start : block.spans[-1].end]
        for block in document.blocks
        if block.place
    }
    assert (cells[0, 1], cells[1, 0], cells[1, 5], cells[2, 5]) == (
        "Recommendation", "1", "31 March 2026", "30 June 2026",
    )  # fmt: skip
    assert {block.place.row for block in document.blocks if block.place and block.place.head} == {0}
    assert [block.kind for block in document.blocks][:2] == [BlockKind.HEADING, BlockKind.HEADING]
    assert (2, 1) not in cells  # the merged cell's words stand once


def test_each_sheet_has_its_own_table_and_the_actions_of_a_label_find_their_recommendation() -> None:
    def fill(book: Any) -> None:
        one, two = book.add_worksheet("Recommendations"), book.add_worksheet("Actions")
        one.write_row(0, 0, ["Ref", "Recommendation", "Agency"])
        one.write_row(1, 0, ["R1", ASK, "Westmere Council"])
        one.write_row(2, 0, ["R2", TELL, "Westmere Police"])
        two.write_row(0, 0, ["Ref", "Action", "Owner", "RAG"])
        two.write_row(1, 0, ["R1", "Write the dates down.", "Ms Lead", "Green"])
        two.write_row(2, 1, ["Audit core groups each quarter.", "Ms Lead", "Blue"])  # its label stands above
        two.write_row(3, 0, ["R2", "Extend the notices to nurseries.", "Mr Head", "Amber"])

    reading = read(workbook(fill), "plan.xlsx")
    found = {one.label: [action.text for action in one.actions] for one in reading.recommendations}
    assert found == {
        "R1": ["Write the dates down.", "Audit core groups each quarter."],
        "R2": ["Extend the notices to nurseries."],
    }


def test_a_key_to_the_colours_under_the_table_is_used() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["No.", "Recommendation", "Action", "RAG"])
        sheet.write_row(1, 0, [1, ASK, "Write the dates down.", "Green"])
        sheet.write_row(4, 0, ["Green", "Complete"])
        sheet.write_row(5, 0, ["Amber", "On track"])

    assert [one[1] for one in actions_of(read(workbook(fill), "plan.xlsx"))] == ["taken"]


@pytest.mark.capability("B01")
def test_what_is_hidden_is_not_read_and_is_named() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Plan")
        sheet.write_row(0, 0, ["No.", "Recommendation", "Action", "Cost to us", "RAG"])
        sheet.write_row(1, 0, [1, ASK, "Write the dates down.", "Four hundred pounds", "Green"])
        sheet.write_row(2, 0, [2, "The Council should do what nobody must see.", "Nothing.", "", "Red"])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 3, None, None, {"hidden": True})
        notes = book.add_worksheet("Working notes")
        notes.write_row(0, 0, ["Recommendation", "Action"])
        notes.hide()

    reading = read(workbook(fill), "plan.xlsx")
    assert [one.label for one in reading.recommendations] == ["1"]
    assert "pounds" not in reading.document.text
    assert "nobody" not in reading.document.text
    messages = " ".join(one.message for one in reading.warnings if one.code == "left-out")
    assert "“Working notes”" in messages
    assert "row 3 and column D" in messages


def test_three_hundred_rows_are_three_hundred_recommendations() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Tracker")
        sheet.write_row(0, 0, ["No.", "Recommendation", "Action", "By when", "RAG"])
        for row in range(1, 301):
            ask = (
                f"Agency number {row} should review its own arrangements for supervising staff in team {row}."
            )
            sheet.write_row(
                row, 0, [row, ask, f"Review the arrangements of team {row}.", "May 2027", "Green"]
            )

    reading = read(workbook(fill), "tracker.xlsx")
    assert [one.label for one in reading.recommendations] == [str(row) for row in range(1, 301)]
    assert all(len(one.actions) == 1 for one in reading.recommendations)


@pytest.mark.parametrize("cells", [["Team", "Budget"], ["Date", "Visitors", "Dish of the day"], []])
def test_a_workbook_without_a_plan_is_named_as_a_spreadsheet(cells: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        extract(workbook(lambda book: book.add_worksheet().write_row(0, 0, cells)), "sums.xlsx")
    assert refused.value.code == "spreadsheet"


def test_a_plan_on_a_hidden_sheet_alone_is_no_plan() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Front").activate()
        back = book.add_worksheet("Back")
        back.write_row(0, 0, HEAD)
        back.hide()

    with pytest.raises(Unreadable) as refused:
        extract(workbook(fill), "plan.xlsx")
    assert refused.value.code == "spreadsheet"


def test_too_many_rows_are_refused_in_a_sentence_that_says_the_limit() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row in range(MOST_ROWS + 1):
            sheet.write(row, 0, 1)

    with pytest.raises(Unreadable, match="10,000 rows") as refused:
        extract(workbook(fill), "sums.xlsx")
    assert refused.value.code == "too_many_rows"


def test_two_cells_at_the_far_ends_of_a_sheet_cost_nothing() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Recommendation")
        sheet.write(1_048_575, 16_383, "Action")

    with pytest.raises(Unreadable) as refused:
        extract(workbook(fill), "wide.xlsx")
    assert refused.value.code == "too_many_rows"


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.infolist():
            raw = source.read(member)
            target.writestr(member.filename, change(raw) if member.filename == name else raw)
    return out.getvalue()


@pytest.mark.parametrize(
    ("member", "change", "code"),
    [
        ("[Content_Types].xml", lambda raw: raw.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "macros"),
        ("xl/worksheets/sheet1.xml", lambda raw: raw[: len(raw) // 2], "damaged"),
        ("xl/worksheets/sheet1.xml", lambda raw: raw.replace(b"<sheetData", b'<!DOCTYPE x><sheetData'), "unsafe"),
        ("xl/workbook.xml", lambda raw: b"", "damaged"),
        ("xl/worksheets/sheet1.xml", lambda raw: b" " * 50_000_000, "bomb"),
    ],
)  # fmt: skip
def test_a_hostile_or_damaged_workbook_is_refused_by_name(
    member: str, change: Callable[[bytes], bytes], code: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        extract(changed(workbook(plan), member, change), "plan.xlsx")
    assert refused.value.code == code
