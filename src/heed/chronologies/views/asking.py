"""What an address of a chronology asks for, and how its entries are read there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest

from heed.chronologies.operations import note_names_shown
from heed.chronologies.policies import check_reads_raw, sees_names
from heed.chronologies.presenters.words import Words
from heed.chronologies.queries import agencies_of, find_entry, glossary_of
from heed.chronologies.queries.access import writes_own
from heed.chronologies.types import EntryFilter
from heed.kit.chronology import read_when
from heed.platform.access.types import Actor
from heed.platform.base import clock

_ASKED = ("words", "agency", "person", "theme", "significance", "since", "until", "names")


def asked_of(request: HttpRequest) -> dict[str, str]:
    """The parts of the address that narrow a chronology, as they were given."""
    return {name: value for name in _ASKED if (value := request.GET.get(name, "").strip()[:200])}


def filter_of(asked: Mapping[str, str]) -> EntryFilter:
    """The filter that they mean; a day that cannot be understood narrows nothing."""
    since, until = (_day(asked.get(name, "")) for name in ("since", "until"))
    return EntryFilter(
        agency=asked.get("agency", ""),
        people=asked.get("person", ""),
        theme=asked.get("theme", ""),
        significance=asked.get("significance", ""),
        words=asked.get("words", ""),
        since=since[0] if since else None,
        until=until[1] if until else None,
    )


def _day(words: str) -> tuple[date, date] | None:
    when = read_when(words).when if words else None
    return (when.earliest, when.latest) if when else None


def as_query(asked: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
    """For links that keep what was asked for."""
    return {name: [value] for name, value in asked.items()}


def words_for(actor: Actor, chronology: Any, *, names: bool) -> Words:
    """How entries are read: with names only for those who may see them, and then on record."""
    shown = names and sees_names(actor)
    if shown:
        note_names_shown(actor, review_ref=chronology.review.public_id, at=clock.now())
    listed = agencies_of(actor, chronology)
    colours = {agency.pk: at for at, (agency, _) in enumerate(listed)}
    return Words(glossary_of(chronology), names=shown, agencies=colours)


def words_of_agency(actor: Actor, chronology: Any, agency_id: int) -> Words:
    """An agency reads its own words as it wrote them; others read pseudonyms."""
    said = words_for(actor, chronology, names=False)
    return Words(said.glossary, names=writes_own(actor, agency_id), agencies=said.agencies)


def show_raw(actor: Actor, chronology: Any, agency_id: int) -> None:
    """An agency's words are about to be shown as they were written: raise unless they may be, and put on record that
    another agency's are."""
    check_reads_raw(actor, agency_id)
    if not writes_own(actor, agency_id):
        note_names_shown(actor, review_ref=chronology.review.public_id, at=clock.now())


def show_earlier(actor: Actor, ref: str) -> None:
    """What an entry said before is about to be shown, as it was written."""
    row = find_entry(actor, ref)
    show_raw(actor, row.chronology, row.agency_id)
