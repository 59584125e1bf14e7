"""A merged chronology as JSON, CSV, an Excel workbook, or a document for Word and PDF; the same words in each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from heed.kit.chronology.types import Chronology, Difference, Duplicate, Entry, Gap, When
from heed.kit.chronology.when import dated, timed
from heed.kit.reading.grid import Fault
from heed.kit.writing.cells import harmless
from heed.kit.writing.types import Document, Grid, Paragraph, Part, Points

COLUMNS = (
    "Number", "Date", "Time", "Agency", "Source", "People", "Event", "Action", "Outcome", "Significance", "Comment",
    "Child seen", "Recorded by", "Recorded on", "Date as written", "File", "Row", "Also told by", "Differs from",
)  # fmt: skip
_WIDTHS = (8, 22, 14, 20, 28, 20, 60, 36, 30, 24, 24, 10, 18, 16, 20, 22, 6, 22, 12)
_COLOURS = (
    "D9E8F5",
    "FBE5D0",
    "DDEFD9",
    "F3DDEB",
    "FFF3C9",
    "E2DDF3",
    "D6EFEE",
    "F0E3D8",
    "E6E6E6",
    "E3F0C8",
)
"""An agency's colour; its name always stands beside it, for colour says nothing alone."""
_ORDER = (
    "Entries stand by the first day that they may mean. On one day: what surely was that day, by its time, then "
    "without a time; then what may have been that day; then longer times, the longest last. What has no date "
    "that can be understood stands at the end."
)
_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def as_json(found: Chronology) -> dict[str, Any]:
    """Everything, with entries named by their numbers and days as ISO 8601."""
    return {
        "entries": [_entry(each) for each in found.entries],
        "sightings": [
            {"child": each.child, "times": each.times, "first": _day(each.first), "last": _day(each.last)}
            for each in found.sighted
        ],
        "gaps": [_gap(each) for each in found.gaps if not each.agency],
        "silences": [_gap(each) for each in found.gaps if each.agency],
        "differing": [_difference(found, each) for each in found.differences],
        "duplicates": [_duplicate(found, each) for each in found.duplicates],
        "files": [
            {
                "file": table.file,
                "agency": table.agency,
                "entries": len(table.entries),
                "columns": dict(table.columns),
                "errors": [_fault(table.file, each) for each in table.faults],
                "notes": [_fault(table.file, each) for each in table.notes],
            }
            for table in found.tables
        ],
        "left_out_as_sent_twice": found.sent_twice,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry(entry: Entry) -> dict[str, Any]:
    texts = (
        "source",
        "people",
        "event",
        "action",
        "outcome",
        "significance",
        "comment",
        "child_seen",
        "recorded_by",
    )
    return {
        "number": entry.number,
        "agency": entry.agency,
        **_when(entry.when),
        "date_as_written": entry.written,
        **{name: getattr(entry, name) for name in texts if getattr(entry, name)},
        "recorded_on": _when(entry.recorded_on)["earliest"],
        "recorded_days_after": entry.recorded_after,
        **({"other_columns": dict(entry.more)} if entry.more else {}),
        "file": entry.file,
        "row": entry.row,
    }


def _when(when: When | None) -> dict[str, Any]:
    if when is None:
        return {"date": None, "earliest": None, "latest": None, "time": None, "uncertain": True}
    return {
        "date": dated(when),
        "earliest": when.earliest.isoformat(),
        "latest": when.latest.isoformat(),
        "time": timed(when) or None,
        "uncertain": not when.is_sure,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        **({"agency": gap.agency} if gap.agency else {"child": gap.child or None}),
        "from": gap.first.isoformat(),
        "to": gap.last.isoformat(),
        "days": gap.days,
        "after_entry": gap.after,
        "before_entry": gap.before,
    }


def _difference(found: Chronology, each: Difference) -> dict[str, Any]:
    return {
        "entries": [each.one, each.other],
        "agencies": [found.entry(each.one).agency, found.entry(each.other).agency],
        "what": each.what,
        "says": [each.one_says, each.other_says],
    }


def _duplicate(found: Chronology, each: Duplicate) -> dict[str, Any]:
    return {
        "entries": list(each.numbers),
        "agencies": list(each.agencies),
        "likeness": each.likeness,
        "recorded": [
            {
                "agency": entry.agency,
                "by": entry.recorded_by or None,
                "on": _when(entry.recorded_on)["earliest"],
            }
            for entry in map(found.entry, each.numbers)
        ],
    }


def _fault(file: str, fault: Fault) -> dict[str, Any]:
    return {"file": file, "row": fault.row or None, "column": fault.column or None, "message": fault.sentence}


def rows(found: Chronology) -> Iterator[list[str]]:
    """A row for each entry, in `COLUMNS`."""
    told: dict[int, list[str]] = {}
    for duplicate in found.duplicates:
        for number in duplicate.numbers:
            told[number] = [
                f"{each} ({found.entry(each).agency})" for each in duplicate.numbers if each != number
            ]
    differs: dict[int, list[str]] = {}
    for each in found.differences:
        differs.setdefault(each.one, []).append(str(each.other))
        differs.setdefault(each.other, []).append(str(each.one))
    for entry in found.entries:
        yield [
            str(entry.number), dated(entry.when) or "No date", timed(entry.when), entry.agency, entry.full_source,
            entry.people, entry.event, entry.action, entry.outcome, entry.significance, _comment(entry),
            entry.child_seen, entry.recorded_by, dated(entry.recorded_on), entry.written, entry.file, str(entry.row),
            ", ".join(told.get(entry.number, ())), ", ".join(differs.get(entry.number, ())),
        ]  # fmt: skip


def _comment(entry: Entry) -> str:
    more = [f"{head}: {words}" for head, words in entry.more.items()]
    note = [entry.when.note] if entry.when and entry.when.note else []
    return "\n".join(filter(None, [entry.comment, *more, *note]))


def as_csv(found: Chronology) -> bytes:
    """The entries, safe against formulas; with a mark that Excel knows UTF-8 by."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([[harmless(cell) for cell in row] for row in rows(found)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_workbook(found: Chronology) -> bytes:
    """Sheets for the chronology (a colour for each agency, filters, head kept in sight), and for what it shows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**_NO_FORMULAS, "in_memory": True}) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#14242B", "font_color": "#FFFFFF", "text_wrap": True}
        )
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        agencies = sorted({entry.agency for entry in found.entries})
        coloured = {
            agency: book.add_format(
                {"valign": "top", "text_wrap": True, "bg_color": f"#{_COLOURS[at % len(_COLOURS)]}"}
            )
            for at, agency in enumerate(agencies)
        }
        sheet = _sheet(book, "Chronology", COLUMNS, _WIDTHS, head)
        for place, row in enumerate(rows(found), 1):
            sheet.write_row(place, 0, row, plain)
            sheet.write_string(place, 3, row[3], coloured[row[3]])
        sheet.autofilter(0, 0, max(1, len(found.entries)), len(COLUMNS) - 1)
        for name, columns, lines in tables_of(found):
            sheet = _sheet(book, name, columns, (24,) * len(columns), head)
            for place, line in enumerate(lines, 1):
                sheet.write_row(place, 0, line, plain)
    return out.getvalue()


def _sheet(book: Any, name: str, columns: Sequence[str], widths: Sequence[int], head: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, columns, head)
    sheet.freeze_panes(1, 0)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    return sheet


def tables_of(found: Chronology) -> Iterator[tuple[str, Sequence[str], list[list[str]]]]:
    """What the whole shows, each as a name, its columns and its rows."""
    of = found.entry
    if found.sighted:
        yield "Recorded sightings", ("Whose", "How often", "First", "Last", "The whole ends"), [
            [
                each.child or "Any child",
                str(each.times),
                *(f"{day:%-d %B %Y}" if day else "never" for day in (each.first, each.last)),
                f"{each.until:%-d %B %Y}" if each.until else "",
            ]
            for each in found.sighted
        ]  # fmt: skip
    yield "Gaps", ("Whose", "From", "To", "Days", "Between entries"), [
        [
            each.agency and f"Nothing from {each.agency}" or f"No recorded sighting of {each.child or 'a child'}",
            f"{each.first:%-d %B %Y}", f"{each.last:%-d %B %Y}", str(each.days), f"{each.after} and {each.before}",
        ]
        for each in found.gaps
    ]  # fmt: skip
    yield "Records that differ", ("In what", "Entry", "Says", "Entry", "Says"), [
        [
            each.what.capitalize(),
            f"{each.one} ({of(each.one).agency})", each.one_says,
            f"{each.other} ({of(each.other).agency})", each.other_says,
        ]
        for each in found.differences
    ]  # fmt: skip
    yield "Told by several", ("Entries", "Agencies", "Recorded", "Event"), [
        [
            ", ".join(map(str, each.numbers)), ", ".join(each.agencies),
            "; ".join(_recorded(of(number)) for number in each.numbers), of(each.numbers[0]).event,
        ]
        for each in found.duplicates
    ]  # fmt: skip
    yield (
        "To mend",
        ("File", "Row", "Column", "What"),
        [
            [table.file, str(fault.row or ""), fault.column, fault.sentence]
            for table in found.tables
            for fault in (*table.faults, *table.notes)
        ],
    )


def _recorded(entry: Entry) -> str:
    by = f" by {entry.recorded_by}" if entry.recorded_by else ""
    on = f" on {dated(entry.recorded_on)}" if entry.recorded_on else ""
    return f"{entry.agency}{by}{on}" if by or on else f"{entry.agency}: not said when"


def as_document(found: Chronology, *, title: str = "Joint chronology") -> Document:
    """For `to_word` and `to_pdf`: the chronology as a table, then what it shows."""
    grid = Grid(
        "Entries in order",
        ("No.", "Date", "Agency and source", "Event", "Action and outcome"),
        [
            [
                str(entry.number), "\n".join(filter(None, [dated(entry.when) or "No date", timed(entry.when)])),
                entry.full_source or entry.agency, "\n".join(filter(None, [entry.event, entry.people])),
                "\n".join(filter(None, [entry.action, entry.outcome])),
            ]
            for entry in found.entries
        ],
        widths=(5, 14, 20, 36, 25),
    )  # fmt: skip
    shows = [
        Part(name, [Grid(name, columns, lines)] if lines else [Paragraph("None was found.")])
        for name, columns, lines in tables_of(found)
    ]
    agencies: Mapping[str, int] = {
        agency: sum(entry.agency == agency for entry in found.entries)
        for agency in sorted({entry.agency for entry in found.entries})
    }
    return Document(
        title,
        [
            Part("Agencies", [Points([f"{agency}: {count} entries" for agency, count in agencies.items()])]),
            Part("Chronology", [Paragraph(_ORDER), grid]),
            *shows,
        ],
        foot=title,
    )
