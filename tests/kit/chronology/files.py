"""Three agencies' files as they come, each with faults of its own; people and places are invented."""

from __future__ import annotations

import csv
import io
from datetime import date, time

import docx
import xlsxwriter

A_DAY = date(2011, 3, 4)


def police(*, from_1904: bool = False) -> bytes:
    """A workbook: a title over merged cells, a head of two rows, days as dates, words and numbers, a hidden sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy", "date_1904": from_1904}) as book:
        sheet = book.add_worksheet("Log")
        hours = book.add_format({"num_format": "hh:mm"})
        sheet.merge_range("A1:F1", "Chronology of Westmere Police")
        sheet.merge_range("A3:B3", "Event")
        sheet.write_row(
            "A4", ["Date", "Time", "Source of information", "What happened", "Action taken", "Officer ref"]
        )
        rows = [
            (A_DAY, time(14, 30), "Log 12", "Officers attended the flat; Child K was seen with bruising to the left arm.", "Referral made"),
            ("early March 2011", "", "Crime report", "A neighbour reported shouting from the flat.", ""),
            (40640, "", "Log 19", "Mother reported her partner missing.", "NFA"),
            ("31/02/2011", "", "Log 20", "Call to the address, no reply.", ""),
            (date(2011, 6, 20), time(22, 5), "", "Domestic incident; the father was arrested.", "DASH completed"),
        ]  # fmt: skip
        for at, (day, clock, *words) in enumerate(rows, 4):
            if isinstance(day, date):
                sheet.write_datetime(at, 0, day)
            else:
                sheet.write(at, 0, day)
            if isinstance(clock, time):
                sheet.write_datetime(at, 1, clock, hours)
            sheet.write_row(at, 2, [*words, "4471"])
        hidden = book.add_worksheet("Intelligence")
        hidden.write("A1", "Not for the panel")
        hidden.hide()
    return out.getvalue()


def health() -> bytes:
    """A Word table: date and time in one cell, a weekday that was not, doubt, a missed visit."""
    return word(
        ["Date/Time", "Source", "Event", "Outcome"],
        ["Friday 4 March 2011 at 6pm", "A&E record", "Child K attended A&E with bruising to the right arm after officers attended the flat.", "Discharged"],
        ["12/3/11?", "Health visitor notes", "Home visit, no access. Child K not seen.", "Card left"],
        ["after school on 3/5/11", "School nurse", "Child K seen at the drop-in.", ""],
        ["Monday 5 May 2011", "GP record", "Immunisation given.", ""],
    )  # fmt: skip


def word(*rows: list[str], title: str = "") -> bytes:
    file = docx.Document()
    if title:
        file.add_heading(title, 1)
    table = file.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def school() -> bytes:
    """CSV with semicolons, in American order, with a day written once for two rows and a cell like a formula."""
    return comma(
        ["When", "Record", "Details", "Child seen?", "Date recorded"],
        ["03/14/2011", "Register", "Child K in class.", "Y", "03/15/2011"],
        ["06/21/2011", "Log", "Child K told the teacher about the night before.", "Y", "07/01/2011"],
        ["", "Log", "The teacher telephoned social care.", "", ""],
        ["12/01/2011", "Log", "=HYPERLINK(A1)", "", ""],
        sign=";",
    )


def comma(*rows: list[str], sign: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode()
