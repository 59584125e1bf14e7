"""Two versions of a text side by side: paragraph by paragraph, and within a changed one word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

_ALIKE = 0.5
"""From this share of equal words on, two paragraphs are one that was changed."""
_AHEAD = 8
"""So many paragraphs further on the same one is looked for."""
_MOST_WORDS = 1500
"""A longer paragraph is shown as changed as a whole: comparing grows with the square of its words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph; `changed`: the other version does not have it here."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A paragraph in both versions; nothing on a side that does not have it."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @property
    def same(self) -> bool:
        return bool(self.before) and not any(each.changed for each in (*self.before, *self.after))


def beside(before: Sequence[str], after: Sequence[str]) -> list[Beside]:
    """The paragraphs of two versions in order, each beside what became of it. How lines were broken does not count."""
    old, new = [" ".join(each.split()) for each in before], [" ".join(each.split()) for each in after]
    found: list[Beside] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Beside(_whole(each), _whole(each)) for each in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Beside]:
    """What stands in one place of both, and is not the same."""
    left, came = 0, list[str]()
    for words in new:
        near = old[left : left + _AHEAD]
        like = max(range(len(near)), key=lambda place: _likeness(near[place], words), default=-1)
        if like >= 0 and _likeness(near[like], words) >= _ALIKE:
            yield from _replaced(near[:like], came)
            yield _word_by_word(near[like], words)
            left, came = left + like + 1, []
        else:
            came.append(words)
    yield from _replaced(old[left:], came)


def _replaced(went: Sequence[str], came: Sequence[str]) -> Iterator[Beside]:
    """What went beside what came in its place, one by one, alike or not."""
    for one, other in zip_longest(went, came):
        yield Beside(
            _whole(one, changed=True) if one is not None else (),
            _whole(other, changed=True) if other is not None else (),
        )


def _likeness(one: str, other: str) -> float:
    """From 0 to 1; an upper bound is enough where it is low."""
    matcher = SequenceMatcher(None, one.split()[:_MOST_WORDS], other.split()[:_MOST_WORDS], autojunk=False)
    quick = matcher.quick_ratio()
    return quick if quick < _ALIKE else matcher.ratio()


def _word_by_word(one: str, other: str) -> Beside:
    old, new = re.findall(r"\S+\s*", one), re.findall(r"\S+\s*", other)
    if max(len(old), len(new)) > _MOST_WORDS:
        return Beside(_whole(one, changed=True), _whole(other, changed=True))
    before: list[Piece] = []
    after: list[Piece] = []
    codes = SequenceMatcher(
        None, [each.strip() for each in old], [each.strip() for each in new], autojunk=False
    ).get_opcodes()
    for tag, a, b, c, d in codes:
        for side, words in ((before, "".join(old[a:b])), (after, "".join(new[c:d]))):
            if words:
                side.append(Piece(words, tag != "equal"))
    return Beside(tuple(before), tuple(after))


def _whole(words: str, *, changed: bool = False) -> tuple[Piece, ...]:
    return (Piece(words, changed),)
