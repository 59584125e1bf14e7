"""Whether two recommendations are the same lesson: a score, a verdict and the reason in words.

Each pair is described by a few plain features (what the two asks share, how near their meanings stand), which a
logistic regression weighs. The weights are data (`rules/same-lesson.json` tells how they were made), and so is the
matrix that meanings are seen through (`rules/same-lesson.npy`): it was learned from sentences that say the same in
other words, and pays less heed to the ways in which those differ (within-class covariance, Hatch and others, 2006).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from heed.kit.similarity.asks import Ask, take_apart
from heed.kit.similarity.lexicon import Lexicon, broader, load_lexicon, rules_file
from heed.kit.similarity.meaning import NAME as MODEL
from heed.kit.similarity.meaning import Encoder, load_encoder

if TYPE_CHECKING:
    from heed.kit.similarity.meaning import Array

SAME, RELATED, DIFFERENT = "same", "related", "different"
_NAMED = ("practice", "harm", "child", "who")
# What a query's concepts and words add to nearness of meaning: chosen on the tuning half of the judged queries.
_CONCEPTS, _WORDS = 0.4, 0.2
FEATURES = (
    "meaning",
    "nearest part",
    "meaning without opening",
    "practice, of the lesser",
    "practice, weight",
    "practice, none named",
    "practice, another",
    "harm",
    "harm, unshared",
    "child",
    "who",
    "direction",
    "direction at the verb",
    "main clause, unshared",
    "bent at the verb, another",
)


@dataclass(frozen=True)
class Weights:
    """What was learned: how rare a word or concept is, the view of meanings, the features' weights, the thresholds."""

    rarity: Mapping[str, Mapping[str, float]]
    rarest: float
    centre: Array
    view: Array
    mean: Array
    spread: Array
    weights: Array
    bias: float
    same: float
    related: float
    made: str = ""

    def rare(self, kind: str, name: str) -> float:
        """How telling a word or concept is: the rarer, the more."""
        return self.rarity[kind].get(name, self.rarest)


@dataclass(frozen=True)
class Prepared:
    """A text ready to be compared. `vectors` are rows of length 1: the whole text, then its parts."""

    ask: Ask
    vectors: Array
    bags: Mapping[str, Mapping[str, float]]
    sums: Mapping[str, float]


@dataclass(frozen=True)
class Judgement:
    """A score from 0 to 1, what it amounts to, and what the two asks share, in words."""

    score: float
    verdict: str
    why: str


Value = TypeVar("Value")


class _WhenAsked(dict[str, Value]):
    """Values by kind, each made when it is first asked for: most texts are compared by few of them."""

    def __init__(self, make: Callable[[str], Value]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, kind: str) -> Value:
        value = self[kind] = self._make(kind)
        return value


_MOST_SETS = 20_000


class Judge:
    """Prepares texts and compares them."""

    def __init__(self, weights: Weights, lexicon: Lexicon, encoder: Encoder | None = None) -> None:
        self.weights = weights
        self.lexicon = lexicon
        self._encoder = encoder
        self._named = lru_cache(maxsize=_MOST_SETS)(self._weighed)

    def prepare(self, texts: Sequence[str]) -> list[Prepared]:
        """Texts taken apart and encoded, all in one go."""
        asks = [take_apart(text, self.lexicon) for text in texts]
        encoder = self._encoder or load_encoder()
        encoded = encoder.encode_with_spans([ask.text for ask in asks], [ask.spans for ask in asks])
        return [self.restore(ask, self.see(rows)) for ask, rows in zip(asks, encoded, strict=True)]

    def see(self, raw: Array) -> Array:
        """Raw encodings through the learned view, each of length 1."""
        import numpy as np

        seen = (raw - self.weights.centre) @ self.weights.view
        result: Array = seen / np.maximum(np.linalg.norm(seen, axis=-1, keepdims=True), 1e-9)
        return result

    def restore(self, ask: Ask, vectors: Array) -> Prepared:
        """An ask that was taken apart and encoded before."""
        bags = _WhenAsked(lambda kind: self._bag(ask, kind))
        sums = _WhenAsked(
            lambda kind: sum(
                (self.weights.rare(kind, name) for name in ask.concepts[kind])
                if kind in _NAMED
                else bags[kind].values()
            )
        )
        return Prepared(ask, vectors, bags, sums)

    def _bag(self, ask: Ask, kind: str) -> Mapping[str, float]:
        """What an ask has of one kind, each with its weight."""
        rare = self.weights.rare
        if kind in _NAMED:
            return self._named(kind, ask.concepts[kind])
        if kind == "words":
            return {word: rare("words", word) ** 2 for word in ask.words}
        if kind == "main":
            return {each: rare("main", each) for each in ask.main}
        if kind == "bent":
            return {self.lexicon.bent[each]: 1.0 for each in ask.head}
        return {each: rare("direction", each) for each in (ask.head if kind == "head" else ask.directions)}

    def _weighed(self, kind: str, names: frozenset[str]) -> Mapping[str, float]:
        """Concepts with their weights, and half the weight of those that contain them. Kept: a register of thousands
        names the same few concepts together again and again."""
        rare = self.weights.rare
        wider = {name: rare(kind, name) / 2 for name in broader(self.lexicon, kind, names)}
        return {name: rare(kind, name) for name in names} | wider

    def compare(self, one: Prepared, others: Sequence[Prepared]) -> list[Judgement]:
        """One text against many, in their order."""
        if not others:
            return []
        scores = self.score(self.features(one, others))
        return [
            Judgement(round(float(score), 4), self.verdict(float(score), one, other), shared(one, other))
            for score, other in zip(scores, others, strict=True)
        ]

    def relevance(self, query: Prepared, others: Sequence[Prepared]) -> Array:
        """How well each of the others answers a query: nearness, and the share of its concepts and words found."""
        import numpy as np

        rows = np.concatenate([other.vectors for other in others])
        starts = np.cumsum([0, *(len(other.vectors) for other in others[:-1])])
        near = rows @ query.vectors[0]
        found = (near[starts] + np.maximum.reduceat(near, starts)) / 2
        concepts = sum(query.sums[facet] for facet in _NAMED) or 1.0
        words = query.sums["words"] or 1.0
        for row, other in enumerate(others):
            found[row] += _CONCEPTS * sum(_common(query, other, facet) for facet in _NAMED) / concepts
            both = query.ask.words & other.ask.words
            found[row] += _WORDS * sum(query.bags["words"][word] for word in both) / words
        result: Array = found
        return result

    def verdict(self, score: float, one: Prepared, other: Prepared) -> str:
        """Never the same where the two share words and no practice or harm."""
        alike = bool(
            one.bags["practice"].keys() & other.bags["practice"].keys()
            or one.bags["harm"].keys() & other.bags["harm"].keys()
        )
        if score >= self.weights.same and alike:
            return SAME
        return RELATED if score >= self.weights.related else DIFFERENT

    def score(self, features: Array) -> Array:
        """Features to scores from 0 to 1."""
        import numpy as np

        logits = (
            features - self.weights.mean
        ) / self.weights.spread @ self.weights.weights + self.weights.bias
        result: Array = 1.0 / (1.0 + np.exp(-logits))
        return result

    def features(self, one: Prepared, others: Sequence[Prepared]) -> Array:
        """A row for each of the others: the columns are `FEATURES`."""
        import numpy as np

        rows = np.concatenate([other.vectors for other in others])
        starts = np.cumsum([0, *(len(other.vectors) for other in others[:-1])])
        near = one.vectors @ rows.T
        nearest = np.maximum.reduceat(near.max(axis=0), starts)
        table = np.empty((len(others), len(FEATURES)), dtype=np.float64)
        table[:, 0] = near[0, starts]
        table[:, 1] = nearest
        table[:, 2] = near[1, starts + 1]
        for row, other in enumerate(others):
            table[row, 3:] = _shared_features(one, other)
        return table


def _shared_features(one: Prepared, other: Prepared) -> list[float]:
    practice = _common(one, other, "practice")
    mine, theirs = one.sums["practice"], other.sums["practice"]
    harm = _common(one, other, "harm")
    main = _common(one, other, "main")
    alike = min(1.0, practice / min(mine, theirs)) if mine and theirs else 0.0
    return [
        alike,
        math.log1p(practice),
        float(not mine or not theirs),
        float(bool(mine and theirs) and not practice),
        _share(harm, one.sums["harm"], other.sums["harm"]),
        _rest(harm, one.sums["harm"], other.sums["harm"]),
        *(
            _share(_common(one, other, kind), one.sums[kind], other.sums[kind])
            for kind in ("child", "who", "direction", "head")
        ),
        _rest(main, one.sums["main"], other.sums["main"]),
        alike * float(bool(one.bags["bent"] and other.bags["bent"]) and not _common(one, other, "bent")),
    ]


def _common(one: Prepared, other: Prepared, kind: str) -> float:
    mine = one.bags[kind]
    if not mine:
        return 0.0
    theirs = other.bags[kind]
    return sum(min(mine[name], theirs[name]) for name in mine.keys() & theirs.keys())


def _share(common: float, mine: float, theirs: float) -> float:
    whole = mine + theirs - common
    return common / whole if whole > 0 else 0.0


def _rest(common: float, mine: float, theirs: float) -> float:
    return math.log1p(max(0.0, mine + theirs - 2 * common))


_SAID = {
    "practice": "about",
    "harm": "where there is",
    "child": "for",
    "who": "asked of",
    "direction": "wanting",
}


def shared(one: Prepared, other: Prepared) -> str:
    """What two asks share, in words ("about core group; wanting record, time"); empty where it has no name."""
    said = []
    for kind, word in _SAID.items():
        names = sorted(
            one.bags[kind].keys() & other.bags[kind].keys(), key=lambda name: (-one.bags[kind][name], name)
        )
        if names:
            said.append(f"{word} {', '.join(names[:3])}")
    return "; ".join(said)


@lru_cache(maxsize=1)
def load_weights(folder: Path | None = None) -> Weights:
    """The weights that come with Heed."""
    import numpy as np

    path = (folder or rules_file("same-lesson.json").parent) / "same-lesson.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    view = np.load(path.with_suffix(".npy")).astype(np.float32)
    return Weights(
        rarity=kept["rarity"],
        rarest=kept["rarest"],
        centre=view[0],
        view=view[1:],
        mean=np.array([kept["features"][name]["mean"] for name in FEATURES]),
        spread=np.array([kept["features"][name]["spread"] for name in FEATURES]),
        weights=np.array([kept["features"][name]["weight"] for name in FEATURES]),
        bias=kept["bias"],
        same=kept["same"],
        related=kept["related"],
        made=kept["made"],
    )


@lru_cache(maxsize=1)
def edition() -> str:
    """What judges: the model and a hash of the rules. What was prepared by another edition is prepared again."""
    files = [rules_file(name) for name in ("concepts.yaml", "same-lesson.json", "same-lesson.npy")]
    digest = sha256(b"".join(sha256(each.read_bytes()).digest() for each in files)).hexdigest()
    return f"{MODEL} {digest[:8]}"


@lru_cache(maxsize=1)
def load_judge() -> Judge:
    """The judge that comes with Heed; its encoder is loaded when first needed."""
    return Judge(load_weights(), load_lexicon())
