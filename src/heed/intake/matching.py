"""Which of a review's recommendations a new document speaks of: by number and by words, asking where unsure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_sort_ratio

from heed.intake.rules import text_key

_SAME_WORDS = 92
"""Out of 100: from here on the words are the same but for printing."""
_SAME_NUMBER = 55
_LIKE_WORDS = 75


@dataclass(frozen=True, slots=True)
class Known:
    """A recommendation that is in the register."""

    ref: str
    reference: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a proposal is taken to be: `known` is None for a new recommendation. `sure` ones need no look; `changed`
    ones have other words in the register, more than printing explains."""

    proposal_ref: str
    known: Known | None
    sure: bool
    why: str
    changed: bool = False


def match_proposals(known: Sequence[Known], proposals: Sequence[tuple[str, str, str]]) -> list[Match]:
    """For each proposal (ref, label, text) the recommendation it repeats, each taken once, the most alike first."""
    scored = sorted(
        (
            (token_sort_ratio(text_key(each.text), text_key(text)), each, ref, label)
            for each in known
            for ref, label, text in proposals
        ),
        key=lambda item: (-(item[0] + 10 * _same_label(item[1].label, item[3])), item[1].reference),
    )
    found: dict[str, Match] = {}
    taken: set[str] = set()
    for score, each, ref, label in scored:
        if ref in found or each.ref in taken:
            continue
        match = _judge(score, each, ref, label)
        if match:
            found[ref] = match
            taken.add(each.ref)
    return [
        found.get(ref, Match(ref, None, True, "no recommendation of this review says the same"))
        for ref, _, _ in proposals
    ]


def _same_label(left: str, right: str) -> bool:
    return bool(left) and left.strip(". ").casefold() == right.strip(". ").casefold()


def _judge(score: float, known: Known, ref: str, label: str) -> Match | None:
    same_label = _same_label(known.label, label)
    if score >= _SAME_WORDS:
        return Match(ref, known, True, "the same words")
    if same_label and score >= _SAME_NUMBER:
        return Match(ref, known, score >= _LIKE_WORDS, f"the same number, {score:.0f} % of the words", True)
    if score >= _LIKE_WORDS:
        return Match(ref, known, False, f"another number, {score:.0f} % of the words", True)
    return None
