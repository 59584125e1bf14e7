"""Where in a text the words stand that name what it shares with another."""

from __future__ import annotations

from heed.kit.similarity.lexicon import Concepts, Lexicon
from heed.kit.similarity.stems import stems, stems_with_spans

_SHOWN = ("practice", "harm", "child", "aspect", "means")


def shared_words(one: str, other: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Offsets into `one` of the words for the practices, harms, children and means that both name, in order and
    apart from one another."""
    theirs = concepts_of(other, lexicon)
    mine = stems_with_spans(one)
    spans = sorted(
        (mine[found.start][1], mine[found.stop - 1][2])
        for found in lexicon.find([each for each, _, _ in mine])
        if found.facet in _SHOWN and found.concept in theirs[found.facet]
    )
    apart: list[tuple[int, int]] = []
    for start, stop in spans:
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], stop))
        else:
            apart.append((start, stop))
    return apart


def concepts_of(text: str, lexicon: Lexicon) -> Concepts:
    """The concepts that a text names, by facet ("who", "ask", "practice" ...)."""
    return lexicon.concepts(stems(text))
