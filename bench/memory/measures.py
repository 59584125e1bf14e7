"""Measures of ranking and of alerts, with bootstrap intervals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


def area(scores: Array, same: Array, weight: Array | None = None) -> float:
    """Area under the curve: how often a true pair scores above an untrue one (ties count half)."""
    weight = np.ones(len(same)) if weight is None else weight
    _, place = np.unique(scores, return_inverse=True)
    true = np.bincount(place, weight * same)
    untrue = np.bincount(place, weight * ~same)
    below = np.cumsum(untrue) - untrue / 2
    whole = true.sum() * untrue.sum()
    return float((true * below).sum() / whole) if whole else float("nan")


def first_five(scores: Array, same: Array, pairs: Sequence[tuple[int, int]]) -> dict[int, float]:
    """For each text that has a true partner: the share of its partners among its five best (of five at most)."""
    near: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for score, true, (one, other) in zip(scores, same, pairs, strict=True):
        near[one].append((-score, bool(true)))
        near[other].append((-score, bool(true)))
    found = {}
    for text, ranked in near.items():
        partners = sum(true for _, true in ranked)
        if partners:
            found[text] = sum(true for _, true in sorted(ranked)[:5]) / min(partners, 5)
    return found


def alerts(scores: Array, same: Array, threshold: float, weight: Array | None = None) -> tuple[float, float]:
    """Precision and recall of what scores at or above a threshold."""
    weight = np.ones(len(same)) if weight is None else weight
    said = scores >= threshold
    right = (weight * (said & same)).sum()
    alerted, true = (weight * said).sum(), (weight * same).sum()
    return float(right / alerted) if alerted else 0.0, float(right / true) if true else float("nan")


def best_alerts(scores: Array, same: Array) -> tuple[float, float]:
    """Precision and recall at the threshold where their harmonic mean is highest: the most a yardstick could do."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(same[order])
    precision, recall = right / np.arange(1, len(order) + 1), right / same.sum()
    best = int(np.argmax(2 * precision * recall / np.maximum(precision + recall, 1e-12)))
    return float(precision[best]), float(recall[best])


def gain(ranked: Sequence[str], answers: dict[str, int], at: int = 10) -> float:
    """nDCG: graded answers found early, against the best order possible."""
    got = sum((2 ** answers.get(each, 0) - 1) / np.log2(place + 2) for place, each in enumerate(ranked[:at]))
    best = sorted(answers.values(), reverse=True)[:at]
    return float(got / sum((2**grade - 1) / np.log2(place + 2) for place, grade in enumerate(best)))


def reciprocal(ranked: Sequence[str], answers: dict[str, int]) -> float:
    """One over the place of the first full answer."""
    return next((1 / place for place, each in enumerate(ranked, start=1) if answers.get(each) == 2), 0.0)


def interval(
    measure: Callable[[Array], float], units: int, *, draws: int = 400, seed: int = 7
) -> tuple[float, float]:
    """The middle 95 in 100 of a measure over units drawn again and again with replacement."""
    chance = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        value = measure(chance.integers(0, units, units))
        if np.isfinite(value):
            found.append(value)
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)
