"""What becomes of each row: a new action, one that is here already, part of another row's, or nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from heed.intake.rules import text_key
from heed.intake.types import RowOutcome, SettledRow, SheetRow
from heed.kit.words import overlap, tokens
from heed.plans.types import BroughtAction

_NEARLY = 0.8
"""Two recommendations that share so much of their words are one."""
_QUOTED = 0.6
"""Words under a recommendation's own number are a short form of it where it has so much of them."""
_LABEL = re.compile(r"(?i)^(?:recommendations?|recs?|r)?\.?\s*(?:no\.?|number)?\s*([a-z]?\d[\w.]*?)[.):]?$")
_LED_BY = re.compile(r"(?i)^(?:recommendations?|recs?|r)?\.?\s*([a-z]?\d[\w.]{0,5}?)[.):]?\s+(?=\S+\s)")
_SEVERAL = re.compile(r"\s*(?:[,;&/\n]|\band\b)\s*")


class Asked(Protocol):
    """A recommendation as far as rows name it."""

    pk: int
    reference: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class There:
    """What is here already, each as (public id, reference): `by_words` as `SheetRow.text_key` has them, `by_key` by
    the hash of a row's own key, for rows that came in before."""

    by_words: Mapping[str, tuple[str, str]]
    by_key: Mapping[str, tuple[str, str]]


def key_hash(key: str) -> str:
    """A row's key as it is kept."""
    return hashlib.sha256(key.encode()).hexdigest()


def settle(rows: Sequence[SheetRow], there: There, asked: Sequence[Asked]) -> list[SettledRow]:
    """What becomes of these rows, in their order. A row says the same as another where its action's words and its
    agency are the same, whatever recommendation it stands under: that is one action for both."""
    serves, settled = _Asked(asked), list[SettledRow]()
    first: dict[str, int] = {}
    for row in rows:
        if row.faults:
            settled.append(SettledRow(row, RowOutcome.FAULTY))
            continue
        found = _found(row, there)
        if found:
            differs = there.by_words.get(row.text_key) != found
            note = f"it says something else here; change {found[1]} on its page" if differs else ""
            settled.append(SettledRow(row, RowOutcome.HERE, as_action=found, note=note))
            continue
        named = serves.of(row)
        note = "" if named or not (row.label or row.recommendation) else _NO_SUCH
        at = first.setdefault(row.text_key, len(settled))
        if at < len(settled):
            earlier = settled[at]
            both = tuple(dict.fromkeys((*earlier.serves, *named)))
            settled[at] = replace(earlier, serves=both)
            settled.append(SettledRow(row, RowOutcome.JOINS, with_row=earlier.row.number, note=note))
        else:
            settled.append(SettledRow(row, RowOutcome.NEW, serves=named, note=note))
    return settled


_NO_SUCH = "no recommendation of the review says this, so the action comes in for none"


def _found(row: SheetRow, there: There) -> tuple[str, str] | None:
    by_number = there.by_key.get(key_hash(row.key)) if row.reference else None
    return by_number or there.by_words.get(row.text_key)


def actions_of(settled: Iterable[SettledRow]) -> list[tuple[SettledRow, BroughtAction]]:
    """The actions that are new, each with its row."""
    return [
        (each, replace(each.row.action, recommendation_ids=each.serves))
        for each in settled
        if each.outcome is RowOutcome.NEW
    ]


class _Asked:
    """The recommendations of a review, found by number, by reference or by their words."""

    def __init__(self, asked: Sequence[Asked]):
        self.labels: dict[str, int] = {}
        for each in asked:
            self.labels.setdefault(_bare(each.label), each.pk)
        self.labels.pop("", None)
        self.references = {each.reference.casefold(): each.pk for each in asked}
        self.words = {text_key(each.text): each.pk for each in asked}
        self.tokens = [(tokens(each.text), each.pk) for each in asked]
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}

    def of(self, row: SheetRow) -> tuple[int, ...]:
        key = (row.label, row.recommendation)
        if key not in self._known:
            self._known[key] = self._by_number(row.label) or self._by_words(row.recommendation)
        return self._known[key]

    def _by_number(self, words: str) -> tuple[int, ...]:
        """All of them, where several are named and each is known."""
        named = (
            [self._one(each) for each in _SEVERAL.split(words.strip()) if each] if len(words) <= 60 else []
        )
        return tuple(dict.fromkeys(each for each in named if each)) if all(named) else ()

    def _one(self, words: str) -> int | None:
        return self.references.get(words.casefold()) or self.labels.get(_bare(words))

    def _holds(self, pk: int, said: list[str]) -> bool:
        """Whether a recommendation has most of these words."""
        its = Counter(next(words for words, key in self.tokens if key == pk))
        return sum((Counter(said) & its).values()) >= _QUOTED * len(said)

    def _by_words(self, words: str) -> tuple[int, ...]:
        if not words:
            return ()
        led = _LED_BY.match(words)
        bare = words[led.end() :] if led else words
        for each in (words, bare):
            if found := self.words.get(text_key(each)):
                return (found,)
        if several := self._by_number(words):
            return several
        said = tokens(bare)
        if led and (named := self._one(led[1])) and self._holds(named, said):
            return (named,)
        near = max(((overlap(said, each), pk) for each, pk in self.tokens), default=(0.0, 0))
        if near[0] >= _NEARLY:
            return (near[1],)
        return ()


def _bare(label: str) -> str:
    """A number as printed without what stands around it: "Recommendation 4.2." is 4.2."""
    found = _LABEL.match(label.strip())
    return (found[1] if found else label.strip(" .:)(")).casefold()
