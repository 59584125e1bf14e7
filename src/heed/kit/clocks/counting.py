"""Counting from a day to a deadline, and saying how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from heed.kit.clocks.types import Deadline, Timescale
from heed.kit.dates import Calendar, months_after

_DAY = timedelta(days=1)
_SATURDAY = 5


class OutsideCalendar(ValueError):
    """A day for which nobody has checked which days are worked."""

    def __init__(self, day: date, first: date, last: date):
        super().__init__(
            f"The working-day calendar is known from {_day(first)} to {_day(last)}. "
            f"This would need {_day(day)}, so no date is given."
        )


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar, and from when to when its bank holidays were checked against what was published."""

    calendar: Calendar
    first: date
    last: date

    def is_working(self, day: date) -> bool:
        if not self.first <= day <= self.last:
            raise OutsideCalendar(day, self.first, self.last)
        return self.calendar.is_working(day)


@dataclass(frozen=True, slots=True)
class Pause:
    """While this lasted nothing was counted: from its first day up to and without the day it ended, None: it lasts."""

    began_on: date
    reason: str
    ended_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.began_on <= day and (self.ended_on is None or day < self.ended_on)


def deadline(rule: Timescale, start: date, *, days: WorkingDays, pauses: Sequence[Pause] = ()) -> Deadline:
    """The last day by this rule for what began on `start`.

    Working days: the day itself is day 0, moved to the next working day where it is none; the day after is day 1.
    Months: the same date so many months on, or that month's last day; every paused day moves it by a day. While
    a pause lasts there is no last day.
    """
    counted = sorted(pauses, key=lambda each: each.began_on)
    counted_from = _day_zero(start, days) if rule.working_days else start
    open_one = next((each for each in counted if each.ended_on is None), None)
    on: date | None
    if rule.working_days:
        on, skipped, paused = _working(rule.working_days, counted_from, counted, days)
    else:
        skipped, (on, paused) = (), _months(rule.months, start, counted)
    if open_one and (on is None or open_one.began_on <= on):
        return Deadline(None, _because(rule, start, counted_from, None, (), counted, open_one), counted_from)
    because = _because(rule, start, counted_from, on, skipped, counted, None)
    return Deadline(on, because, counted_from, skipped, paused)


def _day_zero(start: date, days: WorkingDays) -> date:
    while not days.is_working(start):
        start += _DAY
    return start


def _working(
    number: int, start: date, pauses: Sequence[Pause], days: WorkingDays
) -> tuple[date | None, tuple[date, ...], int]:
    day, left, paused = start, number, 0
    skipped: list[date] = []
    while left:
        day += _DAY
        pausing = next((each for each in pauses if each.holds(day)), None)
        if pausing and pausing.ended_on is None:
            return None, (), paused
        if pausing:
            paused += 1
        elif days.is_working(day):
            left -= 1
        elif day.weekday() < _SATURDAY:
            skipped.append(day)
    return day, tuple(skipped), paused


def _months(number: int, start: date, pauses: Sequence[Pause]) -> tuple[date, int]:
    on, paused = months_after(start, number), 0
    day = start
    while day < on:
        day += _DAY
        if any(each.holds(day) and each.ended_on for each in pauses):
            on += _DAY
            paused += 1
    return on, paused


def _because(
    rule: Timescale,
    start: date,
    counted_from: date,
    on: date | None,
    skipped: Sequence[date],
    pauses: Sequence[Pause],
    lasting: Pause | None,
) -> str:
    began = f"{rule.span} from {_day(start)}, when {rule.starts}"
    if counted_from != start:
        began += f" (not a working day, so counted from {_day(counted_from)})"
    parts = [f"{began}: {_day(on)}." if on else f"{began}."]
    if skipped:
        noun = "the bank holiday" if len(skipped) == 1 else "the bank holidays"
        parts.append(f"Weekends and {noun} {_listed(skipped)} do not count.")
    elif rule.working_days and on:
        parts.append("Weekends do not count; no bank holiday fell within it.")
    for each in pauses:
        until = f"until {_day(each.ended_on)}" if each.ended_on else "and goes on"
        parts.append(f"Paused from {_day(each.began_on)} {until}: {each.reason.rstrip('.')}.")
    if lasting:
        parts.append("There is no last day while it is paused.")
    standard = f"{rule.edition} ({rule.source})" if rule.edition else f"a local standard ({rule.source})"
    checked = f", confirmed by {rule.confirmed_by}" if rule.confirmed_by else ", not confirmed by anybody yet"
    parts.append(f"Rule: {standard}{checked}.")
    return " ".join(parts)


def _listed(days: Sequence[date]) -> str:
    words = [_day(each) for each in days]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _day(value: date) -> str:
    return f"{value:%a} {value.day} {value:%B %Y}"
