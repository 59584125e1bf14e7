"""A recommendation taken apart: who should do what, about which practice, for which children, to what end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heed.kit.similarity.lexicon import FACETS, Concepts, Lexicon
from heed.kit.similarity.stems import stems
from heed.kit.words import sentences
from heed.kit.words.plain import plain

# Where the report says it: "(paragraphs 40, 41)", "(page 17, paragraph 43)", "(Throughout)".
_WHERE = re.compile(r"\s*\((?:see\s+)?(?:para|page|pp?\.|throughout)[^)]*\)", re.IGNORECASE)
# "That the Board should ensure that", "It is recommended that", "The Trust to", "Make sure that".
_OPENING = re.compile(
    r"^(?:(?:and|that|it is recommended that|we (?:therefore )?recommend that|to)\s+)*"
    r"(?:(?:[^,;:.]{1,60}?\s)?(?:should|must|ought to|needs? to|will)\s+|(?:the|all|each)\s(?:[\w&'-]+\s){1,6}?to\s+)?"
    r"(?:(?:ensure|make sure|make certain|be satisfied|satisf(?:y|ies) (?:itself|themselves)|seek assurance|see)"
    r"(?:\s+that)?\s+)?",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s*[\u2022;]\s*|:\s+|,\s+and\s+|"
    r"\s+and\s+(?=(?:should|must|to|that|be|ensure|make|monitor|audit|report|record|share|publish|tell|ask)\b)",
    re.IGNORECASE,
)
# What follows says to what end, not what is asked.
_END = re.compile(
    r"\b(?:so that|in order|so as|to (?:ensure|enable|inform|make sure|make certain|reduce|improve|help))\b",
    re.IGNORECASE,
)
_LEAST_WORDS, _LEAST_LETTERS, _HEAD = 4, 15, 6


@dataclass(frozen=True)
class Ask:
    """What a text asks for.

    `spans` are where its single asks stand, the whole without its opening first; `directions` what is wanted of the
    practice, `head` those that stand where the verb does; `main` the practices and harms named before any "so that".
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    words: frozenset[str]
    concepts: Concepts
    directions: frozenset[str]
    head: frozenset[str]
    main: frozenset[str]

    def as_json(self) -> dict[str, Any]:
        """Everything but the text and its spans, as lists."""
        return {
            "words": sorted(self.words),
            "concepts": {facet: sorted(names) for facet, names in self.concepts.items() if names},
            "directions": sorted(self.directions),
            "head": sorted(self.head),
            "main": sorted(self.main),
        }

    @classmethod
    def from_json(cls, text: str, kept: Mapping[str, Any]) -> Ask:
        """An ask that was taken apart before."""
        return cls(
            text=text,
            spans=(),
            words=frozenset(kept["words"]),
            concepts={facet: frozenset(kept["concepts"].get(facet, ())) for facet in FACETS},
            directions=frozenset(kept["directions"]),
            head=frozenset(kept["head"]),
            main=frozenset(kept["main"]),
        )


def take_apart(text: str, lexicon: Lexicon) -> Ask:
    """The ask in a recommendation's words."""
    clean = _WHERE.sub("", " ".join(plain(text).split())).strip()
    spans = spans_of(clean)
    whole = stems(clean)
    concepts = lexicon.concepts(whole)
    head, main = set[str](), set[str]()
    for start, stop in spans:
        for found in lexicon.find(stems(_before_end(clean[start:stop]))):
            if found.facet in ("practice", "harm"):
                main.add(found.concept)
            elif (
                found.facet in ("ask", "aspect")
                and found.start < _HEAD
                and found.concept in lexicon.direction
            ):
                head.add(lexicon.direction[found.concept])
    return Ask(
        text=clean,
        spans=tuple(spans),
        words=frozenset(whole) - lexicon.common,
        concepts=concepts,
        directions=frozenset(
            lexicon.direction[name]
            for facet in ("ask", "aspect")
            for name in concepts[facet]
            if name in lexicon.direction
        ),
        head=frozenset(head),
        main=frozenset(main),
    )


def spans_of(clean: str) -> list[tuple[int, int]]:
    """Where the ask stands without its opening, then each single ask where there are several (offsets)."""
    core = _without_opening(clean, 0, len(clean))
    if len(clean[slice(*core)].split()) < _LEAST_WORDS:
        core = (0, len(clean))
    pieces = []
    for start, stop in sentences(clean):
        at = start
        for cut in [*_CUT.finditer(clean, start, stop), None]:
            piece = _without_opening(clean, at, cut.start() if cut else stop)
            if len(clean[slice(*piece)].split()) >= _LEAST_WORDS:
                pieces.append(piece)
            at = cut.end() if cut else stop
    return [core, *pieces] if len(pieces) > 1 else [core]


def _without_opening(clean: str, start: int, stop: int) -> tuple[int, int]:
    opening = _OPENING.match(clean[start:stop])
    return start + (opening.end() if opening else 0), stop


def _before_end(part: str) -> str:
    found = _END.search(part)
    return part[: found.start()] if found and found.start() > _LEAST_LETTERS else part
