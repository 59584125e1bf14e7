"""Make the plan that somebody in Westmere kept in Excel until now: `python demo/make_plan.py`.

It has what such files have: a title above the table, recommendations merged over their actions, a status in words of
their own, dates of every kind, and a few slips. Everything in it is fictional.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

FILE = Path(__file__).parent / "plans" / "juniper-action-plan.xlsx"
HEAD = (
    "Ref", "Recommendation", "Action required", "Lead agency", "Lead officer", "Due date", "RAG", "Success measure",
    "Progress", "Evidence",
)  # fmt: skip
NEGLECT = "1. The partnership should make the neglect tool short enough to be used."
CLOSING = "2. Children's services should not close its work until improvement has been seen for six months."
WORDS = "3. All agencies should write what children say in the words that they used."
SUPERVISION = "6. Everyone who visits children at home has time with a supervisor each month."
ROWS: tuple[tuple[Any, ...], ...] = (
    ("J1.1", NEGLECT, "Cut the neglect tool to two pages and try it with three teams.", "Children's services",
     "Head of Safeguarding and Quality", date(2027, 3, 31), "Green", "9 of 10 workers say they finished it in a visit",
     "Two of three teams have tried it.", "Notes of the trial"),
    ("J1.2", "", "Report each quarter with how many children the tool was used, and used again.",
     "Westmere SCP", "", "Ongoing", "Amber", "", "First report went to the Quality and Audit Group.", ""),
    ("J1.3", "", "Show the short tool to health visitors at their forum.", "Vale NHS Trust", "Named Nurse", "31/02/2027",
     "Not started", "40 of 45 health visitors came", "", ""),
    ("J2.1", CLOSING, "Add a check of six months' improvement to the form for closing.", "Children's services",
     "Service Manager, Family Support", "30/06/2026", "Blue", "Every closed case has the check",
     "In the form since May.", "Form version 4"),
    ("J2.2", "", "Sample twenty closed cases for visits that were not arranged.", "Children's services",
     "Service Manager, Family Support", "Q2 2027", "P", "18 of 20", "", ""),
    ("J2.3", "", "", "Children's services", "Service Manager, Family Support", date(2027, 5, 28), "Amber", "", "", ""),
    ("J3.1", WORDS, "Give every worker a card with ten ways to write a child's own words.", "All agencies",
     "Principal Social Worker", "End of May 2027", "In progress", "Seen in 15 of 20 records", "Card is with the printer.", ""),
    ("J3.2", "", "Tell children what was done about what they said, and record it.", "Westmere schools and early years",
     "Lead for inclusion", date(2027, 7, 16), "Not started", "8 of 10 children say that they were told", "", ""),
    ("J3.2", "", "Ask two schools to try the pupils' own newsletter.", "Westmere schools and early years",
     "Lead for inclusion", date(2027, 7, 16), "Not started", "", "", ""),
    ("J6.1", SUPERVISION, "Put an hour of supervision a month into the rota of family support workers.", "Vale NHS Trust",
     "Head of Children's Nursing", 46477, "Amber", "95 of 100 had the hour", "", ""),
    ("J6.2", "", "Ask workers each half-year whether they had time to think about one child.", "Westmere SCP",
     "Business Manager", "autumn 2027", "On hold", "", "Waits for the new survey tool.", ""),
)  # fmt: skip


def make_plan(to: Path = FILE) -> None:
    """Write the workbook; the same rows give the same cells."""
    with xlsxwriter.Workbook(to) as book:
        book.set_properties({"title": "Juniper action plan", "created": datetime(2026, 10, 1, tzinfo=UTC)})
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"})
        sheet = book.add_worksheet("Juniper")
        sheet.write(0, 0, "Thematic audit Juniper: action plan, kept by the business unit", bold)
        sheet.write(1, 0, "Updated for the Quality and Audit Group")
        sheet.write_row(3, 0, HEAD, bold)
        sheet.set_column(0, 0, 7)
        sheet.set_column(1, 9, 28, wrap)
        for number, row in enumerate(ROWS, start=4):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell != "":
                    sheet.write(number, column, cell)
        key = book.add_worksheet("Key")
        key.write_column(
            0, 0, ["Red: late", "Amber: at risk", "Green: on track", "Blue: complete", "P: planned"]
        )


if __name__ == "__main__":
    make_plan()
    print(FILE)
