"""The other names of what somebody asks for, by the lexicon: "CPLO" is a designated safeguarding lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from heed.kit.searching.asking import Question, Term
from heed.kit.similarity.lexicon import Lexicon
from heed.kit.similarity.stems import stems

_ACRONYM = re.compile(r"[A-Z][A-Z&0-9]{1,6}s?")
_MOST = 12


@dataclass(frozen=True, slots=True)
class Widened:
    """A term of the question, the concept that it names, and the names that are looked for as well."""

    words: str
    concept: str
    names: tuple[str, ...]


def widen(question: Question, lexicon: Lexicon) -> tuple[Question, tuple[Widened, ...]]:
    """The question met by the other names of each acronym in it, and by the acronyms of each full name; and which.

    Phrases in quotation marks are left as they are.
    """
    names = _names(lexicon)
    groups: list[tuple[Term, ...]] = []
    said: list[Widened] = []
    at = 0
    listed = list(question.groups)
    while at < len(listed):
        taken, found = _named(listed, at, names)
        if found is None:
            groups.append(listed[at])
        else:
            typed = " ".join(group[0].words for group in listed[at : at + taken])
            own = tuple(stem for group in listed[at : at + taken] for stem in group[0].stems)
            others = tuple(Term(each, name) for each, name in found.others if each != own)[:_MOST]
            groups.append((Term(own, typed), *others))
            said.append(Widened(typed, found.concept, tuple(each.words for each in others)))
        at += taken
    return question.with_groups(tuple(groups)), tuple(said)


@dataclass(frozen=True, slots=True)
class _Concept:
    concept: str
    others: tuple[tuple[tuple[str, ...], str], ...]


def _named(
    groups: list[tuple[Term, ...]], at: int, names: Mapping[tuple[str, ...], _Concept]
) -> tuple[int, _Concept | None]:
    """How many groups from here name a concept together, the most first; 1 and None where none does."""
    for many in range(min(5, len(groups) - at), 0, -1):
        some = groups[at : at + many]
        if any(len(group) > 1 or group[0].phrase for group in some):
            continue
        found = names.get(tuple(stem for group in some for stem in group[0].stems))
        if found:
            return many, found
    return 1, None


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> Mapping[tuple[str, ...], _Concept]:
    """By the stems of each acronym, and of each full name of a concept that has an acronym: the concept."""
    known: dict[tuple[str, ...], _Concept] = {}
    for concept, names in _concepts(lexicon):
        stemmed = {tuple(each.lower() for each in stems(name)): name for name in names}
        found = _Concept(concept, tuple(stemmed.items()))
        for each in stemmed:
            known.setdefault(each, found)
    return known


def _concepts(lexicon: Lexicon) -> Iterator[tuple[str, list[str]]]:
    """Concepts that have an acronym, with their acronyms and their names of several words."""
    for facet in ("who", "practice", "harm", "child", "means"):
        for concept, says in lexicon.says.get(facet, {}).items():
            names = [concept, *(name for name in says if name != concept)]
            if any(_ACRONYM.fullmatch(name) for name in names):
                telling = [
                    name
                    for name in names
                    if "~" not in name and (_ACRONYM.fullmatch(name) or len(name.split()) > 1)
                ]
                yield concept, telling
