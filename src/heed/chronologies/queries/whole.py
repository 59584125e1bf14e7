"""A chronology as the kit knows it, for what is taken away and what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from heed.chronologies.models import Chronology, Sign
from heed.chronologies.queries.entries import each_kit_entry, filter_entries
from heed.chronologies.queries.names import glossary_of
from heed.chronologies.queries.signs import standing_signs
from heed.chronologies.rules import ENTRY_TEXTS
from heed.chronologies.types import EntryFilter, SignKind
from heed.kit.chronology import Chronology as Whole
from heed.kit.chronology import Difference, Duplicate, Entry, Gap, Glossary
from heed.platform.access.types import Actor


def whole_of(actor: Actor, chronology: Chronology, wanted: EntryFilter, *, names: bool) -> Whole:
    """The entries that are wanted, numbered from 1, and what the whole shows of them: proposed or confirmed, without
    what was dismissed. Without `names` there are pseudonyms for them."""
    rows = filter_entries(actor, chronology, wanted, names=names)
    glossary = glossary_of(chronology)
    entries = [
        replace(each if names else hidden(each, glossary), number=place)
        for place, each in enumerate(each_kit_entry(rows), 1)
    ]
    number = {each.file: each.number for each in entries}
    signs = [each for each in standing_signs(actor, chronology) if all(ref in number for ref in each.entries)]
    return Whole(
        tuple(replace(each, file="", row=0) for each in entries),
        (),
        tuple(_gap(each, number) for each in signs if each.kind in (SignKind.GAP, SignKind.SILENCE)),
        tuple(
            _difference(each, number, glossary, names) for each in signs if each.kind == SignKind.DIFFERING
        ),
        tuple(_several(each, number, entries) for each in signs if each.kind == SignKind.SEVERAL),
    )


def hidden(entry: Entry, glossary: Glossary) -> Entry:
    """The entry with pseudonyms for names, wherever the agency wrote words."""
    texts: dict[str, Any] = {
        name: glossary.hide(getattr(entry, name))
        for name in (*ENTRY_TEXTS, "written")
        if getattr(entry, name)
    }
    more = {head: glossary.hide(words) for head, words in entry.more.items()}
    return replace(entry, more=more, **texts)


def _gap(sign: Sign, number: dict[str, int]) -> Gap:
    assert sign.first_on is not None
    assert sign.last_on is not None
    after, before = (number[ref] for ref in sign.entries)
    return Gap(sign.agency, sign.child, sign.first_on, sign.last_on, sign.days, after, before)


def _difference(sign: Sign, number: dict[str, int], glossary: Glossary, names: bool) -> Difference:
    one, other = (number[ref] for ref in sign.entries)
    says = [each if names else glossary.hide(each) for each in sign.says]
    return Difference(one, other, sign.what, says[0], says[1])


def _several(sign: Sign, number: dict[str, int], entries: Sequence[Entry]) -> Duplicate:
    numbers = tuple(sorted(number[ref] for ref in sign.entries))
    agencies = tuple(dict.fromkeys(entries[place - 1].agency for place in numbers))
    return Duplicate(numbers, agencies, sign.likeness)
