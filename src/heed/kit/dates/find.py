"""Printed dates: where they stand in a text and which days they may mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from heed.kit.dates.ranges import MONTHS, SEASONS, Days, day, last_day, later, months, season
from heed.kit.words import plain

_MONTH_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_MONTH_NAMES})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?,? )?"
_COUNT = "(?P<count>\\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen)"
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_WORDS = {"a": 1, "an": 1, "eighteen": 18} | {word: number for number, word in enumerate(_NUMBERS, 1)}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "last": 4,
    "final": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}


@dataclass(frozen=True, slots=True)
class Found:
    """A printed date: its place in the text, its words, and the days it may mean."""

    start: int
    end: int
    text: str
    days: Days


Reader = Callable[[re.Match[str], "date | None"], Days]


def _of_day(found: re.Match[str], on: date | None) -> Days:
    return day(int(found["year"]), MONTHS[found["month"].lower()], int(found["day"]))


def _of_day_range(found: re.Match[str], on: date | None) -> Days:
    year, month = int(found["year"]), MONTHS[found["month"].lower()]
    first_month = MONTHS[found["first_month"].lower()] if found["first_month"] else month
    first_year = int(found["first_year"]) if found["first_year"] else year
    one, two = day(first_year, first_month, int(found["first"])), day(year, month, int(found["day"]))
    if one.earliest is None or two.latest is None or one.earliest > two.latest:
        return Days(note="the two days are not in order")
    return Days(one.earliest, two.latest)


def _of_month(found: re.Match[str], on: date | None) -> Days:
    year, month = int(found["year"]), MONTHS[found["month"].lower()]
    part = (found["part"] or "").lower()
    if part.startswith("early") or "beginning" in part or "start" in part:
        return Days(date(year, month, 1), date(year, month, 10))
    if part.startswith("mid"):
        return Days(date(year, month, 11), date(year, month, 20))
    if part.startswith("late"):
        return Days(date(year, month, 21), date(year, month, last_day(year, month)))
    if "end" in part:
        end = date(year, month, last_day(year, month))
        return Days(end, end)
    return months(year, month, month)


def _of_month_range(found: re.Match[str], on: date | None) -> Days:
    last_year, last = int(found["year"]), MONTHS[found["month"].lower()]
    first = MONTHS[found["first_month"].lower()]
    first_year = int(found["first_year"]) if found["first_year"] else last_year
    if (first_year, first) > (last_year, last):
        return Days(note="the two months are not in order")
    return months(first_year, first, last, last_year)


def _of_season(found: re.Match[str], on: date | None) -> Days:
    name, year = found["season"].lower(), int(found["year"])
    if found["term"]:
        return Days(note="terms differ from area to area")
    if found["second"]:
        return _joined(season(name, year), season(name, year))
    return season(name, year)


def _of_quarter(found: re.Match[str], on: date | None) -> Days:
    if found["second_year"]:
        return _financial(int(found["year"]), found["second_year"], _quarter(found))
    if found["calendar_year"] is None and found["of"]:
        return Days(note="a quarter of which year is not said")
    number = _quarter(found)
    return months(int(found["year"]), number * 3 - 2, number * 3)


def _quarter(found: re.Match[str]) -> int:
    return int(found["quarter"]) if found["quarter"].isdigit() else _ORDINALS[found["quarter"].lower()]


def _of_years(found: re.Match[str], on: date | None) -> Days:
    return _financial(int(found["year"]), found["second_year"], None)


def _financial(year: int, second: str, quarter: int | None) -> Days:
    """A year written over two, such as 2019/20: April to March, as councils, health and schools' funding count."""
    full = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    if full != year + 1:
        return Days(note="the two years do not follow one another")
    if quarter is None:
        return Days(date(year, 4, 1), date(full, 3, 31))
    first = quarter * 3 + 1
    return months(year, first, first + 2) if first <= 10 else months(full, 1, 3)


def _of_year(found: re.Match[str], on: date | None) -> Days:
    year = int(found["year"])
    part = (found["part"] or "").lower()
    if "end" in part:
        return months(year, 12, 12)
    if part.startswith("early") or "beginning" in part or "start" in part:
        return months(year, 1, 3)
    if part.startswith("mid"):
        return months(year, 5, 8)
    if part.startswith("late"):
        return months(year, 10, 12)
    return months(year, 1, 12)


def _of_year_range(found: re.Match[str], on: date | None) -> Days:
    first, last = int(found["first_year"]), int(found["year"])
    return months(first, 1, 12, last) if first < last else Days(note="the two years are not in order")


def _of_within(found: re.Match[str], on: date | None) -> Days:
    if on is None:
        return Days(note="counted from a day that is not known")
    number = _number(found["count"])
    return Days(on, later(on, number, found["unit"].lower()))


def _of_iso(found: re.Match[str], on: date | None) -> Days:
    return day(int(found["year"]), int(found["month"]), int(found["day"]))


def _of_slashes(found: re.Match[str], on: date | None) -> Days:
    year = int(found["year"])
    return day(year if year > 99 else 2000 + year, int(found["month"]), int(found["day"]))


def _of_slashed_month(found: re.Match[str], on: date | None) -> Days:
    month = int(found["month"])
    return (
        months(int(found["year"]), month, month) if 1 <= month <= 12 else Days(note="there is no such month")
    )


def _of_next(found: re.Match[str], on: date | None) -> Days:
    if on is None:
        return Days(note="counted from a day that is not known")
    unit = found["unit"].lower()
    if unit == "year":
        return months(on.year + 1, 1, 12)
    if unit == "month":
        first = later(date(on.year, on.month, 1), 1, "month")
        return months(first.year, first.month, first.month)
    start = on - timedelta(days=on.weekday()) + timedelta(weeks=1)
    return Days(start, start + timedelta(days=6))


def _of_repeats(found: re.Match[str], on: date | None) -> Days:
    word = found.group().lower()
    note = "twice a year or every second year: ask" if word.startswith("bi") else "it comes again and again"
    return Days(note=note)


_BEFORE_YEAR = re.compile(
    r"\b(?:in|by|during|since|of|until|from|to|after|before|between|and|summer|winter)\s+$", re.IGNORECASE
)


def _is_year(flat: str, found: re.Match[str]) -> bool:
    """Whether four digits are a year on their own: after a word of time, or alone."""
    return bool(
        found["part"]
        or _BEFORE_YEAR.search(flat, max(0, found.start() - 12), found.start())
        or found.group() == flat.strip()
    )


def _joined(one: Days, other: Days) -> Days:
    return Days(one.earliest, other.latest)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _WORDS[text.lower()]


_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:end|beginning|start) of)[- ](?:the )?)?"
_PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = tuple(
    (re.compile(rf"(?<![\w/.-])(?:{body.replace(' ', chr(92) + 's')})(?![\w/])", re.IGNORECASE), reader)
    for body, reader in (
        (
            rf"(?P<first>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<first_month>{_MONTH_NAMES})(?: "
            rf"(?P<first_year>(?:19|20)\d\d))?)? ?(?:-|to|and) ?{_WEEKDAY}{_DAY}(?: "
            rf"day)? ?(?:of )?{_MONTH},? {_YEAR}",
            _of_day_range,
        ),
        (rf"{_WEEKDAY}(?:the )?{_DAY} ?(?:day )?(?:of )?{_MONTH},? {_YEAR}", _of_day),
        (rf"{_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}", _of_day),
        (
            rf"(?P<first_month>{_MONTH_NAMES})(?: (?P<first_year>(?:19|20)\d\d))? ?(?:-|to|/|and) ?{_MONTH} {_YEAR}",
            _of_month_range,
        ),
        (rf"{_PART}{_MONTH},? ?{_YEAR}", _of_month),
        (
            rf"(?P<season>{'|'.join(SEASONS)})(?P<term> terms?)?(?: of)?,? {_YEAR}(?P<second>/\d\d)?",
            _of_season,
        ),
        (r"(?P<year>(?:19|20)\d\d)-(?P<month>\d{2})-(?P<day>\d{2})", _of_iso),
        (r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>(?:19|20)\d\d|\d\d)", _of_slashes),
        (r"(?P<month>\d{1,2})/(?P<year>20\d\d)", _of_slashed_month),
        (
            r"(?P<of>)(?:q|quarter )(?P<quarter>[1-4])(?: of)?,? (?P<calendar_year>(?P<year>(?:19|"
            r"20)\d\d))(?:[/-](?P<second_year>\d{2,4}))?",
            _of_quarter,
        ),
        (
            r"(?P<of>)(?:the )?(?P<quarter>first|second|third|fourth|last|final|"
            r"1st|2nd|3rd|4th) quarter(?: of)?,? (?P<calendar_year>(?P<year>(?:19|"
            r"20)\d\d))(?:[/-](?P<second_year>\d{2,4}))?",
            _of_quarter,
        ),
        (r"(?P<year>(?:19|20)\d\d) ?[/-] ?(?P<second_year>(?:20)?\d\d)", _of_years),
        (
            rf"within (?:the )?(?:next |following )?{_COUNT} (?P<unit>day|week|month|"
            rf"year)s?(?! of\b| after\b| from (?!the date of this))",
            _of_within,
        ),
        (rf"in (?:the )?(?:next|following|coming) {_COUNT} (?P<unit>day|week|month|year)s?", _of_within),
        (r"next (?P<unit>week|month|year)", _of_next),
        (
            r"bi-?annual(?:ly)?|bi-?monthly|bi-?weekly|weekly|fortnightly|monthly|"
            r"quarterly|(?:six|three|two|four)[- ]monthly|annually|termly",
            _of_repeats,
        ),
        (rf"(?P<first_year>(?:19|20)\d\d) ?(?:-|to|and) ?{_YEAR}", _of_year_range),
        (rf"{_PART}{_YEAR}", _of_year),
    )
)


_DIGIT = re.compile(r"\d")
_WITHOUT_DIGITS = (_of_within, _of_next, _of_repeats)


def find_dates(text: str, on: date | None = None) -> list[Found]:
    """The printed dates of a text in reading order; `on` is the document's own date, for "within four months"."""
    flat = plain(text)
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    numbered = _DIGIT.search(flat) is not None
    for pattern, reader in _PATTERNS:
        if not numbered and reader not in _WITHOUT_DIGITS:
            continue
        for match in pattern.finditer(flat):
            start, end = match.span()
            if any(start < stop and begin < end for begin, stop in taken):
                continue
            if reader is _of_year and not _is_year(flat, match):
                continue
            taken.append((start, end))
            found.append(Found(start, end, text[start:end], reader(match, on)))
    return sorted(found, key=lambda one: one.start)


def days_of(phrase: str, on: date | None = None) -> Days:
    """The days that one phrase may mean ("by the end of March 2024", "autumn 2020").

    No days where it names none or several. "By" and "before" leave the earliest day as it is printed:
    the phrase tells when a thing is due, not from when it may be done.
    """
    found = find_dates(phrase.strip(), on)
    if not found:
        whole = re.fullmatch(r"\s*(?:in |by |during )?((?:19|20)\d\d)\s*", plain(phrase))
        return months(int(whole.group(1)), 1, 12) if whole else Days(note="no date in these words")
    if len(found) == 1:
        return found[0].days
    known = [one for one in found if one.days.earliest is not None]
    if len(known) == 1:
        return known[0].days
    return Days(note="more than one date")
