"""The stretch of a passage that tells why it was found, with what answers the question marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from heed.kit.searching.asking import Question
from heed.kit.similarity.lexicon import Lexicon
from heed.kit.similarity.stems import stem
from heed.kit.words.plain import plain

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
ROOM = 320
_FACETS = ("practice", "harm", "child", "who")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Runs of words, each with whether it is marked; `cut_before` and `cut_after`: where the passage goes on."""

    runs: tuple[tuple[str, bool], ...]
    cut_before: bool = False
    cut_after: bool = False


def show(text: str, question: Question, lexicon: Lexicon, *, room: int = ROOM) -> Excerpt:
    """About `room` letters of a passage around most of what answers. Where no word of the question stands in it, what
    means the same by the lexicon is marked."""
    words = [
        (found.start(), found.end(), stem(found.group()).lower()) for found in _WORD.finditer(plain(text))
    ]
    spans = sorted(set(_answers(words, question))) or sorted(set(_alike(text, words, question, lexicon)))
    start, end = _window(text, spans, room)
    return Excerpt(tuple(_runs(text, spans, start, end)), start > 0, end < len(text))


def _answers(words: Sequence[tuple[int, int, str]], question: Question) -> Iterator[tuple[int, int]]:
    stems_ = [each[2] for each in words]
    for term in (term for group in question.groups for term in group):
        size = len(term.stems)
        for at in range(len(stems_) - size + 1):
            if tuple(stems_[at : at + size]) == term.stems:
                yield words[at][0], words[at + size - 1][1]


def _alike(
    text: str, words: Sequence[tuple[int, int, str]], question: Question, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    asked = [stem(each) for each in _WORD.findall(plain(question.said))]
    wanted = {(each.facet, each.concept) for each in lexicon.find(asked) if each.facet in _FACETS}
    if not wanted:
        return
    here = [stem(text[start:end].replace("’", "'")) for start, end, _ in words]
    for each in lexicon.find(here):
        if (each.facet, each.concept) in wanted:
            yield words[each.start][0], words[each.stop - 1][1]


def _window(text: str, spans: Sequence[tuple[int, int]], room: int) -> tuple[int, int]:
    if len(text) <= room + 60:
        return 0, len(text)
    starts = [start for start, _ in spans] or [0]
    best = max(starts, key=lambda at: (sum(at <= start and end <= at + room for start, end in spans), -at))
    start = max(0, best - room // 5)
    if start:
        start = _at_word(text, start)
    end = min(len(text), start + room)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    return start, end


def _at_word(text: str, at: int) -> int:
    """The start of the word after this place; of the sentence, where one starts near."""
    sentence = max(text.rfind(mark, max(0, at - 80), at + 20) for mark in (". ", "? ", "; "))
    return sentence + 2 if sentence >= 0 else text.find(" ", at) + 1


def _runs(text: str, spans: Iterable[tuple[int, int]], start: int, end: int) -> Iterator[tuple[str, bool]]:
    at = start
    for left, right in spans:
        left, right = max(left, at), min(right, end)
        if right <= left:
            continue
        if left > at:
            yield text[at:left], False
        yield text[left:right], True
        at = right
    if at < end:
        yield text[at:end], False
