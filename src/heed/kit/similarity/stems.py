"""Words by their stems, so that escalate, escalated and escalation are one."""

from __future__ import annotations

import re
from functools import lru_cache

from heed.kit.words.plain import plain

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A short acronym is a word of its own: the team DAT is no date. Its plural is the same acronym.
_ACRONYM = re.compile(r"([A-Z][A-Z0-9]{1,3})(?:'?s)?")
_VOWELS = frozenset("aeiouy")
# Whose stem would be that of another word: a missing child is no missed appointment, to adopt a tool no adoption.
_KEPT = {
    "missing": "missing",
    "adopted": "adoption",
    "adoption": "adoption",
    "learning": "learning",
    "housing": "housing",
}


def stems(text: str) -> list[str]:
    """The stem of each word of a text, in order; acronyms stay in capitals unless all the text is."""
    words = _WORD.findall(plain(text))
    if len(words) > 1 and _is_shouted(text):
        words = [each.lower() for each in words]
    return list(map(stem, words))


def stems_with_spans(text: str) -> list[tuple[str, int, int]]:
    """As `stems`, each with where its word begins and ends in the text."""
    words = list(_WORD.finditer(plain(text)))
    shouted = len(words) > 1 and _is_shouted(text)
    return [
        (stem(each.group().lower() if shouted else each.group()), each.start(), each.end()) for each in words
    ]


def _is_shouted(text: str) -> bool:
    return len(text) > 12 and text.isupper()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without its plural, tense or "-ion": rough, and the same for every form of most words."""
    acronym = _ACRONYM.fullmatch(word)
    if acronym:
        return acronym.group(1)
    word = word.lower().replace("'s", "").replace("'", "")
    if word in _KEPT:
        return _KEPT[word]
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        left = word.removesuffix(ending)
        if left != word and len(left) > 2 and _VOWELS & set(left):
            word = left[:-1] if len(left) > 3 and left[-1] == left[-2] and left[-1] not in "lsz" else left
            break
    if word.endswith("ion") and len(word) > 5 and word[-4] in "ts":
        word = word[:-3]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith("y") and len(word) > 2:
        word = f"{word[:-1]}i"
    return word
