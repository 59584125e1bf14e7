"""Removing old events by a partnership's own rule, so that the rest still verifies.

Nothing is removed by default. What is removed leaves its link and a tombstone; the removal is itself an event with a
digest of the tombstones, so that nobody can put up a tombstone of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.events import EventsDisposed
from heed.platform.audit_log.guards import disposing
from heed.platform.audit_log.models import Event, Link, Sighting, Tombstone
from heed.platform.audit_log.operations import record
from heed.platform.audit_log.types import Result
from heed.platform.base.ids import new_public_id

Holds = Callable[[int], Set[str]]
HOLDS: list[Holds] = []
"""From a partnership to the public ids of records under a legal hold; rooms that know of holds add theirs."""
_AT_ONCE = 500
_DISPOSED = "log.disposed"


@transaction.atomic
def dispose_events(actor: Actor, *, before: Mapping[Result, datetime], rule: str, at: datetime) -> int:
    """Remove sealed events of the actor's partnership that came to these results before these moments; returns how
    many. `rule` names the edition of the rule that says so. Events about a record under a legal hold stay, and so do
    those that tell of earlier removals."""
    check_may(actor, Permission.CHANGE_RULES)
    held = set().union(*(holds(actor.partnership_id) for holds in HOLDS)) if HOLDS else set()
    wanted = Q(pk__in=())
    for result, until in before.items():
        wanted |= Q(result=result, at__lt=until)
    events = Event.objects.filter(wanted, partnership_id=actor.partnership_id)
    events = events.exclude(kind=_DISPOSED)
    going = [
        pk
        for pk, ref, shown in events.values_list("pk", "subject_ref", "shown")
        if not _is_held(ref, shown, held)
    ]
    places = _places_of(actor.partnership_id, going)
    if not places:
        return 0
    disposal = new_public_id()
    Tombstone.objects.bulk_create(
        (
            Tombstone(partnership_id=actor.partnership_id, sequence=sequence, disposal_ref=disposal)
            for sequence in places.values()
        ),
        batch_size=_AT_ONCE,
    )
    with disposing():
        for some in _in_pieces(places):
            Sighting.objects.filter(event_id__in=some).delete()
            Event.objects.filter(pk__in=some).delete()
    record(
        actor,
        EventsDisposed(events=len(places), rule=rule, digest=digest_of(places.values())),
        subject_kind="disposal",
        subject_ref=disposal,
        at=at,
    )
    return len(places)


def _is_held(ref: str, shown: Mapping[str, list[str]], held: Set[str]) -> bool:
    return bool(held) and (ref in held or any(each in held for refs in shown.values() for each in refs))


def _places_of(partnership_id: int, events: list[int]) -> dict[int, int]:
    """Event to sequence, of those that are sealed."""
    found: dict[int, int] = {}
    for some in _in_pieces(events):
        rows = Link.objects.filter(partnership_id=partnership_id, event_id__in=some)
        found.update(rows.values_list("event_id", "sequence"))
    return found


def _in_pieces(values: Iterable[int]) -> Iterator[list[int]]:
    every = list(values)
    for start in range(0, len(every), _AT_ONCE):
        yield every[start : start + _AT_ONCE]


def digest_of(sequences: Iterable[int]) -> str:
    """SHA-256 over the sequences in order."""
    return hashlib.sha256("\n".join(str(each) for each in sorted(sequences)).encode()).hexdigest()


def attested_tombstones(partnership_id: int) -> frozenset[int]:
    """The places of events whose removal an event of the log tells of, with this very digest."""
    by_disposal: dict[str, list[int]] = {}
    for ref, sequence in Tombstone.objects.filter(partnership_id=partnership_id).values_list(
        "disposal_ref", "sequence"
    ):
        by_disposal.setdefault(ref, []).append(sequence)
    if not by_disposal:
        return frozenset()
    told = Event.objects.filter(
        partnership_id=partnership_id, kind=_DISPOSED, subject_ref__in=list(by_disposal)
    )
    digests = {event.subject_ref: event.facts.get("digest") for event in told}
    return frozenset(
        sequence
        for ref, sequences in by_disposal.items()
        if digests.get(ref) == digest_of(sequences)
        for sequence in sequences
    )
