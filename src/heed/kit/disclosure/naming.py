"""Where a text seems to print the name of a person: by first names, by titles, and by capitals beside a pseudonym.

Rather too many than too few: who looks decides. The lists are data (`rules/names.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_WORD = r"[A-Z][a-zà-öø-ÿ]+(?:[’'-][A-Z]?[a-zà-öø-ÿ]+)*"
_ONE = re.compile(_WORD)
_OWNING = re.compile(r"[’']s$")
_BEFORE = re.compile(r"(?:^|[.!?:;•\n]\s*|[“\"]\s*)$")
"""What stands before a word that has its capital only because it begins something."""


@dataclass(frozen=True, slots=True)
class Named:
    """What seems to be a name, where it stands, and whether a pseudonym stands in the same passage."""

    words: str
    start: int
    end: int
    beside: bool


class Names:
    """Finds names with lists of first names, of titles, and of words that are no names."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._first = frozenset(str(data["first"]).split())
        self._not = frozenset(str(data["not"]).split())
        titles = "|".join(
            re.escape(each) for each in sorted(str(data["titles"]).split(), key=len, reverse=True)
        )
        self._titled = re.compile(rf"\b(?:{titles})\.?\s+(?:[A-Z]\.?\s+)?{_WORD}(?:\s+{_WORD})?")
        self._capitals = re.compile(rf"(?<![\w’'-]){_WORD}(?:\s+{_WORD}){{0,3}}(?![\w-])")

    def find(self, text: str, pseudonyms: Sequence[str], known: Collection[str] = ()) -> list[Named]:
        """In one passage, in order. `pseudonyms` are what the document calls its people ("Child K"); `known` are names
        of agencies and places, whose words are none of people."""
        where = [found.span() for each in pseudonyms for found in _said(each).finditer(text)]
        others = self._not | {word for each in known for word in each.split()}
        met = sorted({*self._with_titles(text), *self._with_capitals(text, bool(where), others)})
        spans: list[tuple[int, int]] = []
        for start, end in met:
            inside = any(left <= start and end <= right for left, right in where)
            if not inside and not (spans and start < spans[-1][1]):
                spans.append((start, end))
        return [Named(text[start:end], start, end, bool(where)) for start, end in spans]

    def _with_titles(self, text: str) -> Iterator[tuple[int, int]]:
        for found in self._titled.finditer(text):
            yield found.span()

    def _with_capitals(self, text: str, beside: bool, others: Collection[str]) -> Iterator[tuple[int, int]]:
        """Words with capitals that hold a first name; beside a pseudonym, any that no list knows."""
        for found in self._capitals.finditer(text):
            words = list(_ONE.finditer(text, *found.span()))
            left = [each for each in words if _OWNING.sub("", each.group()) not in others]
            if not left:
                continue
            begins = left[0] is words[0] and _BEFORE.search(text[: found.start()])
            if any(each.group() in self._first for each in left) or (
                beside and (len(left) > 1 or not begins)
            ):
                yield left[0].start(), left[-1].end()


def _said(pseudonym: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(pseudonym)}(?:[’']s)?(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1)
def load_names() -> Names:
    """With the lists that come with Heed."""
    for parent in Path(__file__).resolve().parents:
        if (path := parent / "rules" / "names.yaml").is_file():
            with path.open(encoding="utf-8") as file:
                return Names(yaml.safe_load(file))
    raise FileNotFoundError("rules/names.yaml is missing; put the folder rules beside the program.")
