"""Working days and bank holidays of the United Kingdom, and dates counted in them.

The rules are those of the Banking and Financial Dealings Act 1971 with its yearly substitutes: a bank holiday on a
weekend is kept on the next weekday that is not one already. Days that were moved or added once by proclamation are
no rule; whoever makes a calendar gives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

_DAY = timedelta(days=1)
_SATURDAY = 5
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. `anywhere` counts a bank holiday in any part of the United Kingdom, as the Freedom of
    Information Act does (section 10(6)); otherwise those of England and Wales. `added` and `dropped` are the
    days that were proclaimed, or moved away, once."""

    anywhere: bool = False
    added: frozenset[date] = field(default_factory=frozenset)
    dropped: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Neither a weekend nor a bank holiday."""
        return day.weekday() < _SATURDAY and not self.is_bank_holiday(day)

    def is_bank_holiday(self, day: date) -> bool:
        if day in self.added:
            return True
        return day in bank_holidays(day.year, anywhere=self.anywhere) and day not in self.dropped

    def this_or_next(self, day: date) -> date:
        """The day itself if it is worked, else the next that is."""
        while not self.is_working(day):
            day += _DAY
        return day

    def after(self, day: date, working_days: int) -> date:
        """The day on which so many working days have passed; the first counted is the day after `day`."""
        for _ in range(working_days):
            day = self.this_or_next(day + _DAY)
        return day


def months_after(day: date, months: int) -> date:
    """The same date some months on; the month's last day where it has no such date."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - _DAY).day
    return date(year, month, min(day.day, last))


@lru_cache(maxsize=256)
def bank_holidays(year: int, *, anywhere: bool = False) -> frozenset[date]:
    """The bank holidays of a year by rule: of England and Wales, or of any part of the United Kingdom."""
    return frozenset(_england_and_wales(year)) | (frozenset(_elsewhere(year)) if anywhere else frozenset())


def _england_and_wales(year: int) -> Iterator[date]:
    sunday = easter(year)
    yield from _on_weekdays(date(year, 1, 1))
    yield sunday - 2 * _DAY
    yield sunday + _DAY
    yield _first_monday(year, 5)
    yield _last_monday(year, 5)
    yield _last_monday(year, 8)
    yield from _on_weekdays(date(year, 12, 25), date(year, 12, 26))


def _elsewhere(year: int) -> Iterator[date]:
    """Scotland's and Northern Ireland's own."""
    yield from _on_weekdays(date(year, 1, 1), date(year, 1, 2))
    yield from _on_weekdays(date(year, 3, 17))
    yield from _on_weekdays(date(year, 7, 12))
    yield _first_monday(year, 8)
    yield from _on_weekdays(date(year, 11, 30))


def _on_weekdays(*days: date) -> Iterator[date]:
    """Each day, or the next weekday that none of the others takes."""
    taken = {day for day in days if day.weekday() < _SATURDAY}
    yield from taken
    for day in days:
        if day.weekday() < _SATURDAY:
            continue
        while day.weekday() >= _SATURDAY or day in taken:
            day += _DAY
        taken.add(day)
        yield day


def _first_monday(year: int, month: int) -> date:
    return date(year, month, 1) + (MONDAY - date(year, month, 1).weekday()) % 7 * _DAY


def _last_monday(year: int, month: int) -> date:
    """Of a month with 31 days."""
    last = date(year, month, 31)
    return last - (last.weekday() - MONDAY) % 7 * _DAY
