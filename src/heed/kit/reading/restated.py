"""Recommendations printed twice in a document (summary and chapter, list and action plan): kept once."""

from __future__ import annotations

from heed.kit.reading.drafts import Draft, Gathered
from heed.kit.reading.types import Warning_
from heed.kit.words import overlap, tokens

SAME = 0.9


def merge_restated(gathered: Gathered) -> list[Warning_]:
    """Take away each later printing of a recommendation; its answers join the first. A warning says where it was."""
    kept: list[tuple[Draft, list[str]]] = []
    raised: list[Warning_] = []
    for draft in gathered.drafts:
        words = tokens(draft.plain)
        first = next((one for one, its in kept if _same(one, its, draft, words)), None)
        if first is None:
            kept.append((draft, words))
            continue
        first.answers.extend(draft.answers)
        first.items = first.items or draft.items
        for group in gathered.groups:
            group.drafts = [first if one is draft else one for one in group.drafts]
        raised.append(
            Warning_(
                "stated-again",
                f"Recommendation {first.label} is printed again here; it was read once.",
                tuple(draft.spans),
            )
        )
    gathered.drafts = [draft for draft, _ in kept]
    return raised


def _same(one: Draft, its: list[str], other: Draft, words: list[str]) -> bool:
    if one.kind != other.kind or one.label and other.label and one.label != other.label or len(words) < 4:
        return False
    return overlap(its, words) >= SAME
