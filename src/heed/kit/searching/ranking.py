"""The order of answers: a shortlist by nearness of meaning and by what a passage shares with the question, of which
the first are read closely (`heed.kit.similarity.judge.Judge.relevance`). Masks say of each passage whether it holds
something.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

# Chosen on the tuning half of the judged queries; `python -m bench.memory quality` reports on the other half.
SHARED, HAS_WORDS, RELEVANT, SURE = 0.6, 0.2, 0.25, 0.5
"""What the share of words and concepts adds to nearness; what having all the words adds to relevance; how relevant a
passage without all the words has to be, and how relevant for somebody to be told of it unasked."""
READ_CLOSELY = 150
"""How many of the likeliest are compared with the question in full."""
MOST_NEAR = 100
"""How many passages without all the words can be answers, because they say nearly the same."""


def share(masks: Sequence[Array], seen: int) -> Array:
    """For each passage the share of these that it holds, each by how rare it is among the `seen`."""
    import numpy as np

    rarity = [np.log1p(seen / (1.0 + mask.sum())) for mask in masks]
    found = np.zeros(len(masks[0]), dtype=np.float32)
    for mask, rare in zip(masks, rarity, strict=True):
        found[mask] += rare
    result: Array = found / max(sum(rarity), 1e-9)
    return result


def first(scores: Array, many: int) -> Array:
    """The numbers of the highest, the highest first."""
    import numpy as np

    many = min(many, len(scores))
    if not many:
        return np.zeros(0, dtype=np.int64)
    best = np.argpartition(-scores, many - 1)[:many]
    ordered: Array = best[np.argsort(-scores[best], kind="stable")]
    return ordered
