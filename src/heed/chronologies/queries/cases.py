"""Rows of chronologies by their case, and what records are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from heed.chronologies.models import AgencyFile, Chronology, Entry, Mark, Pseudonym, Sign
from heed.chronologies.queries.access import reads_merged, reads_raw, takes_part, writes_own
from heed.chronologies.queries.names import glossary_of
from heed.platform.access.types import Actor
from heed.platform.ui.wording import day

_MOVES = "a case moves as a whole"


def own_rows(case_ref: str) -> QuerySet[Any]:
    """The chronology of a case."""
    return Chronology.objects.for_everyone(because=_MOVES).filter(review__public_id=case_ref)


def file_rows(case_ref: str) -> QuerySet[Any]:
    """The files sent for a case's chronology."""
    return AgencyFile.objects.for_everyone(because=_MOVES).filter(chronology__review__public_id=case_ref)


def entry_rows(case_ref: str) -> QuerySet[Any]:
    """The entries of a case's chronology, those taken out too."""
    return Entry.objects.for_everyone(because=_MOVES).filter(chronology__review__public_id=case_ref)


def sign_rows(case_ref: str) -> QuerySet[Any]:
    """What a case's chronology shows."""
    return Sign.objects.for_everyone(because=_MOVES).filter(chronology__review__public_id=case_ref)


def mark_rows(case_ref: str) -> QuerySet[Any]:
    """What is hung on the events of a case."""
    return Mark.objects.for_everyone(because=_MOVES).filter(entry__chronology__review__public_id=case_ref)


def pseudonym_rows(case_ref: str) -> QuerySet[Any]:
    """The pseudonyms of a case."""
    return Pseudonym.objects.for_everyone(because=_MOVES).filter(review__public_id=case_ref)


def labels_of_entries(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these entries are called, those that the actor may see, by public id."""
    rows = Entry.objects.visible_to(actor).filter(public_id__in=refs).select_related("agency")
    if not takes_part(actor):
        return {}
    if not reads_merged(actor):
        rows = rows.filter(agency=actor.agency_id)
    return {row.public_id: f"{row.agency} on {day(row.earliest, none='no date')}" for row in rows}


def labels_of_files(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these files are called, those that the actor may see, by public id."""
    if not takes_part(actor):
        return {}
    rows = AgencyFile.objects.visible_to(actor).filter(public_id__in=refs)
    if not reads_merged(actor):
        rows = rows.filter(agency=actor.agency_id)
    listed = list(rows.select_related("chronology"))
    hidden = {each.chronology_id: glossary_of(each.chronology) for each in listed}
    return {
        row.public_id: row.name
        if writes_own(actor, row.agency_id)
        else hidden[row.chronology_id].hide(row.name)
        for row in listed
    }


def reads_earlier(actor: Actor, ref: str) -> bool:
    """Whether what an entry said before may be shown to this actor: it is kept as it was written."""
    rows = Entry.objects.visible_to(actor).filter(public_id=ref)
    agency = rows.values_list("agency", flat=True).first()
    return agency is not None and reads_raw(actor, agency)
