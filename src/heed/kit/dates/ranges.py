"""Days from and to, and the calendar's facts: months, seasons, quarters, terms."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
# The first and last month of each season; winter runs into the next year.
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


@dataclass(frozen=True, slots=True)
class Days:
    """The first and last day that a phrase may mean; both None where it does not say, with the reason in `note`."""

    earliest: date | None = None
    latest: date | None = None
    note: str = ""


def day(year: int, month: int, number: int) -> Days:
    """One day; no days for a date that no calendar has."""
    if (
        not EARLIEST_YEAR <= year <= LATEST_YEAR
        or not 1 <= month <= 12
        or not 1 <= number <= last_day(year, month)
    ):
        return Days(note="there is no such day")
    only = date(year, month, number)
    return Days(only, only)


def months(year: int, first: int, last: int, last_year: int | None = None) -> Days:
    """From the first day of one month to the last day of another."""
    last_year = last_year or year
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and EARLIEST_YEAR <= last_year <= LATEST_YEAR):
        return Days(note="there is no such year here")
    return Days(date(year, first, 1), date(last_year, last, last_day(last_year, last)))


def season(name: str, year: int) -> Days:
    first, last = SEASONS[name]
    return months(year, first, last, year + 1 if last < first else year)


def last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def later(start: date, number: int, unit: str) -> date:
    """A day so many days, weeks, months or years after another (31 January and a month: the last of February)."""
    if unit == "day":
        return start + timedelta(days=number)
    if unit == "week":
        return start + timedelta(weeks=number)
    count = start.month - 1 + number * (12 if unit == "year" else 1)
    year, month = start.year + count // 12, count % 12 + 1
    return date(year, month, min(start.day, last_day(year, month)))
