"""Words with a capital, and the rows that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LETTER = r"[^\W\d_]"
OWNING = re.compile(r"[’']s?$")
_TOKEN = re.compile(rf"{LETTER}(?:{LETTER}|[’'‘-](?={LETTER})|\.(?={LETTER}\.))*\.?")
_PARTICLES = frozenset(
    ["van", "von", "der", "den", "de", "da", "du", "di", "la", "le", "bin", "bint", "ibn", "al", "ní"]
)
_SHORT_TITLES = frozenset(["Mr", "Mrs", "Dr", "Ms", "Sgt", "St", "Revd", "Cllr"])


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place; `bare` is without 's and full stop."""

    word: str
    bare: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.word[0].isupper()


def tokens_of(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        word = found.group()
        end = found.end()
        if word.endswith(".") and len(word) > 2 and not re.match(r"^(?:[A-Z]\.)+$", word):
            word, end = word[:-1], end - 1
        yield Token(word, OWNING.sub("", word.rstrip(".")), found.start(), end)


def rows_of_capitals(
    text: str, tokens: Sequence[Token], protected: Sequence[tuple[int, int]]
) -> Iterator[list[Token]]:
    """Rows of words with capitals, with small words of names between them; none reaches into what is protected."""
    run: list[Token] = []
    for index, token in enumerate(tokens):
        between = text[run[-1].end : token.start] if run else ""
        joined = between in (" ", "  ", "\u00a0", ". ") and (
            between != ". " or len(run[-1].bare) == 1 or run[-1].bare in _SHORT_TITLES
        )
        follows = tokens[index + 1] if index + 1 < len(tokens) else None
        particle = (
            run
            and token.word in _PARTICLES
            and follows is not None
            and (follows.capital or follows.word in _PARTICLES)
        )
        if token.capital and not within(token.start, token.end, protected) or particle:
            if run and not joined:
                yield run
                run = []
            if token.capital or run:
                run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def end_of(tokens: Sequence[Token]) -> int:
    last = tokens[-1]
    return last.end


def within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(left <= start and end <= right for left, right in spans)
