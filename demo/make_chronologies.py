"""Make the chronologies that three agencies of Westmere keep of the Alder review: `python demo/make_chronologies.py`.

Each is as such files come, and each has faults of its own: a workbook with a merged title, a head of two rows, a number for
a day and a day that there is not; a Word table under a title, with a weekday that was another and dates in words; a CSV
export with the month first, a day written once for two rows and a cell like a formula. Everything in them is fictional.
"""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import docx
import xlsxwriter

FOLDER = Path(__file__).parent / "chronologies"
MADE = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)

HOMES: tuple[tuple[Any, ...], ...] = (
    (date(2025, 5, 19), "", "Tenancy file", "Leanne Tennant signed for a second floor flat with Maisie and Kian. Maisie was seen; she chose the room with the window.", "Welcome pack given", "P. Dunmore"),
    (date(2026, 1, 20), time(11, 0), "Visit log", "Visit about rent arrears, no access. Card left.", "", "P. Dunmore"),
    (date(2026, 6, 12), time(10, 15), "Repairs system, job 40817", "Leanne reported a broken catch on the bedroom window. At the visit Maisie was seen playing under it.", "Repair ordered, 28 days", "P. Dunmore"),
    (46209, "", "E-mail to contractor", "Housing officer asked when the window catch would be mended. No answer.", "", "P. Dunmore"),
    ("early August 2026", "", "", "Asked a second time about the window catch. The contractor was waiting for a part.", "", "P. Dunmore"),
    (date(2026, 9, 16), time(13, 40), "Duty log", "Maisie fell from the second floor bedroom window and was taken by ambulance with an injury to the right leg. Den Bowyer was asleep in the flat.", "Told the council's duty team", "S. Oyelaran"),
    ("31/09/2026", "", "Repairs system, job 41902", "Window mended. The other 46 flats are to be looked at.", "", "S. Oyelaran"),
)  # fmt: skip

VALE: tuple[tuple[str, ...], ...] = (
    ("Date/Time", "Record", "Event", "Outcome", "Child seen?", "Recorded by", "Date recorded"),
    ("Tuesday 6 May 2025 at 2pm", "Conference minutes", "Initial child protection conference. Plans for neglect were made for Maisie and Kian.", "Core group to meet every six weeks", "N", "Health visitor", "7/5/25"),
    ("12/6/25", "Health visitor record", "Home visit. Maisie seen and weighed: 12.1 kg. Kian seen after school.", "", "Y", "Health visitor", "12/6/25"),
    ("2025 Q3", "Dental service", "Kian was not brought to two dental appointments.", "Discharged", "N", "Dental reception", ""),
    ("14/10/25", "Core group record", "Core group held at the school; Leanne Tennant and the social worker came. Maisie and Kian seen. Nothing is different for the children since the last one.", "", "Y", "Health visitor", "14/10/25"),
    ("4/2/26", "Conference minutes", "Review conference: the child protection plan ended. The school was informed of the end of the plan by letter.", "Child in need plan", "N", "Health visitor", "16/2/26"),
    ("after school on 17/3/26", "Health visitor record", "Home visit. Maisie and Kian seen. Uncle Den was there and made the tea. Clearly he is no worry.", "", "Y", "Health visitor", "17/3/26"),
    ("c. April 2026", "Health visitor record", "Met Den Bowyer again in the street; he was alone.", "", "N", "Health visitor", ""),
    ("Monday 16 September 2026 at 1.55pm", "Emergency department record", "Maisie brought in by ambulance after a fall from a second floor bedroom window, with an injury to the left leg. Two operations.", "Admitted", "Y", "Emergency department", "16/9/26"),
    ("5/10/26", "Ward record", "Maisie seen on the ward with her social worker. She asks for her scooter.", "", "Y", "Ward sister", "5/10/26"),
)  # fmt: skip

ACADEMY: tuple[tuple[str, ...], ...] = (
    ("When", "Time", "System", "Details", "Pupil", "Child seen?", "Entered by", "Date entered"),
    ("05/13/2025", "09:10", "Safeguarding log", "Designated lead told of the plan for Kian.", "Kian Tennant", "N", "R. Achterberg", "05/13/2025"),
    ("10/14/2025", "14:00", "Safeguarding log", "Core group held at the school with Leanne Tennant and the social worker. Kian and Maisie seen. Nothing is different for the children.", "Kian Tennant", "Y", "R. Achterberg", "10/15/2025"),
    ("02/04/2026", "", "Safeguarding log", "Review conference: school not informed of the end of the child protection plan, and no letter came.", "Kian Tennant", "N", "R. Achterberg", "09/21/2026"),
    ("03/26/2026", "", "Attendance", "Kian in school every day of the term.", "Kian Tennant", "Y", "Office", "03/26/2026"),
    ("09/03/2026", "12:20", "Note of the dinner hall", "K.T. told a dinner lady that he had tied the window up with a sock.", "Kian Tennant", "Y", "M. Prout", "09/03/2026"),
    ("", "13:05", "Office book", "The dinner lady told the office. A message was left for the designated lead.", "Kian Tennant", "N", "Office", "09/03/2026"),
    ("09/17/2026", "08:45", "", "=\"Kian absent: grandmother telephoned\"", "Kian Tennant", "N", "Office", "09/17/2026"),
)  # fmt: skip


def main() -> None:
    """Write the three files."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "westmere-homes-chronology.xlsx").write_bytes(workbook())
    (FOLDER / "alder-health-final.docx").write_bytes(word())
    (FOLDER / "academy-export.csv").write_bytes(comma())


def workbook() -> bytes:
    """A title over merged cells, a head of two rows, days as dates, a number, words and a slip; a hidden sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "dd/mm/yyyy"}) as book:
        book.set_properties({"created": MADE.replace(tzinfo=None), "author": "Westmere Homes"})
        sheet, hours = book.add_worksheet("Alder"), book.add_format({"num_format": "hh:mm"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet.set_column(0, 1, 16)
        sheet.set_column(2, 5, 36, wrapped)
        sheet.merge_range("A1:F1", "Chronology of Westmere Homes", book.add_format({"bold": True}))
        sheet.merge_range("A3:B3", "Event")
        sheet.write_row(
            "A4", ["Date", "Time", "Source of information", "What happened", "Action taken", "Officer"]
        )
        for at, (day, clock, *words) in enumerate(HOMES, 4):
            sheet.write_datetime(at, 0, day) if isinstance(day, date) else sheet.write(at, 0, day)
            sheet.write_datetime(at, 1, clock, hours) if isinstance(clock, time) else sheet.write(
                at, 1, clock
            )
            sheet.write_row(at, 2, words)
        hidden = book.add_worksheet("Working notes")
        hidden.write("A1", "Ask the contractor for the job sheet")
        hidden.hide()
    return out.getvalue()


def word() -> bytes:
    """A table under a heading that says whose it is."""
    file = docx.Document()
    file.core_properties.created = file.core_properties.modified = MADE.replace(tzinfo=None)
    file.core_properties.author = "Vale NHS Trust"
    file.add_heading("Chronology of Vale NHS Trust", 1)
    file.add_paragraph("Health visiting, school nursing, the emergency department and the ward.")
    table = file.add_table(rows=0, cols=len(VALE[0]))
    table.style = "Table Grid"
    for row in VALE:
        for cell, said in zip(table.add_row().cells, row, strict=True):
            cell.text = said
    out = io.BytesIO()
    file.save(out)
    return _undated(out.getvalue())


def _undated(data: bytes) -> bytes:
    """The same archive with one moment for all its members, so that making it twice gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in given.infolist():
            info = zipfile.ZipInfo(member.filename, (2026, 10, 12, 9, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, given.read(member))
    return out.getvalue()


def comma() -> bytes:
    """An export with semicolons and the month first."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(ACADEMY)
    return out.getvalue().encode("utf-8-sig")


if __name__ == "__main__":
    main()
