"""The other names of what somebody asks for, by the lexicon: "CPLO" is a designated safeguarding lead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from heed.kit.searching.asking import Question, Term, concept_token, concepts_of, index_stems
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


def index_words(lexicon: Lexicon, *texts: str) -> str:
    """What a full text index takes of these texts: their stems, a token for each concept that they name, and one for
    each name of several words that stands in them: it is found without looking which words follow which."""
    found = [stems(text) for text in texts]
    said = [index_stems(each) for each in found]
    tokens = {concept_token(facet, name) for each in found for facet, name in concepts_of(lexicon, each)}
    tokens.update(token for each in said for token in _named_in(each, lexicon))
    return " ".join([*(word for each in said for word in each), *sorted(tokens)])


def name_token(name: Sequence[str], lexicon: Lexicon) -> str:
    """How a name of several words (its stems) stands in a full text index; "" where it has to be looked for."""
    return _token(name) if tuple(name) in _names(lexicon) else ""


def _token(name: Sequence[str]) -> str:
    return "zn" + "0".join("".join(letter for letter in word if letter.isalnum()) for word in name)


def _named_in(said: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    by_first = _by_first(lexicon)
    for at, word in enumerate(said):
        for name in by_first.get(word, ()):
            if tuple(said[at : at + len(name)]) == name:
                yield _token(name)


@lru_cache(maxsize=4)
def _by_first(lexicon: Lexicon) -> Mapping[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in _names(lexicon):
        if len(name) > 1:
            found.setdefault(name[0], []).append(name)
    return found


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
        stemmed = {index_stems(stems(name)): name for name in names}
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
