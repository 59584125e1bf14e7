"""How a sentence asks for something, and whom."""

from __future__ import annotations

import re

from heed.kit.reading.rules import Rules
from heed.kit.words import plain, sentences, spaced

_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|does|did|do|will|can|could|would)\b", re.IGNORECASE)
_THAT = re.compile(r"[*_\"' (]*That\s+(?:the|all|each|every|a|an|any|this|[A-Z])")
_OPENING = re.compile(r"(?:to|that|and|also|then|please)\s+", re.IGNORECASE)


def gives_order(text: str, rules: Rules) -> bool:
    """Whether the text opens with a verb that orders ("Ensure that", "To review", "Urgently implement")."""
    words = re.findall(r"[a-z-]+", _OPENING.sub("", text.strip("*_\"' ("), count=1).lower()[:60])
    return bool(words) and (
        words[0] in rules.orders or (words[0].endswith("ly") and len(words) > 1 and words[1] in rules.orders)
    )


def asks(text: str, rules: Rules) -> bool:
    """Whether plain text asks for something to be done."""
    return gives_order(text, rules) or bool(_THAT.match(text) or rules.pattern("labels/ask").search(text))


def recommends_itself(text: str) -> bool:
    """Whether what an answer promises is a recommendation of its own ("It is recommended that ...")."""
    return bool(re.match(r"[*_]*it is (?:also )?recommended", plain(text), re.IGNORECASE))


_DEMAND = re.compile(r"\b(?:should|must|shall|needs? to|ought to|recommend(?!ations?\b))", re.IGNORECASE)


def asks_outright(text: str, rules: Rules) -> bool:
    """Whether the first sentence asks, and soon: not a story in which somebody set out to do something."""
    ends = sentences(text)
    first = text[ends[0][0] : ends[0][1]] if ends else text
    if gives_order(first, rules) or _THAT.match(first) or _DEMAND.search(first):
        return True
    found = rules.pattern("labels/ask").search(first)
    before = first[: found.start()] if found else ""
    return found is not None and len(before.split()) <= 14 and not _FINITE.search(before)


def tells(text: str) -> bool:
    """Whether plain text is a statement: it has a finite verb and ends as a sentence does."""
    return bool(_FINITE.search(text)) and text.rstrip("*_\"') ").endswith((".", "!", "?"))


def is_withheld(text: str, rules: Rules) -> bool:
    """Whether the text only stands in the place of a recommendation whose words were left out."""
    words = text.strip(" ()*_.")
    pattern = rules.pattern("labels/withheld", whole=True)
    return len(words) < 260 and bool(pattern.fullmatch(words) or pattern.fullmatch(words.strip("[] ")))


def asked_of(text: str, rules: Rules) -> str:
    """The words that name who is asked, as printed in the plain text; empty where it names nobody."""
    first = sentences(text)[:2]
    for start, end in first:
        sentence = text[start:end].strip("*_ ")
        for pattern in rules.get("labels/addressees"):
            found = re.match(spaced(pattern), sentence, re.IGNORECASE)
            if found:
                return found.group("who").strip(" ,")
    return ""
