"""Figures in running words, and whether they say out of how many and on which day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from heed.kit.dates import find_dates
from heed.kit.reading.rules import Rules, load_rules
from heed.kit.words import plain, sentences


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of people or cases, or a share ("437 attendees", "61%"); whether its sentence says what it is out of,
    and whether it says when it was counted."""

    words: str
    has_whole: bool
    has_day: bool


def counted(rules: Rules) -> re.Pattern[str]:
    """A number of people or cases, as a sentence has it."""
    nouns = "|".join(str(rules.get("warnings/words_after_number")).split())
    return re.compile(
        rf"\b(?:over |more than |about |around |nearly )?\d[\d,]* (?:\w+ ){{0,2}}?(?:{nouns})\b",
        re.IGNORECASE,
    )


_SHARE = re.compile(r"\b\d[\d.]*(?:%| ?per ?cent\b)", re.IGNORECASE)


def figures_in(text: str, rules: Rules | None = None) -> list[Figure]:
    """The first figure of each sentence, in reading order."""
    rules = rules or load_rules()
    number, whole = counted(rules), rules.pattern("warnings/denominators")
    found = []
    each_sentence = (plain(line)[left:right] for line in text.splitlines() for left, right in sentences(line))
    for sentence in each_sentence:
        match = number.search(sentence) or _SHARE.search(sentence)
        if match:
            dated = bool(find_dates(sentence))
            found.append(Figure(match.group(), bool(whole.search(sentence)), dated))
    return found
