"""What somebody wrote into a cell that asks for a date: the days it may mean, or what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from heed.kit.dates.find import days_of
from heed.kit.dates.ranges import MONTHS, Days, last_day

_NUMERIC = re.compile(
    r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)?\d\d)(?:\s+\d{1,2}:\d\d(?::\d\d)?)?"
)
_ISO = re.compile(r"((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]+([A-Za-z]{3,9})\.?[\s.-]+((?:19|20)?\d\d)")
_MONTH = re.compile(r"([A-Za-z]{3,9})[ '.-](\d\d)")
"""As spreadsheets show a month: Jun-25."""
_SERIAL = re.compile(r"[2-6]\d{4}")
_FIRST_OF_SPREADSHEETS = date(1899, 12, 30)
"""From which spreadsheets count days."""
_EXAMPLE = "write it as 28 February 2025"


def days_in_cell(words: str) -> tuple[Days, str]:
    """The days that a cell's words may mean, and "" or a sentence that says what to write instead.

    Days come before months, as they are written here; where the words name no day that there is, the sentence
    offers the month's last one.
    """
    said = " ".join(words.split())
    parts = _parts(said)
    if parts:
        day, month, year = parts
        if not 1 <= month <= 12:
            return _no(f"{said} is not a date: there is no month {month}; the day comes first, so {_EXAMPLE}")
        last = last_day(year, month)
        if not 1 <= day <= last:
            return _no(f"{said} is not a date; write it as {date(year, month, last):%-d %B %Y}")
        return Days(date(year, month, day), date(year, month, day)), ""
    if _SERIAL.fullmatch(said):
        meant = _FIRST_OF_SPREADSHEETS + timedelta(days=int(said))
        return _no(f"{said} is a number and not a date; write it as {meant:%-d %B %Y}")
    if shown := _MONTH.fullmatch(said):
        said = f"{shown[1]} 20{shown[2]}"
    days = days_of(said)
    if days.earliest is not None:
        return days, ""
    return _no(f"“{said[:60]}” is not a date; {_EXAMPLE}")


def _no(sentence: str) -> tuple[Days, str]:
    return Days(), sentence


def _parts(said: str) -> tuple[int, int, int] | None:
    """Day, month and year of a date in figures, or in figures with a month's name."""
    if found := _ISO.fullmatch(said):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NUMERIC.fullmatch(said):
        return int(found[1]), int(found[2]), _year(found[3])
    found = _NAMED.fullmatch(said)
    if found and found[2].lower() in MONTHS:
        return int(found[1]), MONTHS[found[2].lower()], _year(found[3])
    return None


def _year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else 2000 + int(figures)
