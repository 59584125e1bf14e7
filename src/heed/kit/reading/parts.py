"""The asks inside a compound recommendation, offered to the person who registers it."""

from __future__ import annotations

import re

from heed.kit.reading.asks import asks
from heed.kit.reading.rules import Rules
from heed.kit.words import plain, sentences

_LETTERED = re.compile(r"(?:^|\s)\(?(?:[a-h]|[ivx]{1,4}|\d)\)\s+")
_AND_SHOULD = re.compile(r"(?:,|;)?\s+and\s+(?=(?:should|must|to [a-z]+|that|whether)\b)")


def parts_of(text: str, items: list[str], rules: Rules) -> tuple[str, ...]:
    """The parts of a recommendation, as printed: its list items, lettered parts, sentences or joined asks.

    Empty for a recommendation that asks one thing.
    """
    if len(items) > 1:
        return tuple(items)
    flat = plain(text)
    marks = [(found.start(), found.end()) for found in _LETTERED.finditer(flat)]
    if len(marks) > 1:
        bounds = [*(start for start, _ in marks[1:]), len(text)]
        return tuple(
            re.sub(r"[;,]?\s*(?:and|or)?$", "", text[end:stop].strip())
            for (_, end), stop in zip(marks, bounds, strict=True)
        )
    asked = [(start, end) for start, end in sentences(text) if asks(flat[start:end], rules)]
    if len(asked) > 1:
        return tuple(text[start:end] for start, end in asked)
    clauses = re.split(r";\s+(?:and\s+)?", text)
    if len(clauses) > 2 and all(len(clause.split()) >= 3 for clause in clauses):
        return tuple(clause.strip(" ;,.") for clause in clauses)
    joined = _AND_SHOULD.search(flat)
    if joined and len(flat[: joined.start()].split()) > 5 and len(flat[joined.end() :].split()) > 4:
        return (text[: joined.start()].strip(), text[joined.end() :].strip())
    return ()
