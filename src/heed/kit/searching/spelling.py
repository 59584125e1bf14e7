"""What a word that nothing holds was meant to be."""

from __future__ import annotations

from collections.abc import Collection
from difflib import SequenceMatcher

_SHORTEST = 4


def nearest_word(word: str, known: Collection[str]) -> str:
    """The known word that a mistyped one is nearest to; "" where none is near enough."""
    typed = word.lower()
    if len(typed) < _SHORTEST or typed in known:
        return ""
    best, nearness = "", 0.0
    for each in sorted(known):
        if (
            abs(len(each) - len(typed)) > 2
            or not each
            or not (each[0] == typed[0] or each[:2] == typed[1::-1])
        ):
            continue
        alike = SequenceMatcher(None, typed, each)
        if alike.quick_ratio() > nearness and (ratio := alike.ratio()) > nearness:
            best, nearness = each, ratio
    return best if nearness >= _NEAR_ENOUGH else ""


_NEAR_ENOUGH = 0.8
