"""Days and ages: what is exact is proposed as a month, a year or a band."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heed.kit.dates import find_dates
from heed.kit.dates.ranges import MONTHS
from heed.kit.disclosure.numbers import Spotted
from heed.kit.disclosure.rules import Rules
from heed.kit.disclosure.types import Act, Kind

_BORN = re.compile(
    r"(?:\bborn\b|\bd\.?\s?o\.?\s?b\b\.?|\bdate of birth\b|\bbirth ?date\b|\bbirthday\b|\bbirth\b)[^.;]{0,25}$",
    re.IGNORECASE,
)
_WHOLE = "|".join(sorted((each for each in MONTHS if len(each) > 2), key=len, reverse=True))
_NO_YEAR = re.compile(
    rf"(?<![\w/.-])(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_WHOLE})\b(?!\.?,? ?\d)|"
    rf"(?<!\w)({_WHOLE}) (\d{{1,2}})(?:st|nd|rd|th)?(?![\d\w/])(?!,? \d{{4}})", re.IGNORECASE
)  # fmt: skip
_DASHED = re.compile(
    r"(?<![\w/.-])(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}((?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
)
_EIGHT = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_LONGEST_FIRST = "|".join(sorted(_ONES[1:], key=len, reverse=True))
_NUMBER = rf"(\d{{1,3}}|(?:{_TENS})(?:[- ](?:{'|'.join(_ONES[1:10])}))?|{_LONGEST_FIRST})"
_UNIT = r"(years?|yrs?|months?|mths?|weeks?|days?)"
_AGES = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\baged? (?:of )?(?:only |about |just )?{_NUMBER}(?: ?{_UNIT})?"
        r"(?: and [\w-]+ months?)?(?: old)?\b",
        rf"\b{_NUMBER}[- ]{_UNIT}(?: and [\w-]+ months)?[- ](?:old|of age)\b",
        rf"\b{_NUMBER} ?(y/?o|yr old|yo)\b",
        rf"\b(?:was|is|turned|turning|when) (?:only |just |nearly |almost )?{_NUMBER}"
        r"(?= (?:when|at the time|and (?:was|had|lived))|[,.;])",
    )
)  # fmt: skip
_OLDEST = 120


def spot_days(text: str, rules: Rules) -> Iterator[Spotted]:
    """Exact dates, dates of birth and ages in one piece of text."""
    taken: list[tuple[int, int]] = []
    for start, end, proposed in _days(text):
        if any(start < right and left < end for left, right in taken):
            continue
        taken.append((start, end))
        if _BORN.search(text, max(0, start - 50), start):
            year = proposed.rsplit(" ", 1)[-1]
            yield start, end, Kind.DATE_OF_BIRTH, "a date of birth", Act.GENERALISE, year
        else:
            yield start, end, Kind.DATE, "an exact day", Act.GENERALISE, proposed
    for pattern in _AGES:
        for found in pattern.finditer(text):
            start, end = found.span()
            if any(start < right and left < end for left, right in taken):
                continue
            if band := _band(found, rules):
                taken.append((start, end))
                yield start, end, Kind.AGE, "an age", Act.GENERALISE, band


def _days(text: str) -> Iterator[tuple[int, int, str]]:
    if not any(each.isdigit() for each in text):
        return
    for found in find_dates(text):
        days = found.days
        if days.earliest is not None and days.earliest == days.latest and re.search(r"\d", found.text):
            if re.match(r"(?:the )?end of", found.text, re.IGNORECASE):
                continue
            yield found.start, found.end, f"{days.earliest:%B %Y}"
        elif days.earliest is not None and days.latest is not None and re.match(r"\d{1,2}\D", found.text):
            if (days.latest - days.earliest).days > 27:  # from one day to another
                continue
            yield found.start, found.end, f"{days.earliest:%B %Y}"
    for match in _NO_YEAR.finditer(text):
        day, month = match[1] or match[4], match[2] or match[3]
        if 1 <= int(day) <= 31 and month[0].isupper():
            yield match.start(), match.end(), str(month)
    for match in (*_DASHED.finditer(text), *_EIGHT.finditer(text)):
        first, second, third = (int(each) for each in match.groups())
        month = second
        year = first if first > 31 else third
        if 1 <= month <= 12 and (first > 31 or 1 <= first <= 31):
            full = year if year > 99 else (2000 if year < 40 else 1900) + year
            name = next(
                each
                for each, number in MONTHS.items()
                if number == month and len(each) > 3 or number == 5 == month
            )
            yield match.start(), match.end(), f"{name.capitalize()} {full}"


def _band(found: re.Match[str], rules: Rules) -> str:
    number, unit = (
        _value(found[1]),
        (found[2] if found.lastindex and found.lastindex > 1 else None) or "years",
    )
    if number is None or number > _OLDEST and unit.lower().startswith("y"):
        return ""
    years = number if unit.lower().startswith("y") else 0 if unit[0].lower() in "wd" else number // 12
    return next((words for under, words in rules.bands if years < under), "")


def _value(words: str) -> int | None:
    said = words.lower()
    if said.isdigit():
        return int(said)
    if said in _ONES:
        return _ONES.index(said)
    tens, _, ones = said.replace("-", " ").partition(" ")
    names = _TENS.split("|")
    if tens not in names:
        return None
    return 20 + 10 * names.index(tens) + (_ONES.index(ones) if ones in _ONES else 0)
