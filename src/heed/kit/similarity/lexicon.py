"""The concepts that recommendations are about, as `rules/concepts.yaml` names them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from heed.kit.similarity.stems import stems

# Who should do what, about which practice, against which harm, for which children, how, by what means, to what end.
FACETS = ("who", "ask", "practice", "harm", "child", "aspect", "means", "end")
_GAP = 3

Concepts = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Found:
    """A concept that a text names, and the words (by number, the last one excluded) that name it."""

    facet: str
    concept: str
    start: int
    stop: int


@dataclass(frozen=True)
class _Phrase:
    facet: str
    concept: str
    runs: tuple[tuple[str, ...], ...]


class Lexicon:
    """Concepts by facet, each with the phrases that name it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.edition = int(data["edition"])
        self.common = frozenset(stems(str(data["common"])))
        self.within: dict[str, dict[str, frozenset[str]]] = {}
        self.says: dict[str, dict[str, tuple[str, ...]]] = {}
        self.direction: dict[str, str] = {
            concept: direction for direction, concepts in data["direction"].items() for concept in concepts
        }
        self.bent: dict[str, str] = {
            direction: bent for bent, each in data["bent"].items() for direction in each
        }
        self._by_first: dict[str, list[_Phrase]] = defaultdict(list)
        for facet in FACETS:
            entries: Mapping[str, Any] = data[facet]
            self.within[facet] = {name: frozenset(each.get("within", ())) for name, each in entries.items()}
            self.says[facet] = {name: tuple(each["says"]) for name, each in entries.items()}
            for name, each in entries.items():
                for words in {name, *map(str, each["says"])}:
                    runs = tuple(tuple(stems(run)) for run in words.split("~"))
                    self._by_first[runs[0][0]].append(_Phrase(facet, name, runs))

    def find(self, words: list[str]) -> Iterator[Found]:
        """Every concept that a text's stems name, wherever they name it."""
        for start, word in enumerate(words):
            for phrase in self._by_first.get(word, ()):
                stop = _end(words, start, phrase.runs)
                if stop:
                    yield Found(phrase.facet, phrase.concept, start, stop)

    def concepts(self, words: list[str]) -> Concepts:
        """The concepts that a text's stems name, by facet."""
        found: dict[str, set[str]] = {facet: set() for facet in FACETS}
        for each in self.find(words):
            found[each.facet].add(each.concept)
        return {facet: frozenset(names) for facet, names in found.items()}


def _end(words: list[str], start: int, runs: tuple[tuple[str, ...], ...]) -> int:
    """Where a phrase that starts at a word ends, or 0 where it does not stand there."""
    at = start
    for number, run in enumerate(runs):
        furthest = at + (_GAP if number else 0)
        while at <= furthest and tuple(words[at : at + len(run)]) != run:
            at += 1
        if at > furthest:
            return 0
        at += len(run)
    return at


def broader(lexicon: Lexicon, facet: str, names: frozenset[str]) -> frozenset[str]:
    """The concepts that contain those named, and are not named themselves."""
    within = lexicon.within[facet]
    return frozenset(each for name in names for each in within.get(name, ())) - names


@lru_cache(maxsize=4)
def load_lexicon(path: Path | None = None) -> Lexicon:
    """The lexicon in a file (Heed's own by default)."""
    with (path or rules_file("concepts.yaml")).open(encoding="utf-8") as file:
        return Lexicon(yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - a safe loader


def rules_file(name: str) -> Path:
    """A file of the rules that come with Heed."""
    for parent in Path(__file__).resolve().parents:
        if (parent / "rules" / name).is_file():
            return parent / "rules" / name
    raise FileNotFoundError(f"rules/{name} is missing; put the folder rules beside the program.")
