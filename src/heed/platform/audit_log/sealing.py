"""The sealer: gives events that are not chained yet their places, within seconds of being written.

Events are written unchained, so that two people never wait for one another; what is not sealed yet (the tail) is
counted and shown. Several sealers may run: the first takes a lock, the others find nothing left to do.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from heed.platform.audit_log.chain import canonical_sql, content_of, first_hash, follow
from heed.platform.audit_log.models import Chain, Link, Sighting

AT_ONCE = 2000
"""Events sealed in one transaction, so that it lasts well under a second."""
_REACH = 10_000
"""Row numbers below the newest sealed event in which a late commit is still looked for."""
LATE = timedelta(minutes=5)
"""No transaction lasts longer: an older event with a number below the seal was not written by Heed, and is left for
verification to find."""


@dataclass(frozen=True, slots=True)
class _Unsealed:
    event_id: int
    partnership_id: int
    canonical: str
    actor_ref: str
    shown: str

    @property
    def at(self) -> str:
        """To the second, in UTC, as the canonical text begins."""
        return self.canonical[:19]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.at[:10])


def seal(*, at: datetime) -> int:
    """Seal what is unsealed; returns how many events were."""
    total = 0
    while _first_unsealed() and (sealed := _seal_some(at)):
        total += sealed
    return total


def _first_unsealed() -> bool:
    """Whether there is anything to do, asked without taking the writer's place."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 {_FROM} LIMIT 1", [_floor()])
        return cursor.fetchone() is not None


_FROM = """FROM audit_log_event e LEFT JOIN audit_log_link l ON l.event_id = e.id
    WHERE l.id IS NULL AND e.id > %s"""


def _floor() -> int:
    newest = Link.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
    return max(newest - _REACH, 0)


@transaction.atomic
def _seal_some(at: datetime) -> int:
    # Whoever holds this row seals; it is there for the events of no partnership, and taken first by everybody.
    Chain.objects.select_for_update().get_or_create(partnership_id=0)
    found = sorted(_unsealed(), key=lambda each: (each.partnership_id, each.event_id))
    sealed = 0
    for partnership_id, events in groupby(found, key=lambda each: each.partnership_id):
        sealed += _seal_one(partnership_id, list(events), at)
    return sealed


def _unsealed() -> list[_Unsealed]:
    text = canonical_sql(connection.vendor)
    columns = f"e.id, e.partnership_id, {text}, e.actor_ref, e.shown"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} {_FROM} ORDER BY e.id LIMIT %s", [_floor(), AT_ONCE])
        return [_Unsealed(*row) for row in cursor.fetchall()]


def _seal_one(partnership_id: int, events: list[_Unsealed], at: datetime) -> int:
    chain, _ = Chain.objects.select_for_update().get_or_create(partnership_id=partnership_id)
    last = Link.objects.filter(partnership_id=partnership_id).order_by("-sequence").first()
    sequence, hash_, newest = (
        (last.sequence, last.hash, last.event_id) if last else (0, first_hash(partnership_id), 0)
    )
    too_late = f"{(at - LATE).astimezone(UTC):%Y-%m-%d %H:%M:%S}"
    links = []
    for event in events:
        if event.event_id < newest and event.at < too_late:
            continue
        content = content_of(event.canonical)
        sequence += 1
        hash_ = follow(hash_, sequence, content)
        links.append(
            Link(
                partnership_id=partnership_id,
                sequence=sequence,
                event_id=event.event_id,
                content=content,
                hash=hash_,
            )
        )
    Link.objects.bulk_create(links, batch_size=500)
    _index({link.event_id for link in links}, events)
    chain.sequence, chain.hash, chain.sealed_at = sequence, hash_, at
    chain.save(update_fields=["sequence", "hash", "sealed_at"])
    return len(links)


def _index(sealed: set[int], events: list[_Unsealed]) -> None:
    """Who was shown what, once for each person, record and day."""
    rows: dict[tuple[Any, ...], Sighting] = {}
    for event in events:
        if event.event_id not in sealed or event.shown == "{}" or not event.actor_ref:
            continue
        for refs in json.loads(event.shown).values():
            for ref in refs:
                row = Sighting(
                    subject_ref=ref,
                    actor_ref=event.actor_ref,
                    day=event.day,
                    event_id=event.event_id,
                    partnership_id=event.partnership_id,
                )
                rows.setdefault((ref, event.actor_ref, event.day), row)
    Sighting.objects.bulk_create(rows.values(), batch_size=500, ignore_conflicts=True)


def count_unsealed(partnership_id: int | None = None) -> int:
    """How long the tail is, of one partnership or of all."""
    only, values = ("", []) if partnership_id is None else (" AND e.partnership_id = %s", [partnership_id])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) {_FROM}{only}", [_floor(), *values])
        return int(cursor.fetchone()[0])
