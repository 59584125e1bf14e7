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
_SERIAL = re.compile(r"([2-6]\d{4})(?:\.(\d+))?")
_DAY_ZERO = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
"""From which spreadsheets count days, in the two systems they have."""
_EARLIEST_SHORT = 40
"""Of years written in two figures: from 40 they are of the last century, before it of this one. Plans name years to
come and chronologies years when grandparents were born; one rule has to do for both."""
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
    if counted := counted_day(said):
        return _no(f"{said} is a number and not a date; write it as {counted[0]:%-d %B %Y}")
    if shown := _MONTH.fullmatch(said):
        said = f"{shown[1]} {full_year(shown[2])}"
    days = days_of(said)
    if days.earliest is not None:
        return days, ""
    return _no(f"“{said[:60]}” is not a date; {_EXAMPLE}")


def counted_day(said: str, epoch: int = 1900) -> tuple[date, int] | None:
    """The day, and minutes after midnight, of a bare number that counts days as spreadsheets do, from 1900 or from
    1904; None for others."""
    found = _SERIAL.fullmatch(said)
    if not found:
        return None
    minutes = round(float(f"0.{found[2] or 0}") * 24 * 60)
    return _DAY_ZERO[epoch] + timedelta(days=int(found[1])), min(minutes, 24 * 60 - 1)


def full_year(figures: str) -> int:
    """A year of two figures or four."""
    if len(figures) == 4:
        return int(figures)
    return (2000 if int(figures) < _EARLIEST_SHORT else 1900) + int(figures)


def _no(sentence: str) -> tuple[Days, str]:
    return Days(), sentence


def _parts(said: str) -> tuple[int, int, int] | None:
    """Day, month and year of a date in figures, or in figures with a month's name."""
    if found := _ISO.fullmatch(said):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _NUMERIC.fullmatch(said):
        return int(found[1]), int(found[2]), full_year(found[3])
    found = _NAMED.fullmatch(said)
    if found and found[2].lower() in MONTHS:
        return int(found[1]), MONTHS[found[2].lower()], full_year(found[3])
    return None
