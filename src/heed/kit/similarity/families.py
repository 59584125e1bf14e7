"""Families: texts of which people or the machine say pair by pair that they are the same, gathered."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

ENOUGH = 0.5
"""The share of the pairs between two families that must be the same for the two to become one."""


def families(
    pairs: Iterable[tuple[Key, Key]], apart: Collection[frozenset[Key]] = frozenset()
) -> list[list[Key]]:
    """Families of two or more, from pairs in order of trust (the surest first).

    Two families become one where at least half of the pairs between them are given and none is `apart`: one doubtful
    pair ties no two large families together (average linkage).
    """
    listed = list(dict.fromkeys(frozenset(pair) for pair in pairs))
    same = set(listed)
    of: dict[Key, list[Key]] = {}
    for pair in listed:
        one, other = sorted(pair, key=str) if len(pair) == 2 else (None, None)
        if one is None or other is None:
            continue
        left, right = of.setdefault(one, [one]), of.setdefault(other, [other])
        if left is right:
            continue
        between = [frozenset((mine, theirs)) for mine in left for theirs in right]
        if any(each in apart for each in between):
            continue
        if sum(each in same for each in between) >= ENOUGH * len(between):
            left.extend(right)
            for each in right:
                of[each] = left
    found = {id(family): family for family in of.values() if len(family) > 1}
    return list(found.values())
