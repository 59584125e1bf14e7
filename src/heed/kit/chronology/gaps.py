"""Days on which nobody records having seen a child, and agencies that fall silent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from heed.kit.chronology.rules import pattern, small_pattern
from heed.kit.chronology.types import Entry, Gap, Sighted
from heed.kit.words import plain

_CLAUSE = re.compile(r"(?<=[.;!?])\s+|\n+|, (?:but|although|however) ")


def is_sighting(entry: Entry) -> bool:
    """Whether an entry records that a child was seen: its own column says so, or one of its sentences does and does
    not say the opposite. Only words are read: a sighting told otherwise is missed, and the reader is told how many
    were found."""
    if entry.child_seen:
        said = plain(entry.child_seen).strip(" .")
        if pattern("no", whole=True).fullmatch(said):
            return False
        if pattern("yes", whole=True).fullmatch(said):
            return True
    seen, not_seen = small_pattern("sightings/seen"), small_pattern("sightings/not_seen")
    text = plain(entry.event).lower()
    if not seen.search(text):
        return False
    if not not_seen.search(text):  # as most do not: then no clause of it does
        return True
    return any(seen.search(clause) and not not_seen.search(clause) for clause in _CLAUSE.split(text))


def find_gaps(entries: Sequence[Entry], children: Sequence[str], days: int) -> Iterator[Gap]:
    """Times of more than so many days between two recorded sightings; of each child where they are named, for a
    sighting counts for the children whom its entry names."""
    for child, own in sightings_of(entries, children):
        yield from _between(own, days, child=child)


def sightings_of(entries: Sequence[Entry], children: Sequence[str]) -> Iterator[tuple[str, list[Entry]]]:
    """Each child with the dated entries that record a sighting of them; without names, one of any child ("")."""
    sightings = [entry for entry in entries if entry.when and is_sighting(entry)]
    for child in children or ("",):
        named = re.compile(rf"(?<!\w){re.escape(child)}(?!\w)", re.IGNORECASE) if child else None
        yield child, [each for each in sightings if not named or named.search(f"{each.people} {each.event}")]


def count_sightings(entries: Sequence[Entry], children: Sequence[str]) -> Iterator[Sighted]:
    """How often each child is recorded as seen, between which days: where that is never, no gap says so."""
    until = max((entry.when.latest for entry in entries if entry.when), default=None)
    for child, own in sightings_of(entries, children):
        first = min((each.when.earliest for each in own if each.when), default=None)
        last = max((each.when.latest for each in own if each.when), default=None)
        yield Sighted(child, len(own), first, last, until)


def find_silences(entries: Iterable[Entry], days: int) -> Iterator[Gap]:
    """Times of more than so many days between two entries of one agency."""
    by_agency: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.when:
            by_agency.setdefault(entry.agency, []).append(entry)
    for agency, own in sorted(by_agency.items()):
        yield from _between(own, days, agency=agency)


def _between(own: Sequence[Entry], days: int, *, agency: str = "", child: str = "") -> Iterator[Gap]:
    """`own` in order. The last day that any of them may mean ends what went before."""
    until: tuple[date, int] | None = None
    for entry in own:
        assert entry.when is not None
        if until and (entry.when.earliest - until[0]).days > days:
            long = (entry.when.earliest - until[0]).days
            yield Gap(agency, child, until[0], entry.when.earliest, long, until[1], entry.number)
        if until is None or entry.when.latest >= until[0]:
            until = (entry.when.latest, entry.number)
