"""Many drafts against what stands near each: what is kept is read once, some at a time, however many drafts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from heed.kit.similarity import DIFFERENT, Judge, Judgement, Kept, Prepared, bring_back

_AT_ONCE = 500


def judge_near(
    judge: Judge, drafts: Sequence[Prepared], near: Sequence[Sequence[int]], kept: Iterator[tuple[int, Kept]]
) -> list[dict[int, Judgement]]:
    """For each draft, by key, what is made of those near it (`near`, by key) that say the same or something near it."""
    asked: dict[int, list[int]] = defaultdict(list)
    for number, keys in enumerate(near):
        for key in keys:
            asked[key].append(number)
    found: list[dict[int, Judgement]] = [{} for _ in drafts]
    while some := list(islice(kept, _AT_ONCE)):
        others: dict[int, dict[int, Prepared]] = defaultdict(dict)
        for key, each in some:
            prepared = bring_back(judge, each)
            for number in asked[key]:
                others[number][key] = prepared
        for number, of in others.items():
            found[number].update(_alike(of, judge.compare(drafts[number], list(of.values()))))
    return found


def _alike(keys: Iterable[int], judged: Sequence[Judgement]) -> Iterator[tuple[int, Judgement]]:
    return ((key, each) for key, each in zip(keys, judged, strict=True) if each.verdict != DIFFERENT)
