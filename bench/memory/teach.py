"""Makes the weights of `heed.kit.similarity` from our own sentences: `taught.txt` and half of the judged register.

Nothing of the reporting half, nor of the shared folder, is read here. What is fitted to a lesson never helps to
describe it: the view of meanings through which a pair is seen was learned from other lessons, in four folds.
Run: python -m bench.memory teach
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np

from bench.memory.sets import HERE, Kept, Register, own, taught
from heed.kit.similarity.asks import take_apart
from heed.kit.similarity.judge import FEATURES, Judge, Prepared, Weights
from heed.kit.similarity.lexicon import load_lexicon

FOLDS = 4
SHRINK = 1.0  # of the within-lesson covariance towards the mean variance
RIDGE = 100.0
Array = np.ndarray[Any, Any]


def rarities(texts: Sequence[str]) -> tuple[dict[str, dict[str, float]], float]:
    """How telling each word and concept is: the logarithm of one over its share of the texts."""
    asks = [take_apart(text, load_lexicon()) for text in texts]
    seen: dict[str, Counter[str]] = {
        kind: Counter() for kind in ("words", "practice", "harm", "child", "who", "direction", "main")
    }
    for ask in asks:
        seen["words"].update(ask.words)
        seen["direction"].update(ask.directions)
        seen["main"].update(ask.concepts["practice"] | ask.concepts["harm"])
        for facet in ("practice", "harm", "child", "who"):
            seen[facet].update(ask.concepts[facet])
    many = len(asks) + 1
    return (
        {
            kind: {name: round(math.log(many / (count + 0.5)), 3) for name, count in sorted(names.items())}
            for kind, names in seen.items()
        },
        round(math.log(many / 0.5), 3),
    )


def view_of(vectors: Array, lessons: Sequence[frozenset[str]]) -> tuple[Array, Array]:
    """The centre of meanings, and the matrix that evens out how sentences of one lesson differ."""
    centre = vectors.mean(axis=0)
    spread, freedom = np.zeros((vectors.shape[1],) * 2), 0
    for lesson in sorted(set().union(*lessons)):
        members = vectors[[lesson in each for each in lessons]]
        if len(members) > 1:
            off = members - members.mean(axis=0)
            spread += off.T @ off
            freedom += len(members) - 1
    spread /= freedom
    values, axes = np.linalg.eigh(spread + SHRINK * np.trace(spread) / len(spread) * np.eye(len(spread)))
    view = axes @ np.diag(values**-0.5) @ axes.T
    return centre.astype(np.float32), (view / np.abs(view).max()).astype(np.float16).astype(np.float32)


def blank(rarity: dict[str, dict[str, float]], rarest: float, centre: Array, view: Array) -> Weights:
    flat = np.ones(len(FEATURES))
    return Weights(rarity, rarest, centre, view, flat * 0, flat, flat, 0.0, 1.0, 1.0)


def fit(table: Array, same: Array, ridge: float = RIDGE) -> tuple[Array, Array, Array, float]:
    """Logistic regression with a ridge on standardised features, by Newton's method: mean, spread, weights, bias."""
    mean, spread = table.mean(axis=0), table.std(axis=0) + 1e-6
    rows = np.column_stack([(table - mean) / spread, np.ones(len(table))])
    penalty = np.diag([ridge] * table.shape[1] + [0.0])
    found = np.zeros(rows.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (chance - same) + penalty @ found
        step = np.linalg.solve((rows * (chance * (1 - chance))[:, None]).T @ rows + penalty, slope)
        found -= step
        if np.abs(step).max() < 1e-7:
            break
    return mean, spread, found[:-1], float(found[-1])


def folds_of(register: Register, groups: Sequence[object]) -> Array:
    """A fold for each text: texts that share a lesson or a group are in one."""
    joined = list(range(len(register.texts)))

    def first(each: int) -> int:
        while joined[each] != each:
            each = joined[each]
        return each

    last: dict[object, int] = {}
    for each, lessons in enumerate(register.lessons):
        for key in (*sorted(lessons), ("group", groups[each])):
            if key in last:
                joined[first(each)] = first(last[key])
            last[key] = each
    return np.array(
        [int(sha256(str(first(each)).encode()).hexdigest(), 16) % FOLDS for each in range(len(joined))]
    )


def table_of(judge: Judge, prepared: Sequence[Prepared], pairs: Sequence[tuple[int, int]]) -> Array:
    """The features of pairs, those with one first text together."""
    partners: dict[int, list[int]] = {}
    for one, other in pairs:
        partners.setdefault(one, []).append(other)
    tables = [
        judge.features(prepared[one], [prepared[each] for each in others]) for one, others in partners.items()
    ]
    return np.concatenate(tables)


def learn() -> tuple[Weights, dict[str, Any]]:
    """Weights fitted to our own sentences, and what was seen on the way."""
    kept = Kept()
    sentences, practices = taught()
    tuning = own("tuning")
    texts = [*sentences.texts, *tuning.texts]
    lessons = [*(frozenset(f"taught {x}" for x in each) for each in sentences.lessons), *tuning.lessons]
    rarity, rarest = rarities(texts)
    raw = kept.encode([take_apart(text, load_lexicon()).text for text in texts])
    folds = np.concatenate([folds_of(sentences, practices), folds_of(tuning, range(len(tuning.texts)))])
    tables, truths, where = [], [], []
    for fold in range(FOLDS):
        others = folds != fold
        centre, view = view_of(
            raw[others], [each for each, kept_ in zip(lessons, others, strict=True) if kept_]
        )
        judge = Judge(blank(rarity, rarest, centre, view), load_lexicon(), kept)  # type: ignore[arg-type]
        prepared = judge.prepare(texts)
        for register, start in ((sentences, 0), (tuning, len(sentences.texts))):
            pairs = [
                pair
                for pair in register.pairs()
                if folds[start + pair[0]] == fold
                and (register is tuning or _taken(register, practices, pair))
            ]
            tables.append(table_of(judge, prepared[start : start + len(register.texts)], pairs))
            truths.append(register.same(pairs))
            where.append([(register.name, fold)] * len(pairs))
    table, same = np.concatenate(tables), np.concatenate(truths)
    names = np.array([name for each in where for name, _ in each])
    fold_of = np.array([fold for each in where for _, fold in each])
    apart = np.zeros(len(same))
    for fold in range(FOLDS):
        mean, spread, weights, bias = fit(table[fold_of != fold], same[fold_of != fold])
        apart[fold_of == fold] = (table[fold_of == fold] - mean) / spread @ weights + bias
    seen = {"scores": 1 / (1 + np.exp(-apart[names == "tuning"])), "same": same[names == "tuning"]}
    mean, spread, weights, bias = fit(table, same)
    centre, view = view_of(raw, lessons)
    return replace(
        blank(rarity, rarest, centre, view), mean=mean, spread=spread, weights=weights, bias=bias
    ), seen


def _taken(register: Register, practices: Sequence[int], pair: tuple[int, int]) -> bool:
    """All pairs of one practice, and one in five of the rest."""
    one, other = pair
    return practices[one] == practices[other] or (one * 7919 + other * 104729) % 5 == 0


def threshold_for(scores: Array, same: Array, precision: float) -> float:
    """The least score at and above which alerts keep a precision."""
    order = np.argsort(-scores)
    kept = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    return float(scores[order][np.flatnonzero(kept >= precision).max()])


def write(weights: Weights, made: str) -> None:
    folder = HERE / "rules"
    np.save(folder / "same-lesson.npy", np.vstack([weights.centre, weights.view]).astype(np.float16))
    kept = {
        "made": made,
        "features": {
            name: {
                "weight": round(float(weights.weights[at]), 4),
                "mean": round(float(weights.mean[at]), 5),
                "spread": round(float(weights.spread[at]), 5),
            }
            for at, name in enumerate(FEATURES)
        },
        "bias": round(weights.bias, 4),
        "same": round(weights.same, 4),
        "related": round(weights.related, 4),
        "rarest": weights.rarest,
        "rarity": weights.rarity,
    }
    (folder / "same-lesson.json").write_text(
        json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def main() -> None:
    weights, seen = learn()
    same = threshold_for(seen["scores"], seen["same"], 0.75)
    related = threshold_for(seen["scores"], seen["same"], 0.30)
    weights = replace(weights, same=same, related=related)
    write(
        weights,
        "python -m bench.memory teach: logistic regression (ridge 100) over the pairs of bench/memory/taught.txt and "
        "of the tuning half of tests/gold/memory/register.json. The thresholds are where alerts in the tuning half, "
        "each judged by weights fitted to other lessons, reach a precision of 0.75 (same) and 0.30 (related).",
    )
    said = seen["scores"] >= same
    found = (said & seen["same"]).sum() / seen["same"].sum()
    print(f"same {same:.3f}, related {related:.3f}; recall in the tuning half {found:.2f}")
    for name, weight in sorted(zip(FEATURES, weights.weights, strict=True), key=lambda each: -abs(each[1])):
        print(f"  {weight:+.2f}  {name}")
