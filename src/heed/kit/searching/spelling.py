"""What a word that nothing holds was meant to be."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher

_SHORTEST = 4


def nearest_word(word: str, known: Collection[str]) -> str:
    """The known word that a mistyped one is nearest to; "" where none is near enough."""
    return "" if word.lower() in known else next(iter(likeliest(word, known, 1)), "")


def likeliest(word: str, known: Collection[str], most: int) -> list[str]:
    """The known words that a mistyped one may have been, the nearest first."""
    typed = word.lower()
    if len(typed) < _SHORTEST:
        return []
    alike = SequenceMatcher(None, b=typed)
    found = []
    for each in known:
        if abs(len(each) - len(typed)) <= 2 and each and (each[0] == typed[0] or each[:2] == typed[1::-1]):
            alike.set_seq1(each)
            if min(alike.real_quick_ratio(), alike.quick_ratio()) >= _NEAR_ENOUGH:
                found.append((-alike.ratio(), each))
    return [each for ratio, each in sorted(found)[:most] if -ratio >= _NEAR_ENOUGH]


_NEAR_ENOUGH = 0.8
