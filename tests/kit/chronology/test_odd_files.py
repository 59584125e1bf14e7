"""Files as agencies send them: whatever a cell says comes in or is named, wherever it stands."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import docx
import pytest
import xlsxwriter

from heed.chronologies.rules import same_key
from heed.kit.chronology import Table, table_of
from heed.kit.reading.grid import grids
from tests.kit.chronology.files import comma

HEAD = ["Date", "Source", "Event"]


def book(fill: Callable[[Any], None], **options: Any) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as made:
        fill(made)
    return out.getvalue()


def read(data: bytes, name: str = "a.csv") -> Table:
    return table_of(grids(data, name), name, agency="Vale Trust")


def said(table: Table) -> list[tuple[int, str, str]]:
    return [(entry.row, entry.event, entry.source) for entry in table.entries]


def test_merged_cells_give_their_words_to_each_row_and_a_head_takes_two_rows() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Log")
        sheet.merge_range("A1:B1", "Contact")
        sheet.write_row("A2", ["Date of", "Source", "What"])
        sheet.write_row("A3", ["event", "", "happened"])
        sheet.merge_range("A4:A5", "3/4/2011")
        sheet.write_row("B4", ["GP record", "Seen at home"])
        sheet.write_row("B5", ["Letter", "Discharged"])
        sheet.merge_range("A6:C6", "The family moved")
        sheet.write_row("A7", ["5/4/2011", "Log"])
        sheet.merge_range("C7:E7", "Visit")

    table = read(book(fill), "a.xlsx")
    assert said(table) == [(4, "Seen at home", "GP record"), (5, "Discharged", "Letter"), (7, "Visit", "Log")]
    assert {entry.when.earliest for entry in table.entries[:2] if entry.when} == {date(2011, 4, 3)}
    assert [(each.row, each.sentence) for each in table.notes] == [
        (6, "“The family moved” stands alone and was taken as a heading")
    ]


def test_merged_cells_of_a_word_table() -> None:
    file = docx.Document()
    table = file.add_table(rows=4, cols=4)
    for place, words in enumerate([*HEAD, "Outcome"]):
        table.cell(0, place).text = words
    table.cell(1, 0).merge(table.cell(2, 0)).text = "3/4/2011"
    for row in (1, 2):
        table.cell(row, 1).text, table.cell(row, 2).text = f"Record {row}", f"Event {row}"
    table.cell(3, 0).text, table.cell(3, 1).text = "5/4/2011", "Record 3"
    table.cell(3, 2).merge(table.cell(3, 3)).text = "Over two columns"
    out = io.BytesIO()
    file.save(out)
    found = read(out.getvalue(), "a.docx")
    assert [entry.event for entry in found.entries] == ["Event 1", "Event 2", "Over two columns"]
    assert found.entries[1].when == found.entries[0].when


def test_what_stands_beneath_no_head_or_beyond_the_last_is_kept_beside_the_entry() -> None:
    table = read(
        comma([*HEAD, ""], ["1/3/2011", "Log", "Seen", "and well", "by two"], ["2/3/2011", "Log", "Seen"])
    )
    assert [entry.more for entry in table.entries] == [{"Column 4": "and well", "Column 5": "by two"}, {}]


def test_a_cell_of_five_million_letters_is_cut_and_named_wherever_it_stands() -> None:
    table = read(comma([*HEAD, "Ward", ""], ["1/3/2011", "Log", "Seen", "x" * 5_000_000, "y" * 20_001]))
    assert [(each.row, each.column) for each in table.faults] == [(2, "Ward"), (2, "Column 5")]
    assert [len(words) for words in table.entries[0].more.values()] == [20_000, 20_000]


def test_two_columns_of_one_name_are_both_kept() -> None:
    table = read(comma([*HEAD, "Event", "Ward", "Ward"], ["1/3/2011", "Log", "Seen", "Fed", "Two", "Three"]))
    assert table.entries[0].event == "Seen"
    assert table.entries[0].more == {"Event (2)": "Fed", "Ward": "Two", "Ward (2)": "Three"}


def test_whose_a_row_is_stays_beside_it_where_the_file_is_said_to_be_anothers() -> None:
    [entry] = read(comma([*HEAD, "Agency"], ["1/3/2011", "Log", "Seen", "Dental service"])).entries
    assert (entry.agency, entry.more) == ("Vale Trust", {"Agency": "Dental service"})


def test_heads_that_say_more_than_a_word_are_known() -> None:
    head = ["No", "Date & Time of Event (dd/mm/yyyy)", "Source of Information / Evidence",
            "Event / Contact – what happened", "Was child seen? Y/N"]  # fmt: skip
    [entry] = read(comma(head, ["1", "1/3/2011 10.30am", "Log", "Home visit", "Y"])).entries
    assert (entry.event, entry.source, entry.child_seen) == ("Home visit", "Log", "Y")
    assert entry.when
    assert entry.when.begins == 630


def test_a_table_that_is_not_read_is_named() -> None:
    def fill(made: Any) -> None:
        for name, rows in {"2011": [HEAD, ["1/3/2011", "Log", "Seen"]], "Key": [["Code", "Means"], ["GP", "Doctor"]]}.items():  # fmt: skip
            sheet = made.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)

    table = read(book(fill), "a.xlsx")
    assert said(table) == [(2, "Seen", "Log")]
    assert [str(each) for each in table.notes] == [
        "“Key” has no columns of dates and events and was not read"
    ]


def test_a_fault_in_a_workbook_of_several_sheets_says_in_which() -> None:
    def fill(made: Any) -> None:
        for name, day in {"2011": "1/3/2011", "2012": "31/2/2012"}.items():
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, HEAD)
            sheet.write_row(1, 0, [day, "Log", "Seen"])

    [fault] = read(book(fill), "a.xlsx").faults
    assert (fault.row, fault.column) == (2, "2012: Date")


def test_a_quotation_mark_that_nobody_closed_swallows_no_rows() -> None:
    data = b'Date,Source,Event\n1/3/2011,Log,"Seen at home\n2/3/2011,Log,Visit\n3/3/2011,Log,"Two, three"\n'
    assert [entry.event for entry in read(data).entries] == ["Seen at home", "Visit", "Two, three"]
    closed = b'Date,Source,Event\n1/3/2011,Log,"Seen at home\n2/3/2011,Log,Visit"\n'
    assert len(read(closed).entries) == 1


@pytest.mark.parametrize("clock", ["25:00", "24:00", "9", "half past nine"])
def test_a_time_that_is_none_is_named_and_kept(clock: str) -> None:
    table = read(comma(["Date", "Time", "Source", "Event"], ["1/3/2011", clock, "Log", "Seen"], ["", clock, "Log", "Fed"]))  # fmt: skip
    assert [entry.more for entry in table.entries] == [{"Time": clock}, {"Time": clock}]
    named = [(each.row, each.column) for each in table.notes if "no time of day" in each.sentence]
    assert named == [(2, "Time"), (3, "Time")]


@pytest.mark.parametrize("clock", ["", "?", "-", "14:30", "after school"])
def test_a_time_that_is_one_or_not_known_is_not_named(clock: str) -> None:
    table = read(comma(["Date", "Time", "Source", "Event"], ["1/3/2011", clock, "Log", "Seen"]))
    assert (table.notes, table.entries[0].more) == ((), {})


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_as_dates_as_words_and_as_numbers_are_the_same_in_both_systems(from_1904: bool) -> None:
    number = (date(2011, 3, 4) - (date(1904, 1, 1) if from_1904 else date(1899, 12, 30))).days

    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Log")
        shown = made.add_format({"num_format": "d mmm yy hh:mm"})
        sheet.write_row(0, 0, HEAD)
        sheet.write_datetime(1, 0, datetime.combine(date(2011, 3, 4), time(14, 30)), shown)
        for row, day in enumerate((number, str(number), number + 0.99999, "04-Mar-11", "20110304"), 2):
            sheet.write(row, 0, day)
        for row in range(1, 7):
            sheet.write_row(row, 1, ["Log", f"Event {row}"])

    whens = [entry.when for entry in read(book(fill, date_1904=from_1904), "a.xlsx").entries if entry.when]
    assert {(when.earliest, when.latest) for when in whens} == {(date(2011, 3, 4), date(2011, 3, 4))}
    assert [when.begins for when in whens] == [870, None, None, 1439, None, None]


def test_the_same_rows_as_workbook_and_as_csv_are_known_again() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet("Log")
        sheet.write_row(0, 0, HEAD)
        sheet.write_datetime(1, 0, date(2011, 3, 4), made.add_format({"num_format": "d mmm yyyy"}))
        sheet.write_row(1, 1, ["Log", "Seen  at home "])

    [one] = read(book(fill), "a.xlsx").entries
    [other] = read(comma(HEAD, ["04/03/2011", "Log", "Seen at home"])).entries
    assert same_key(one) == same_key(other)
