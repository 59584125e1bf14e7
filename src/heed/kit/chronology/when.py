"""Dates as agencies write them: "?", "early March 2011", "2011 Q2", "after school on 3/4/11", 1430 hrs, from and to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from heed.kit.chronology.rules import pattern, rules
from heed.kit.chronology.types import When
from heed.kit.dates.cells import counted_day, full_year
from heed.kit.dates.find import find_dates
from heed.kit.dates.ranges import LATEST_YEAR, MONTHS
from heed.kit.words import phrases, plain

_EXAMPLE = "write it as 3 April 2011, or as “early April 2011” where the day is not known"
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)?\d\d)(?![\d/-])")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?)?")
_SHORT_YEAR = re.compile(
    r"\b(\d{1,2}(?:st|nd|rd|th)?[ -]?[A-Za-z]{3,9}|[A-Za-z]{3,9})[ '.-]{1,2}(\d\d)(?!\d|:|\.\d|\s?(?:am|pm))"
)
_SPELT = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]([A-Za-z]{3,9})\.?[ .-]((?:19|20)?\d\d)")
_HYPHENED = re.compile(r"\b(\d{1,2})-([A-Za-z]{3,9})-((?:19|20)?\d\d)(?![\d:])")
_SPELT_DAYS = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th)? ?(?:-|/|to|or|and|&) ?(\d{1,2})(?:st|nd|rd|th)?(?= [A-Za-z]{3,9}\b)"
)
_BASIC = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_DAYS_IN_FIGURES = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?:-|to|and|&)\s?(\d{1,2}[/.]\d{1,2}[/.](?:\d\d){1,2})"
)
_YEAR_QUARTER = re.compile(r"\b((?:19|20)\d\d)[ ,/-]*q(?:uarter )?\s?([1-4])\b", re.IGNORECASE)
_WEEK = re.compile(r"\b(?:w/c|wk/c|w/b|week (?:commencing|beginning|of)|during the week of)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|r|ur)?(?:day)?\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART_OF_DAY = re.compile(r"0?\.\d+")
_CLOCK = re.compile(
    r"(?<![\d/.])(?:(?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?\s?(?P<half>[ap]\.?m\b)?"
    r"|(?P<on_hour>\d{1,2})\s?(?P<on_half>[ap]\.?m\b)"
    r"|(?P<four>[0-2]\d[0-5]\d)\s?(?:h(?:ou)?rs?|h)\b)",
    re.IGNORECASE,
)
_FROM_HOUR = re.compile(
    r"(?<![\d/.:-])(\d{1,2})\s?(?:-|to)\s?(?=\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b)", re.IGNORECASE
)
_BARE_CLOCK = re.compile(r"\s*([01]?\d|2[0-3])[:.]?([0-5]\d)(?::[0-5]\d)?\s*")
_TO = re.compile(r"\s*(?:-|to|until|till|and)\s*", re.IGNORECASE)
_UNSURE = re.compile(r"\?")
_HALF = 12 * 60


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of a cell: the days, or the sentence that says how to mend it; and one for a time of day in the
    cell beside it that is none."""

    when: When | None
    fault: str = ""
    time_fault: str = ""


@lru_cache(maxsize=200_000)
def read_when(words: str, time: str = "", *, month_first: bool = False, epoch: int = 0) -> Read:
    """The days and minutes that a row's date, and the cell beside it for its time, may mean.

    Days come before months unless `month_first`, as a whole file may be. `epoch` is 1900 or 1904 where the
    cell stands in a workbook: a bare number then counts days as it does. What names no day is a fault.
    """
    clock = " ".join(plain(time).split())
    at = _clock(clock, bare=True)
    read = _read_days(words, at, month_first=month_first, epoch=epoch)
    if at[0] is None and clock.strip(" ?-"):
        return replace(read, time_fault=f"“{clock[:40]}” is no time of day; write it as 14:30")
    return read


def _read_days(words: str, at: tuple[int | None, int | None], *, month_first: bool, epoch: int) -> Read:
    said = " ".join(plain(words).split())
    if not said:
        return Read(None, f"the date is missing; {_EXAMPLE}")
    if iso := _ISO.fullmatch(said) or _BASIC.fullmatch(said):
        return _iso(iso, words, at)
    if only := _FIGURES.fullmatch(said):  # as most are
        day = _of_figures(only, month_first)
        return Read(None, day) if isinstance(day, str) else Read(When(day, day, *at, words.strip()))
    if spelt := _spelt_day(said):
        return Read(When(spelt, spelt, *at, words.strip()))
    if counted := counted_day(said, epoch or 1900):
        return _counted(said, counted, words, at) if epoch else Read(None, _which_system(said))
    uncertain, rest = _without_doubt(said)
    days, rest, fault = _days(rest, month_first)
    if fault or days is None:
        return Read(None, fault or f"“{said[:60]}” names no day; {_EXAMPLE}")
    first, last = days
    begins, ends = at if at[0] is not None else _clock(rest)
    return Read(When(first, last, begins, ends, words.strip(), uncertain, _wrong_weekday(said, first, last)))


def reads_month_first(cells: list[str]) -> tuple[bool, int, int]:
    """Whether a file's dates in figures are American; how many can only be so, and how many only British."""
    american = british = 0
    for cell in cells:
        for one, two, _ in _FIGURES.findall(plain(cell)):
            american += int(one) <= 12 < int(two) <= 31
            british += int(two) <= 12 < int(one) <= 31
    return american > 0 and not british, american, british


def _iso(found: re.Match[str], words: str, at: tuple[int | None, int | None]) -> Read:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return Read(None, _no_such_day(words.strip(), int(found[3]), int(found[2]), int(found[1])))
    begins, ends = at
    hour, minute = found.groups()[3:] or ("", "")
    if begins is None and hour and minute and (hour, minute) != ("00", "00"):  # Excel gives a day midnight
        begins = ends = int(hour) * 60 + int(minute)
    return Read(When(day, day, begins, ends, words.strip()))


def _counted(said: str, counted: tuple[date, int], words: str, at: tuple[int | None, int | None]) -> Read:
    day, minutes = counted
    begins, ends = at if at[0] is not None else (minutes or None, minutes or None)
    note = f"{said} is a number; counting days as this workbook does it is {day:%-d %B %Y}"
    return Read(When(day, day, begins, ends, words.strip(), note=note))


def _which_system(said: str) -> str:
    days = [found[0] for epoch in (1900, 1904) if (found := counted_day(said, epoch))]
    return (
        f"{said} is a number and not a date; it may be {days[0]:%-d %B %Y} or, where days are counted from 1904, "
        f"{days[1]:%-d %B %Y}; write the day in words"
    )


def _without_doubt(said: str) -> tuple[bool, str]:
    doubtful = pattern("uncertain")
    rest = doubtful.sub(" ", _UNSURE.sub(" ", said))
    return rest != said, " ".join(rest.split())


def _days(said: str, month_first: bool) -> tuple[tuple[date, date] | None, str, str]:
    """First and last day, the words without them, and what is wrong."""
    of_week = _WEEK.search(said)
    said = _YEAR_QUARTER.sub(r"Q\2 \1", _DAYS_IN_FIGURES.sub(_spelt_range, said))
    said = _SPELT_DAYS.sub(r"\1-\2", _HYPHENED.sub(r"\1 \2 \3", said))
    in_figures = list(_FIGURES.finditer(said))
    spans = [found.span() for found in in_figures]
    found_days = []
    for found in in_figures:
        day = _of_figures(found, month_first)
        if isinstance(day, str):
            return None, said, day
        found_days.append((day, day))
    if not found_days:
        spelt = (
            _SHORT_YEAR.sub(lambda each: f"{each[1]} {full_year(each[2])}", said)
            if not re.search(r"\d{4}", said)
            else said
        )
        said = spelt
        for each in find_dates(spelt):
            if each.days.earliest is None or each.days.latest is None:
                return None, said, f"“{each.text}”: {each.days.note}; {_EXAMPLE}" if each.days.note else ""
            found_days.append((each.days.earliest, each.days.latest))
            spans.append((each.start, each.end))
    if not found_days:
        return None, said, ""
    first, last = min(each[0] for each in found_days), max(each[1] for each in found_days)
    if len(found_days) > 1 and found_days != sorted(found_days):
        return None, said, f"“{said[:60]}”: the days are not in order"
    if last.year > LATEST_YEAR:
        return None, said, f"“{said[:60]}”: there is no such year here"
    if of_week and first == last:
        last = first + timedelta(days=6)
    return (first, last), _cut(said, spans), ""


def _of_figures(found: re.Match[str], month_first: bool) -> date | str:
    """The day, or the sentence that says why there is none."""
    one, two, year = int(found[1]), int(found[2]), full_year(found[3])
    day, month = (two, one) if month_first else (one, two)
    try:
        return date(year, month, day)
    except ValueError:
        return _no_such_day(found.group(), day, month, year)


def _spelt_day(said: str) -> date | None:
    """The day of "4 March 2011" or "04-Mar-11" and nothing else, read at once; None for all that needs a closer
    look."""
    found = _SPELT.fullmatch(said)
    month = MONTHS.get(found[2].lower()) if found else None
    if not (found and month):
        return None
    try:
        return date(full_year(found[3]), month, int(found[1]))
    except ValueError:
        return None


def _spelt_range(found: re.Match[str]) -> str:
    tail = re.sub(r"^\d{1,2}", found[1], found[2])
    return f"{tail} to {found[2]}"


def _cut(said: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        said = f"{said[:start]} ; {said[end:]}"
    return said


def _no_such_day(said: str, day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        return f"{said} is not a date: there is no month {month}; the day comes first, so {_EXAMPLE}"
    last = calendar.monthrange(year, month)[1]
    return f"{said} is not a date: {calendar.month_name[month]} {year} has {last} days; write the day that it was"


def _wrong_weekday(said: str, first: date, last: date) -> str:
    named = [each.lower()[:3] for each in _WEEKDAY.findall(said)]
    if first != last or len(named) != 1 or _WEEK.search(said):
        return ""
    really = first.weekday()
    if _WEEKDAYS.index(named[0]) == really:
        return ""
    return f"{first:%-d %B %Y} was a {calendar.day_name[really]}"


def _clock(said: str, *, bare: bool = False) -> tuple[int | None, int | None]:
    """The minutes between which; for one time both are it. `bare`: the words are a cell for times alone."""
    said = _UNSURE.sub("", said).strip(" ;")
    if not said:
        return None, None
    if bare and (only := _BARE_CLOCK.fullmatch(said)):
        return (int(only[1]) * 60 + int(only[2]),) * 2
    if bare and _PART_OF_DAY.fullmatch(said):  # as a workbook has it where the cell is not shown as a time
        return (round(float(said) * 24 * 60) % (24 * 60),) * 2
    if bare and (iso := _ISO.fullmatch(said)) and iso[4]:
        return (int(iso[4]) * 60 + int(iso[5]),) * 2
    said = _FROM_HOUR.sub(r"\1:00-", said)  # 10-11.30am
    found = list(_CLOCK.finditer(said))
    if found:
        times = [each for each in map(_minutes, found) if each is not None]
        if not times:
            return None, None
        if len(found) > 1 and _TO.fullmatch(said, found[0].end(), found[1].start()) and len(times) > 1:
            return _in_order(times[0], times[1], _half(found[0]))
        return times[0], times[0]
    for words, (begins, ends) in rules()["times"].items():
        if phrases([words]).search(said):
            return int(begins), int(ends)
    return None, None


def _in_order(begins: int, ends: int, half: str) -> tuple[int, int]:
    if begins > ends and not half and _HALF <= begins < _HALF + 60 and begins - _HALF <= ends:
        begins -= _HALF  # 12 to 1am
    elif begins > ends:
        ends = 2 * _HALF - 1  # past midnight: an entry tells of the day on which it began
    elif not half and ends >= _HALF and begins + _HALF <= ends:
        begins += _HALF  # 2 to 3pm
    return begins, ends


def _half(found: re.Match[str]) -> str:
    return (found["half"] or found["on_half"] or "").lower()[:1]


def _minutes(found: re.Match[str]) -> int | None:
    if found["four"]:
        hour, minute = int(found["four"][:2]), int(found["four"][2:])
    else:
        hour, minute = int(found["hour"] or found["on_hour"]), int(found["minute"] or 0)
    half = _half(found)
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if hour < 24 else None


def dated(when: When | None) -> str:
    """A date as a reader sees it: "4 March 2011", or "1 to 31 March 2011 (“March 2011”)"."""
    if when is None:
        return ""
    if when.is_day:
        day = f"{when.earliest:%-d %B %Y}"
    else:
        same_year, same_month = (
            when.earliest.year == when.latest.year,
            when.earliest.month == when.latest.month,
        )
        start = (
            f"{when.earliest:%-d}"
            if same_year and same_month
            else f"{when.earliest:%-d %B}"
            if same_year
            else f"{when.earliest:%-d %B %Y}"
        )
        day = f"{start} to {when.latest:%-d %B %Y}"
    return f"{day}?" if when.uncertain else day


def timed(when: When | None) -> str:
    """The time of day as a reader sees it: "10:30", or "15:00 to 18:00"."""
    if when is None or when.begins is None or when.ends is None:
        return ""
    begins, ends = (f"{each // 60:02}:{each % 60:02}" for each in (when.begins, when.ends))
    return begins if begins == ends else f"{begins} to {ends}"
