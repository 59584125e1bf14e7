"""Words for comparing wording."""

from __future__ import annotations

import re
from collections import Counter

from heed.kit.words.plain import plain

_TARGET = re.compile(r"\]\([^)]*\)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, without emphasis marks and link addresses."""
    return _WORD.findall(_TARGET.sub("]", plain(text)).lower())


def overlap(one: list[str], other: list[str]) -> float:
    """How much two lists of words share, from 0 to 1 (token F1, each word counted as often as it occurs)."""
    if not one or not other:
        return 0.0
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))
