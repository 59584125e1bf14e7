"""Agencies' tables made into one chronology."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from heed.kit.chronology.alike import find_alike
from heed.kit.chronology.gaps import count_sightings, find_gaps, find_silences
from heed.kit.chronology.rubbish import rubbish_waits
from heed.kit.chronology.rules import number
from heed.kit.chronology.types import Chronology, Entry, Table


@rubbish_waits()
def merge(
    tables: Sequence[Table],
    *,
    children: Sequence[str] = (),
    gap_days: int | None = None,
    silence_days: int | None = None,
) -> Chronology:
    """One chronology of all entries, numbered from 1, with its gaps, records that differ and events told twice.

    The order is that of `When.order`; what has no date that can be understood stands at the end, by agency and row.
    An entry that an agency sent in two files, the same in every word, stands once. `children` are the names by which
    entries speak of them; without any, a sighting of any child counts. Days are those of the rules unless given.
    """
    once, twice = _once(entry for table in tables for entry in table.entries)
    dated = sorted((entry for entry in once if entry.when), key=_order)
    rest = sorted(
        (entry for entry in once if not entry.when), key=lambda entry: (entry.agency, entry.file, entry.row)
    )
    entries = tuple(replace(entry, number=place) for place, entry in enumerate([*dated, *rest], 1))
    gaps = find_gaps(entries, children, _days(gap_days, "gap_days"))
    silences = find_silences(entries, _days(silence_days, "silence_days"))
    alike = find_alike(entries)
    return Chronology(
        entries,
        tuple(tables),
        (*gaps, *silences),
        tuple(alike.differences),
        tuple(alike.duplicates),
        twice,
        tuple(count_sightings(entries, children)),
    )


def _days(given: int | None, name: str) -> int:
    return int(number(name)) if given is None else given


def _order(entry: Entry) -> tuple[object, ...]:
    assert entry.when is not None
    return (*entry.when.order, entry.agency, entry.file, entry.row)


def _once(entries: Iterable[Entry]) -> tuple[list[Entry], int]:
    """Each entry once, and how many were the same as one before: of one agency and day, in the same words."""
    seen: dict[tuple[object, ...], Entry] = {}
    total = 0
    for entry in entries:
        total += 1
        day = (entry.when.earliest, entry.when.latest, entry.when.begins) if entry.when else entry.written
        key = (
            entry.agency.casefold(),
            day,
            entry.event,
            entry.source,
            entry.people,
            entry.action,
            entry.outcome,
        )
        seen.setdefault(key, entry)
    return list(seen.values()), total - len(seen)
