"""Statements that a document makes in more than one place."""

from __future__ import annotations

from collections import Counter, defaultdict

from heed.kit.reading.types import Recommendation, Theme
from heed.kit.words import overlap, tokens

ALIKE = 0.8
FEWEST_WORDS = 6


def repeats(
    recommendations: tuple[Recommendation, ...], themes: tuple[Theme, ...]
) -> tuple[tuple[str, ...], ...]:
    """Groups of places whose words are the same or nearly so: "r1/a3" is the third action of r1, "t1/a2" of a theme."""
    places: list[tuple[str, list[str], int]] = []
    for record in recommendations:
        places += [
            (f"{record.id}/a{index}", tokens(action.text), action.spans[0].start)
            for index, action in enumerate(record.actions, 1)
        ]
    for number, theme in enumerate(themes, 1):
        places += [
            (f"t{number}/a{index}", tokens(action.text), action.spans[0].start)
            for index, action in enumerate(theme.actions, 1)
        ]
    places = [place for place in places if len(place[1]) >= FEWEST_WORDS]
    common: dict[str, list[int]] = defaultdict(list)
    for index, (_, words, _) in enumerate(places):
        for word in set(words):
            common[word].append(index)
    leader = list(range(len(places)))

    def lead(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    for index, (_, words, start) in enumerate(places):
        shared: Counter[int] = Counter()
        for word in set(words):
            if len(common[word]) <= 60:
                shared.update(other for other in common[word] if other > index)
        for other, count in shared.items():
            if count >= 3 and places[other][2] != start and overlap(words, places[other][1]) >= ALIKE:
                leader[lead(other)] = lead(index)
    groups: dict[int, list[str]] = defaultdict(list)
    for index, (name, _, _) in enumerate(places):
        groups[lead(index)].append(name)
    return tuple(tuple(names) for names in groups.values() if len(names) > 1)
