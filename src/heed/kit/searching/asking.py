"""What somebody asks for, as groups of terms: each group must be met, by any of its terms.

core groups "held on time" -police
escalation OR "professional disagreement"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from heed.kit.similarity.lexicon import Lexicon
from heed.kit.similarity.stems import stems
from heed.kit.words.plain import plain

LONGEST = 400
"""Letters of a question that are looked at."""
_MOST_TERMS = 24
_PART = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_SILENT = frozenset(
    re.findall(
        r"\w+",
        """a an and any are as at be been but by can could did do does for from had has have he her his how i if in into
        is it its may me my of on or our she should so such than that the their them then there these they this those
        to us was we were what when where which who why will with would you your""",
    )
)
"""Words that narrow nothing, left out unless they stand in a phrase or there are no others."""
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Term:
    """Stems that must follow one another, and the words they were typed as."""

    stems: tuple[str, ...]
    words: str
    phrase: bool = False
    """Asked for exactly: nothing that only means the same is an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """`groups` are joined by "and", the terms of each by "or"; `out` are terms that must not be there; `said` is the
    whole as one would say it, for its meaning."""

    groups: tuple[tuple[Term, ...], ...] = ()
    out: tuple[Term, ...] = ()
    said: str = ""

    def __bool__(self) -> bool:
        return bool(self.groups)

    @property
    def exact(self) -> bool:
        """Whether a phrase is asked for, so that only passages with the words are answers."""
        return any(term.phrase for group in self.groups for term in group)

    def with_groups(self, groups: tuple[tuple[Term, ...], ...]) -> Question:
        """The same question met by other terms."""
        return replace(self, groups=groups)


def understand(typed: str) -> Question:
    """A question out of what was typed; false where there is nothing to look for."""
    groups: list[list[Term]] = []
    out: list[Term] = []
    said: list[str] = []
    joined = False
    for minus, quoted, word in _PART.findall(plain(typed)[:LONGEST]):
        if word == "OR":
            joined = bool(groups)
            continue
        excluded, words, phrase = _taken_apart(minus, quoted, word)
        found = _stems(words)
        if not found or len(groups) + len(out) >= _MOST_TERMS:
            continue
        term = Term(found, " ".join(words.split()), phrase)
        if excluded:
            out.append(term)
        elif joined:
            groups[-1].append(term)
        else:
            groups.append([term])
        if not excluded:
            said.append(term.words)
        joined = False
    telling = [group for group in groups if len(group) > 1 or not _is_silent(group[0])]
    kept = tuple(tuple(group) for group in telling or groups)
    return Question(kept, tuple(out), " ".join(said))


def _taken_apart(minus: str, quoted: str, word: str) -> tuple[bool, str, bool]:
    if quoted or not word:
        return bool(minus), quoted, True
    excluded = len(word) > 1 and word.startswith("-")
    return excluded, word[1:] if excluded else word, False


def _is_silent(term: Term) -> bool:
    return not term.phrase and term.words.lower() in _SILENT


def _stems(words: str) -> tuple[str, ...]:
    return index_stems(stems(words))


def index_stems(words: Sequence[str]) -> tuple[str, ...]:
    """Stems as an index has them."""
    return tuple(each.lower()[:_LONGEST_STEM] for each in words)


def concepts_of(lexicon: Lexicon, words: list[str]) -> set[tuple[str, str]]:
    """The practices, harms, children and agencies that stems name, each as facet and name."""
    return {(each.facet, each.concept) for each in lexicon.find(words) if each.facet in _NAMED}


def concept_token(facet: str, name: str) -> str:
    """How a concept stands in a full text index: as a word that nobody types."""
    return f"zq{facet}" + "".join(letter for letter in name.lower() if letter.isalnum())


_NAMED = frozenset(["practice", "harm", "child", "who"])
