"""Where words that every partnership is to read seem to print the name of a person.

`kit.disclosure` finds first names and titles, and capitals beside a pseudonym. Here what no list knows is found as
well, in every passage and in capitals too. Rather too many than too few: who looks lets through what is no name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from heed.kit.disclosure import Named, load_names
from heed.kit.similarity import load_lexicon

_WORD = re.compile(r"[^\W\d_]+(?:[’'‘-][^\W\d_]+)*")
_OWNING = re.compile(r"[’']s?$")
_INSIDE = frozenset(
    [
        "al",
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "van",
        "von",
    ]
)
"""Small words inside a name."""
_CHOSEN = re.compile(
    r"(?:child|baby|adult|family|young person|sibling|mother|father)?\s*[A-Z]{1,2}\d?", re.IGNORECASE
)
"""What a review calls somebody that cannot be a name: "Child K"."""
_SHORTEST_SHOUTED = 4


@dataclass(frozen=True)
class Look:
    """What is known of a review: what it calls its people, agencies and places by their names, the words that it
    writes in small letters, which are none of anybody's, and what is taken for a name wherever it stands (`real`)."""

    pseudonyms: tuple[str, ...]
    known: tuple[str, ...]
    everyday: frozenset[str]
    real: Collection[str] = ()

    def names_in(self, text: str) -> tuple[Named, ...]:
        """What seems to be a name, in order."""
        found = load_names().find(text, list(self.pseudonyms), self.known)
        called = [span for each in self.pseudonyms for span in _places(each, text)]
        taken = [(each.start, each.end) for each in found]
        real = [(*span, True) for each in self.real for span in _places(each, text)]
        for start, end, beside in (*real, *self._rows(text, called), *self._shouted(text, called)):
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
                found.append(Named(text[start:end], start, end, beside and bool(called)))
        return tuple(sorted(found, key=lambda each: each.start))

    def _rows(self, text: str, called: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
        """Two or more words with capitals that no list knows, one of which the review writes in capitals only."""
        for row in _rows_of_capitals(text, called):
            others = [each for each in row if not self._is_listed(each)]
            strange = [each for each in others if _bare(each).lower() not in self.everyday]
            if len(others) > 1 and strange:
                yield others[0].start(), others[-1].end(), len(strange) == len(others)

    def _shouted(self, text: str, called: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
        """A first name all in capitals; beside a pseudonym, any such word that may be one."""
        for word in _WORD.finditer(text):
            said = _bare(word)
            if not said.isupper() or len(said) < 3 or _within(word.span(), called):
                continue
            is_first = _is_first_name(said)
            strange = len(said) >= _SHORTEST_SHOUTED and said.lower() not in self.everyday
            if is_first or (called and strange and not self._is_listed(word)):
                yield word.start(), word.end(), is_first

    @cached_property
    def _of_known(self) -> frozenset[str]:
        return frozenset(each.lower() for name in self.known for each in _WORD.findall(name))

    def _is_listed(self, word: re.Match[str]) -> bool:
        said = _bare(word)
        return len(said) == 1 or said.lower() in self._of_known or _is_no_name(said)

    def is_doubtful(self, pseudonym: str) -> bool:
        """Whether what the reader took for a pseudonym may be somebody's name: a person says."""
        words = _WORD.findall(pseudonym)
        return not _CHOSEN.fullmatch(pseudonym.strip()) and any(
            not _is_no_name(each) and each.lower() not in self.everyday for each in words
        )


def everyday_of(texts: Collection[str]) -> frozenset[str]:
    """The words that these texts write in small letters, and those of the lexicon."""
    written = {word for text in texts for word in _WORD.findall(text) if word.islower()}
    return frozenset(written | _of_lexicon())


@lru_cache(maxsize=1)
def _of_lexicon() -> frozenset[str]:
    says = load_lexicon().says
    lines = (line for facet in says.values() for name, said in facet.items() for line in (name, *said))
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line))


@lru_cache(maxsize=10_000)
def _is_first_name(word: str) -> bool:
    return bool(load_names().find(f"the {word.title()}", ()))


@lru_cache(maxsize=10_000)
def _is_no_name(word: str) -> bool:
    """Whether the lists say so: beside a pseudonym (here "then") every other word with a capital seems to be one."""
    return not load_names().find(f"the {word.title()} then", ["then"])


def _rows_of_capitals(text: str, called: Sequence[tuple[int, int]]) -> Iterator[list[re.Match[str]]]:
    row: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        joined = bool(row) and text[row[-1].end() : word.start()].isspace()
        capital = word.group()[0].isupper() and not _within(word.span(), called)
        if row and not (joined and (capital or word.group() in _INSIDE)):
            yield _ended(row)
            row = []
        if capital or row:
            row.append(word)
    if row:
        yield _ended(row)


def _ended(row: list[re.Match[str]]) -> list[re.Match[str]]:
    return [each for each in row if each.group() not in _INSIDE]


def _bare(word: re.Match[str]) -> str:
    return _OWNING.sub("", word.group())


def _places(pseudonym: str, text: str) -> list[tuple[int, int]]:
    said = re.compile(rf"(?<!\w){re.escape(pseudonym)}(?:[’']s)?(?!\w)", re.IGNORECASE)
    return [found.span() for found in said.finditer(text)]


def _within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(left <= span[0] and span[1] <= right for left, right in spans)
