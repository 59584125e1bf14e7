"""Files that agencies sent, and what would become of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from heed.chronologies.models import AgencyFile, Chronology, Entry
from heed.chronologies.queries.access import check_takes_part, reads_merged, takes_part
from heed.chronologies.rules import same_key
from heed.chronologies.types import FileState
from heed.kit.chronology import Entry as KitEntry
from heed.kit.chronology import Table, table_of
from heed.kit.reading.grid import Fault, Grid
from heed.kit.reading.types import Unreadable
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.files.tables import tables_in
from heed.platform.partnerships.models import Agency


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A file as it was understood, with what would become of its rows. `why_not`: it cannot be read so, and why;
    `heads` are then what a person can say of it."""

    table: Table | None
    heads: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]
    new: tuple[KitEntry, ...] = ()
    same: tuple[KitEntry, ...] = ()
    gone: int = 0
    why_not: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.table.faults if self.table else ()


def find_file(actor: Actor, ref: str) -> AgencyFile:
    """The file with this public id, or `NotVisible`."""
    if not takes_part(actor):
        raise NotVisible
    rows = AgencyFile.objects.visible_to(actor).filter(public_id=ref)
    if not reads_merged(actor):
        rows = rows.filter(agency=actor.agency_id)
    row = rows.select_related("agency", "file", "sent_by", "chronology", "chronology__review").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def files_of_agency(actor: Actor, chronology: Chronology, agency: Agency) -> list[AgencyFile]:
    """What one agency sent, the newest first, for those who may see it."""
    check_takes_part(actor)
    if not reads_merged(actor) and actor.agency_id != agency.pk:
        return []
    rows = AgencyFile.objects.visible_to(actor).filter(chronology=chronology, agency=agency)
    return list(rows.exclude(state=FileState.LEFT).select_related("sent_by").order_by("-pk"))


def look_at_file(actor: Actor, row: AgencyFile) -> LookedAt:
    """The file as it is understood now, row by row against what the agency has here."""
    tables = tables_in(path_of(row.file).read_bytes(), row.name)
    heads, samples = _heads(tables)
    try:
        table = table_of(
            tables, row.name, agency=row.agency.name, columns=row.uses, month_first=row.month_first
        )
    except Unreadable as reason:
        return LookedAt(None, heads, samples, why_not=reason.message)
    here = set(
        Entry.objects.visible_to(actor)
        .filter(chronology=row.chronology_id, agency=row.agency_id)
        .values_list("same_key", flat=True)
    )
    new: dict[str, KitEntry] = {}
    same: list[KitEntry] = []
    keys = set()
    for entry in table.entries:
        key = same_key(entry)
        keys.add(key)
        if key in here or key in new:
            same.append(entry)
        else:
            new[key] = entry
    earlier = (
        Entry.objects.visible_to(actor)
        .filter(chronology=row.chronology_id, agency=row.agency_id, file__isnull=False)
        .exclude(file=row)
        .values_list("same_key", flat=True)
    )
    gone = sum(key not in keys for key in earlier)
    return LookedAt(table, heads, samples, tuple(new.values()), tuple(same), gone)


def _heads(tables: Sequence[Grid]) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    """The words at the heads of the table that names most columns, and the first words beneath each."""
    from heed.kit.chronology.columns import guess

    shown = [(grid, guess(grid)) for grid in tables if not grid.hidden and any(map(any, grid.rows))]
    best = max(shown, key=lambda pair: (len(pair[1].of), len(pair[1].heads)), default=None)
    if best is None:
        return (), {}
    grid, found = best
    below = [row for row in grid.rows[found.first :] if any(row)][:50]
    samples = {
        head: tuple(filter(None, (" ".join(row[at].split())[:90] for row in below)))[:3]
        for at, head in found.heads.items()
    }
    return tuple(found.heads.values()), samples
