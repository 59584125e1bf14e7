"""Text to the word pieces that a BERT model knows (Devlin and others, 2019; uncased).

Words are lowered, rid of accents, divided at every mark, then cut greedily into the longest pieces of the vocabulary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

START, END, UNKNOWN = 101, 102, 100
_LONGEST_WORD = 100
# Marks stand alone: what Unicode calls punctuation, every ASCII sign (such as $ and `), and each Chinese character.
_MARKS = re.escape(
    "".join(
        chr(each)
        for each in range(0x10000)
        if unicodedata.category(chr(each))[0] == "P" or (0x20 < each < 0x7F and not chr(each).isalnum())
    )
)
_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PIECE = re.compile(f"[^\\s{_MARKS}{_CHINESE}]+|[{_MARKS}{_CHINESE}]")
_UNSEEN = re.compile(r"[\x00\ufffd\u00ad\u200b-\u200f\u2060-\u2064\ufeff]|[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Pieces:
    """A vocabulary, one piece a line as the model's `vocab.txt` has them."""

    def __init__(self, vocabulary: Path) -> None:
        words = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers: Mapping[str, int] = {word: number for number, word in enumerate(words)}
        self._of_word = lru_cache(maxsize=50_000)(self._cut)

    def numbers(self, text: str, longest: int) -> list[int]:
        """The numbers of a text's pieces between the marks of start and end, at most `longest` in all."""
        return self.numbers_with_spans(text, (), longest)[0]

    def numbers_with_spans(
        self, text: str, spans: Sequence[tuple[int, int]], longest: int
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """The numbers of a text's pieces, and for each span of its letters (whole words) the pieces it has there."""
        edges = sorted({0, len(text), *(edge for span in spans for edge in span)})
        found, at = [START], {0: 1}
        for start, stop in pairwise(edges):
            for word in _PIECE.findall(_plain(text[start:stop])):
                found.extend(self._of_word(word))
            at[stop] = len(found)
        kept = [*found[: longest - 1], END]
        return kept, [(min(at[start], len(kept) - 1), min(at[stop], len(kept) - 1)) for start, stop in spans]

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > _LONGEST_WORD:
            return (UNKNOWN,)
        cut: list[int] = []
        at = 0
        while at < len(word):
            for stop in range(len(word), at, -1):
                number = self._numbers.get(word[at:stop] if at == 0 else f"##{word[at:stop]}")
                if number is not None:
                    break
            else:
                return (UNKNOWN,)
            cut.append(number)
            at = stop
        return tuple(cut)


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", _UNSEEN.sub("", text).lower())
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")
