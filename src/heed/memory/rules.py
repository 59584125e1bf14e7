"""Which themes words are about, by the list of themes and the lexicon of concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heed.kit.searching import concepts_of
from heed.kit.similarity.lexicon import Lexicon
from heed.kit.similarity.stems import stems


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: the concepts that it is about, and words that say it besides."""

    name: str
    concepts: frozenset[str]
    words: tuple[str, ...] = ()
    own: bool = False
    """Added by the partnership."""
    was: tuple[str, ...] = ()
    """What it was called before."""
    ended: bool = False
    """Proposed and offered no more; what people said of it stays."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A theme for some words, and what in them speaks for it."""

    name: str
    why: str


def themes_in(shipped: Mapping[str, Any], added: Iterable[Mapping[str, Any]]) -> tuple[Theme, ...]:
    """The list of themes: Heed's, then those that a partnership added."""
    ours = [
        Theme(name, frozenset(each.get("concepts", ())), tuple(each.get("words", ())))
        for name, each in shipped["themes"].items()
    ]
    theirs = [
        Theme(
            each["name"],
            frozenset(),
            tuple(each["words"]),
            own=True,
            was=tuple(each.get("was", ())),
            ended="ended_on" in each,
        )
        for each in added
    ]
    return (*ours, *theirs)


def called_now(themes: Iterable[Theme]) -> dict[str, str]:
    """Names that themes had before, and what each is called now."""
    return {old: each.name for each in themes for old in each.was}


def propose(text: str, themes: Sequence[Theme], lexicon: Lexicon) -> list[Proposed]:
    """The themes of these words, each with its reason, in the order of the list; none that was ended."""
    said = stems(text)
    named = {name for _, name in concepts_of(lexicon, said)}
    line = f" {' '.join(each.lower() for each in said)} "
    found = []
    for theme in themes:
        if theme.ended:
            continue
        concepts = sorted(theme.concepts & named)
        words = [each for each in theme.words if _says(line, each)]
        why = [*(f"names {each}" for each in concepts[:3]), *(f"says “{each}”" for each in words[:3])]
        if why:
            found.append(Proposed(theme.name, "; ".join(why)))
    return found


def _says(line: str, words: str) -> bool:
    stemmed = " ".join(each.lower() for each in stems(words))
    return bool(stemmed) and f" {stemmed} " in line
