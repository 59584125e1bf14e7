"""Slips within one paragraph: notes left in, words twice, sentences without an end, doubtful terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from heed.kit.proofing.rules import Rules
from heed.kit.proofing.types import Fault, Text
from heed.kit.words import plain

_TWICE = re.compile(r"\b([^\W\d_]+(?:'[^\W\d_]+)?)([.,;]?) +(\1)\b(?!-)", re.IGNORECASE)
_OVER = re.compile(r"\b(been|have|has|was|is|are|will) (?:[a-z]+ )(\1)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;…]['\")\]*_]*(?:\[?\d{1,2}\]?|[¹²³⁰-⁹]+)?['\")\]*_]*$|[|>]$")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|should|must|can|could|may|did|does|do|be|been|provides?|ensures?|includes?"
    r"|recommends?|states?|needs?|reviews?|[a-z]{3,}ed)\b"
)
_LINK_END = re.compile(r"(?:https?://|www\.)\S+$")
_SENTENCE, _POINT = 8, 5  # words from which a paragraph, and a point of a list, is taken for a sentence


def slips(texts: Sequence[Text], rules: Rules) -> Iterator[Fault]:
    """Each slip of each text, in order."""
    ends = _lists_end(texts)
    for number, text in enumerate(texts):
        flat = plain(text.words)
        yield from _notes(number, text, rules)
        if text.form != "heading":
            yield from _twice(number, text, flat, rules)
        yield from _end(number, text, flat, rules, ends.get(number, False))
        for pattern, write, why in rules.terms:
            for found in pattern.finditer(flat):
                yield _fault("doubtful-term", number, text, *found.span(), f"{why}: write “{write}”", write)
        if text.form != "heading":
            for found in rules.condolence.finditer(flat):
                why = "words of sorrow: read them with what the family asked for"
                yield _fault("condolence", number, text, *found.span(), why)


def unsaid_sorrow(texts: Sequence[Text], rules: Rules) -> Iterator[Fault]:
    """A text about a death without any words of sorrow."""
    about = next((number for number, text in enumerate(texts) if rules.death.search(text.words)), None)
    if about is not None and not any(rules.condolence.search(text.words) for text in texts):
        why = "the text speaks of a death and has no words to the family"
        yield Fault("condolence", "", texts[about].place, -1, 0, 0, why)


def _notes(number: int, text: Text, rules: Rules) -> Iterator[Fault]:
    taken: list[tuple[int, int]] = []
    for pattern in rules.notes:
        for found in pattern.finditer(text.words):
            start, end = found.span()
            if not any(start < right and left < end for left, right in taken):
                taken.append((start, end))
                yield _fault("editor-note", number, text, start, end, "an editor's note seems to be left in")
    for pattern in rules.redacted:
        for found in pattern.finditer(text.words):
            if any(found.start() < right and left < found.end() for left, right in taken):
                continue
            taken.append(found.span())
            yield _fault(
                "words-taken-out", number, text, *found.span(), "words were taken out: does it still read?"
            )


def _twice(number: int, text: Text, flat: str, rules: Rules) -> Iterator[Fault]:
    for found in _TWICE.finditer(flat):
        word = found[1].lower()
        if len(word) < 2 and word not in "ai" or (not found[2] and word in rules.fine_twice):
            continue
        if found[2] and word not in rules.twice_over_a_stop:
            continue
        if found[1][0].isupper() and found[3][0].isupper() and not found[2]:
            continue  # a name, as New York New York
        yield _fault("repeated-word", number, text, *found.span(), "words are repeated here", found[1])
    for found in _OVER.finditer(flat):
        yield _fault("repeated-word", number, text, *found.span(), "words are repeated here")


def _end(number: int, text: Text, flat: str, rules: Rules, listed: bool) -> Iterator[Fault]:
    if text.form not in ("paragraph", "point"):
        return
    words = flat.strip().rstrip("*_ ")
    count = len(words.split())
    last = re.search(r"([^\W\d_]+)['\")]*$", words)
    at = text.words.rfind(" ", 0, max(len(text.words.rstrip()) - 30, 0)) + 1
    before = words[: last.start()].rstrip() if last else ""
    if last and last[1] in rules.pending and count >= _POINT and not before.endswith((";", ",")):
        yield _fault(
            "unfinished-sentence", number, text, at, len(text.words), "it ends in the middle of a sentence"
        )
        return
    if not words or _ENDED.search(words) or _LINK_END.search(words) or before.endswith((";", ",")):
        return
    least = _SENTENCE if text.form == "paragraph" else _POINT
    if (
        count >= least
        and (listed or text.form == "paragraph")
        and _VERB.search(words)
        and words[0] not in "¹²³"
    ):
        yield _fault(
            "missing-end", number, text, at, len(text.words), "the sentence has no full stop at its end"
        )


def _lists_end(texts: Sequence[Text]) -> dict[int, bool]:
    """For each point, whether most points of its list end as sentences do."""
    found: dict[int, bool] = {}
    run: list[int] = []
    for number in range(len(texts) + 1):
        if number < len(texts) and texts[number].form == "point":
            run.append(number)
        elif run:
            ended = sum(bool(_ENDED.search(texts[each].words.rstrip())) for each in run)
            found |= dict.fromkeys(run, 2 * ended >= len(run))
            run = []
    return found


def _fault(kind: str, number: int, text: Text, start: int, end: int, why: str, proposed: str = "") -> Fault:
    return Fault(kind, text.words[start:end].strip(), text.place, number, start, end, why, proposed)
