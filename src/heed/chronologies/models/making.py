"""Entries as rows: made of what the kit understood. For this room's operations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from heed.chronologies.models.entries import AgencyFile, Chronology, Entry
from heed.chronologies.rules import ENTRY_TEXTS, LONGEST_SHORT, order_key, same_key
from heed.kit.chronology import Entry as KitEntry
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.models import Scope
from heed.platform.access.types import Actor


def scope_of(chronology: Chronology) -> Scope:
    """The scope for new rows of this chronology, held until the transaction ends."""
    return scope_for_new_rows(chronology.partnership_id, chronology.review.public_id)


def fields_of(entry: KitEntry) -> dict[str, Any]:
    """What is stored of an event: its words, and what was understood of them."""
    when = entry.when
    on = entry.recorded_on
    return {
        **{name: getattr(entry, name)[: LONGEST_SHORT.get(name)] for name in ENTRY_TEXTS},
        "written": entry.written[:300],
        "written_time": entry.time[:80],
        "earliest": when.earliest if when else None,
        "latest": when.latest if when else None,
        "begins": when.begins if when else None,
        "ends": when.ends if when else None,
        "uncertain": when.uncertain if when else False,
        "recorded_written": entry.recorded[:80],
        "recorded_on": on.earliest if on and on.is_day else None,
        "more": dict(entry.more),
        "order_key": order_key(when),
        "same_key": same_key(entry),
    }


def new_row(
    actor: Actor,
    chronology: Chronology,
    scope: Scope,
    entry: KitEntry,
    *,
    agency_id: int,
    at: datetime,
    file: AgencyFile | None = None,
) -> Entry:
    """The row, not yet written."""
    return Entry(
        partnership_id=chronology.partnership_id,
        scope=scope,
        chronology=chronology,
        agency_id=agency_id,
        file=file,
        row=entry.row,
        entered_by_id=actor.person_id,
        entered_at=at,
        **fields_of(entry),
    )
