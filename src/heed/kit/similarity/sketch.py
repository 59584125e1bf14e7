"""Telling nearly equal documents by a small sketch of each: the least hashes of their five-word runs.

Broder, "On the resemblance and containment of documents" (1997): the share of least hashes that two
sketches have in common estimates the share of runs that the two texts have in common.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

_SIZE = 128
_RUN = 5
_WORD = re.compile(r"[a-z0-9']+")


def sketch_of(text: str) -> list[int]:
    """At most 128 numbers, in order; nothing for a text shorter than five words."""
    words = _WORD.findall(text.casefold().replace("’", "'"))
    runs = {" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1)}
    return sorted(int.from_bytes(blake2b(run.encode(), digest_size=6).digest()) for run in runs)[:_SIZE]


def likeness(left: Sequence[int], right: Sequence[int]) -> float:
    """From 0, nothing in common, to 1, the same words in the same order."""
    both = sorted(set(left) | set(right))[:_SIZE]
    if not left or not right:
        return 0.0
    return len(set(left) & set(right) & set(both)) / len(both)
