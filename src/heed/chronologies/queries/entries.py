"""A chronology's entries in order: the whole for those who read it, an agency's own for its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import yaml
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from heed.chronologies.models import Chronology, Entry, Mark, Pseudonym, Sign
from heed.chronologies.queries.access import check_takes_part, reads_merged, takes_part
from heed.chronologies.queries.names import glossary_of
from heed.chronologies.rules import ENTRY_TEXTS
from heed.chronologies.types import FINDINGS, Decision, EntryFilter, MarkKind, SignKind
from heed.kit.chronology import Entry as KitEntry
from heed.kit.chronology import Kept, When, keeps_standard
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Agency
from heed.reviews.queries import find_review

_SEARCHED = ("event", "people", "action", "outcome", "source", "significance", "comment")
_MOST_FOUND = 20_000
"""Entries that words or a person may narrow to; a database takes no more names in one question."""


def chronology_of(actor: Actor, review_id: int) -> Chronology | None:
    """The chronology of a review, where it was opened and this actor may see it."""
    check_takes_part(actor)
    found: Chronology | None = (
        Chronology.objects.visible_to(actor)
        .filter(review=review_id)
        .select_related("review", "review__area")
        .first()
    )
    return found


def find_chronology(actor: Actor, review_ref: str) -> Chronology:
    """The chronology of the review with this public id, or `NotVisible`."""
    found = chronology_of(actor, find_review(actor, review_ref).pk)
    if found is None:
        raise NotVisible
    return found


def entries_seen(actor: Actor) -> QuerySet[Any]:
    """Entries that this actor may see: all of them, or their own agency's."""
    check_takes_part(actor)
    rows = Entry.objects.visible_to(actor)
    return rows if reads_merged(actor) else rows.filter(agency=actor.agency_id)


def filter_entries(
    actor: Actor, chronology: Chronology, wanted: EntryFilter, *, names: bool
) -> QuerySet[Any]:
    """The entries that this actor may see and wants, in order. `names`: words are looked for in the agencies' own
    words; otherwise in what is shown, with pseudonyms for names, so that nobody finds a name by guessing it."""
    rows = entries_seen(actor).filter(chronology=chronology)
    if wanted.agency:
        rows = rows.filter(agency__public_id=wanted.agency)
    if wanted.since:
        rows = rows.filter(latest__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(earliest__lte=wanted.until)
    if wanted.theme:
        rows = rows.filter(Exists(_marks(actor).filter(theme=wanted.theme)))
    if wanted.significance:
        rows = _significant(actor, chronology, rows, wanted.significance)
    if wanted.words.strip() or wanted.people:
        rows = rows.filter(pk__in=_saying(actor, chronology, rows, wanted, names=names))
    return rows.order_by("order_key", "agency__name", "pk")


def _marks(actor: Actor) -> QuerySet[Any]:
    return Mark.objects.visible_to(actor).filter(entry=OuterRef("pk"))


def _significant(actor: Actor, chronology: Chronology, rows: QuerySet[Any], how: str) -> QuerySet[Any]:
    if how == "said":
        return rows.exclude(significance="")
    if how == "marked":
        return rows.filter(Exists(_marks(actor).filter(kind__in=FINDINGS)))
    if how == "record":
        return rows.filter(Exists(_marks(actor).filter(kind=MarkKind.RECORD)))
    signs = Sign.objects.visible_to(actor).filter(chronology=chronology, gone_at__isnull=True)
    standing = signs.exclude(decision=Decision.DISMISSED)
    if how == "alone":
        return rows.exclude(public_id__in=_touched(standing.filter(kind=SignKind.SEVERAL)))
    return rows.filter(public_id__in=_touched(standing))


def _touched(signs: QuerySet[Any]) -> list[str]:
    listed = signs.values_list("entries", flat=True)
    return list({ref for refs in listed for ref in refs})[:_MOST_FOUND]


def _saying(
    actor: Actor, chronology: Chronology, rows: QuerySet[Any], wanted: EntryFilter, *, names: bool
) -> list[int]:
    glossary = glossary_of(chronology)
    words = " ".join(wanted.words.split()).casefold()
    person = (
        Pseudonym.objects.visible_to(actor)
        .filter(public_id=wanted.people, review=chronology.review_id)
        .first()
    )
    if wanted.people and person is None:
        return []
    found = []
    for pk, *texts in rows.order_by("order_key", "pk").values_list("pk", *_SEARCHED):
        written = " ".join(texts)
        hidden = glossary.hide(written).casefold()
        if words and words not in (written.casefold() if names else hidden):
            continue
        if person and person.folded not in " ".join(hidden.split()):
            continue
        found.append(pk)
    return found[:_MOST_FOUND]


def marks_seen(actor: Actor) -> QuerySet[Any]:
    """What hangs on events. The panel's own words are for those who read the whole; an agency reads which record is
    asked of it."""
    rows = Mark.objects.visible_to(actor)
    if not reads_merged(actor):
        rows = rows.filter(kind=MarkKind.RECORD)
    return rows.select_related("made_by").order_by("pk")


def page_of_entries(actor: Actor, rows: QuerySet[Any], *, offset: int, limit: int) -> tuple[list[Entry], int]:
    """One page with agencies and marks, and how many there are in all."""
    shown = rows.select_related("agency", "file").prefetch_related(Prefetch("marks", marks_seen(actor)))
    return list(shown[offset : offset + limit]), rows.count()


def entries_of_agency(actor: Actor, chronology: Chronology, agency: Agency) -> QuerySet[Any]:
    """One agency's entries in order, for those who may see them."""
    rows = entries_seen(actor).filter(chronology=chronology, agency=agency)
    return rows.order_by("order_key", "pk")


def find_entry(actor: Actor, ref: str) -> Entry:
    """The entry with this public id, or `NotVisible`."""
    if not takes_part(actor):
        raise NotVisible
    rows = entries_seen(actor).filter(public_id=ref).prefetch_related(Prefetch("marks", marks_seen(actor)))
    row = rows.select_related(
        "agency", "file", "entered_by", "chronology", "chronology__review", "chronology__review__area"
    ).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def agencies_of(actor: Actor, chronology: Chronology) -> list[tuple[Agency, int]]:
    """The agencies with entries, by name, and how many each has."""
    rows = entries_seen(actor).filter(chronology=chronology).order_by()
    counted = dict(rows.values_list("agency").annotate(many=Count("pk")))
    agencies = Agency.objects.filter(pk__in=counted).order_by("name")
    return [(agency, counted[agency.pk]) for agency in agencies]


def count_entries(actor: Actor, chronology: Chronology) -> int:
    """How many entries there are that this actor may see."""
    return entries_seen(actor).filter(chronology=chronology).count()


def each_kit_entry(rows: QuerySet[Any]) -> Iterator[KitEntry]:
    """Entries as the kit knows them; each says by its file whose public id it is."""
    for row in rows.select_related("agency").iterator(chunk_size=2000):
        yield kit_entry(row)


def kit_entry(row: Entry) -> KitEntry:
    """An entry as the kit knows it, with its public id for the file's name."""
    recorded = When(row.recorded_on, row.recorded_on) if row.recorded_on else None
    texts: dict[str, Any] = {name: getattr(row, name) for name in ENTRY_TEXTS}
    return KitEntry(
        agency=row.agency.name,
        file=row.public_id,
        row=row.row,
        when=when_of(row),
        written=row.written,
        recorded_on=recorded,
        more=row.more,
        **texts,
    )


def when_of(row: Entry) -> When | None:
    """The days and minutes that were understood of an entry's date."""
    if row.earliest is None or row.latest is None:
        return None
    return When(row.earliest, row.latest, row.begins, row.ends, row.written, row.uncertain)


@cache
def themes_offered() -> tuple[str, ...]:
    """The themes by which events can be marked: those of `rules/themes.yaml`."""
    found = yaml.safe_load((settings.RULES / "themes.yaml").read_text(encoding="utf-8"))
    return tuple(found["themes"])


def to_mend(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those with no source of information, no date that can be understood, or nothing said; and those whose record
    the panel asks for."""
    asked = Exists(_marks(actor).filter(kind=MarkKind.RECORD))
    return rows.filter(Q(source="") | Q(earliest__isnull=True) | Q(event="") | asked)


def records_asked(actor: Actor, chronology: Chronology) -> dict[str, int]:
    """How many records the panel asks each agency for, by the agency's name."""
    rows = (
        marks_seen(actor)
        .filter(kind=MarkKind.RECORD, entry__chronology=chronology)
        .order_by("entry__agency__name")
    )
    return dict(Counter(rows.values_list("entry__agency__name", flat=True)))


def standard_of(rows: QuerySet[Any]) -> list[Kept]:
    """How far these entries keep the recording standard; [] where there are none."""
    entries = list(each_kit_entry(rows))
    return keeps_standard(entries) if entries else []


def standard_by_agency(actor: Actor, chronology: Chronology) -> dict[str, list[Kept]]:
    """The same for each agency with entries, by name."""
    rows = entries_seen(actor).filter(chronology=chronology).order_by("agency__name", "order_key", "pk")
    each_agency = groupby(each_kit_entry(rows), key=lambda entry: entry.agency)
    return {agency: keeps_standard(list(entries)) for agency, entries in each_agency}
