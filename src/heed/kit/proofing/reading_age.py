"""How hard a text is to read, by the formulas of Flesch and Kincaid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from heed.kit.words import plain, sentences

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyà-öø-ü]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscgxz]es)$")
_BEGINS_AT = 5
"""Years of age at which the first grade of American schools is left out of account: a grade and five is an age."""


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """`ease` is the Flesch reading ease (100 is easy, 0 is very hard), `grade` the Flesch-Kincaid grade, `age` the
    age in years that it stands for."""

    words: int
    sentences: int
    syllables: int
    ease: float
    grade: float
    age: int


def reading_age(paragraphs: Iterable[str]) -> ReadingAge:
    """Of whole paragraphs; headings and cells would make it look easier than it is.

    Ease is 206.835 - 1.015 words a sentence - 84.6 syllables a word (Flesch 1948); grade 0.39 words a sentence + 11.8
    syllables a word - 15.59 (Kincaid and others 1975). Syllables are counted as groups of vowels, a silent e left out.
    """
    words: list[str] = []
    ends = 0
    for paragraph in paragraphs:
        flat = plain(paragraph)
        found = _WORD.findall(flat)
        if found:
            words += found
            ends += len(sentences(flat))
    if not words:
        return ReadingAge(0, 0, 0, 0.0, 0.0, 0)
    syllables = sum(syllables_of(word) for word in words)
    long, heavy = len(words) / ends, syllables / len(words)
    ease, grade = 206.835 - 1.015 * long - 84.6 * heavy, 0.39 * long + 11.8 * heavy - 15.59
    return ReadingAge(
        len(words),
        ends,
        syllables,
        round(ease, 1),
        round(grade, 1),
        max(_BEGINS_AT, round(grade) + _BEGINS_AT),
    )


def syllables_of(word: str) -> int:
    """How many syllables a word is taken to have; at least one."""
    said = word.lower().replace("'", "")
    groups = len(_VOWELS.findall(said))
    if len(said) > 3 and _SILENT.search(said):
        groups -= 1
    if re.search(r"[aeiou]ing", said):  # be-ing, see-ing
        groups += 1
    return max(groups, 1)
