"""The pieces of a file while they are gathered: blank ones left out, no more than a file may hold."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote_plus

from heed.kit.disclosure.types import Layer, Piece
from heed.kit.reading.sniff import Limits, refuse

MOST_PIECES = 400_000
MOST_LETTERS = 30_000_000
_NOT_SHOWN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0e-\x1f]")
"""Signs without width, that would keep a name from being found: a soft hyphen, a joiner."""


def _readable(words: str | None, layer: Layer) -> str:
    """Words in one line, without signs that have no width; an address as a person reads it."""
    said = words or ""
    if layer is Layer.LINK and ("%" in said or "+" in said):
        said = unquote_plus(said)
    return " ".join(_NOT_SHOWN.sub("", said).split())


class Collected:
    """`depth` tells how many files this one is inside of."""

    def __init__(self, limits: Limits, depth: int = 0) -> None:
        self.limits = limits
        self.depth = depth
        self.pieces: list[Piece] = []
        self.warnings: list[str] = []
        self.pages: int | None = None
        self._letters = 0
        self._met: set[tuple[str, Layer]] = set()

    def add(self, words: str | None, layer: Layer, place: str, **about: Any) -> None:
        """One more piece; white space folds to single blanks."""
        said = _readable(words, layer)
        if not said:
            return
        self._letters += len(said)
        if len(self.pieces) >= MOST_PIECES or self._letters > MOST_LETTERS:
            raise refuse("too_hard")
        self._met.add((said, layer))
        self.pieces.append(Piece(said, layer, place, **about))

    def add_once(self, words: str | None, layer: Layer, place: str, **about: Any) -> None:
        """As `add`, unless the same words stand in this layer already."""
        said = _readable(words, layer)
        if (said, layer) not in self._met:
            self.add(said, layer, place, **about)

    def warn(self, sentence: str) -> None:
        """Something that nobody could read."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def has(self, words: str) -> bool:
        """Whether some piece says exactly this."""
        said = " ".join(words.split())
        return any((said, layer) in self._met for layer in Layer)
