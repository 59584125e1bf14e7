"""Clocks of requests, how easily guidance reads, when people are looked through again: values only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.kit.dates import Calendar, months_after
from heed.kit.words import sentences

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day to answer, and how it was found."""

    on: date
    because: str


def calendar(written: Mapping[str, Any], *, anywhere: bool) -> Calendar:
    """Working days with what `rules/working-days.yaml` says was proclaimed once."""
    return Calendar(
        anywhere=anywhere, added=frozenset(written["added"]), dropped=frozenset(written["dropped"])
    )


def due_of_request(
    rule: Mapping[str, Any], days: Mapping[str, Any], *, received: date, extended: bool
) -> Due:
    """When a request of this kind must be answered. `rule` and `days` are as the rule files have them.

    Months: the same date of a later month, moved to the next working day of England where it is none (the
    Information Commissioner's reading of article 12). Working days: those of section 10(6) of the Freedom of
    Information Act, the first being the day after the request came.
    """
    came = _day(received)
    if "months" in rule:
        months = rule["months"] + (rule["extension_months"] if extended else 0)
        plain = months_after(received, months)
        on = calendar(days, anywhere=False).this_or_next(plain)
        span = "one calendar month" if months == 1 else f"{months} calendar months"
        moved = f", moved from {_day(plain)}, which is no working day" if on != plain else ""
        return Due(on, f"{span} from {came}{moved}")
    number = rule["working_days"] + (rule["extension_working_days"] if extended else 0)
    worked = calendar(days, anywhere=True)
    on = worked.after(received, number)
    holidays = [
        day
        for day in (date.fromordinal(n) for n in range(received.toordinal() + 1, on.toordinal()))
        if day.weekday() < 5 and not worked.is_working(day)
    ]
    without = f", without {_listed(holidays)}" if holidays else ""
    return Due(on, f"{number} working days after {came}{without}")


def _listed(days: list[date]) -> str:
    noun = "the bank holiday" if len(days) == 1 else f"{len(days)} bank holidays:"
    return f"{noun} {', '.join(_day(day) for day in days)}"


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


@dataclass(frozen=True, slots=True)
class Readable:
    """How a text reads: its words, words in its longest sentence, and Flesch's reading ease (100 easy, 0 hard)."""

    words: int
    longest_sentence: int
    ease: int


def how_it_reads(text: str) -> Readable:
    """Flesch's formula (Journal of Applied Psychology 32, 1948): 206.835 - 1.015 words a sentence - 84.6 syllables
    a word. Syllables are groups of vowels, which is right for most English words and near for the rest."""
    lengths = [
        len(_WORD.findall(paragraph[start:end]))
        for paragraph in text.splitlines()
        if paragraph.strip()
        for start, end in sentences(paragraph)
    ]
    words = _WORD.findall(text)
    if not words:
        return Readable(0, 0, 100)
    syllables = sum(_syllables(word.casefold()) for word in words)
    ease = (
        206.835 - 1.015 * len(words) / max(len([n for n in lengths if n]), 1) - 84.6 * syllables / len(words)
    )
    return Readable(len(words), max(lengths, default=0), round(ease))


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(groups - silent, 1)


def what_is_hard(read: Readable, limits: Mapping[str, int]) -> list[str]:
    """Sentences about what makes guidance hard to use; nothing where it is short and plain."""
    said = []
    if read.words > limits["most_words"]:
        said.append(
            f"It has {read.words:,} words; guidance that is used has at most {limits['most_words']:,}."
        )
    if read.longest_sentence > limits["longest_sentence"]:
        said.append(
            f"Its longest sentence has {read.longest_sentence} words. Split what is over {limits['longest_sentence']}."
        )
    if read.ease < limits["least_reading_ease"]:
        said.append(f"Its reading ease is {read.ease} of 100: hard for most adults. Use shorter words.")
    return said
