"""The log, for those who may read it, and a record's own history, for those who may see the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone

from heed.platform.access.models import Record, visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.anchor import is_on_the_same_disk
from heed.platform.audit_log.models import Chain, Event, Sighting
from heed.platform.audit_log.records import RECORDS
from heed.platform.audit_log.sealing import count_unsealed
from heed.platform.audit_log.types import Result
from heed.platform.base.errors import NotVisible
from heed.platform.base.models import Revision
from heed.platform.history.lines import lines_of
from heed.platform.history.types import Line, Wanted

PAGE = 50
_MOST = 200


def list_lines(actor: Actor, wanted: Wanted, *, limit: int = PAGE) -> tuple[list[Line], int | None]:
    """One page of the log, the newest first, and what to ask for as `before` for the next; None at the end."""
    events = list(_events(actor, wanted)[: limit + 1])
    more = events[limit - 1].pk if len(events) > limit else None
    return lines_of(actor, events[:limit]), more


def each_line(actor: Actor, wanted: Wanted) -> Iterator[Line]:
    """All that match, the newest first, some at a time."""
    more: int | None = wanted.before
    while True:
        events = list(_events(actor, replace(wanted, before=more))[:1000])
        yield from lines_of(actor, events)
        if len(events) < 1000:
            return
        more = events[-1].pk


def count_events(actor: Actor, wanted: Wanted) -> int:
    """How many events match; for a download, never for a page."""
    return _events(actor, wanted).count()


def _events(actor: Actor, wanted: Wanted) -> QuerySet[Event]:
    check_may(actor, Permission.READ_AUDIT_LOG)
    rows = Event.objects.filter(partnership_id=actor.partnership_id)
    if wanted.person:
        rows = rows.filter(actor_ref=wanted.person)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.result:
        rows = rows.filter(result=wanted.result)
    if wanted.record and _stands_where_unseen(actor, wanted.record):
        return rows.none()
    if wanted.record:
        seen = Sighting.objects.filter(subject_ref=wanted.record, partnership_id=actor.partnership_id)
        rows = rows.filter(Q(subject_ref=wanted.record) | Q(pk__in=seen.values("event_id")))
    if wanted.first:
        rows = rows.filter(at__gte=_midnight(wanted.first))
    if wanted.last:
        rows = rows.filter(at__lt=_midnight(wanted.last + timedelta(days=1)))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return rows.order_by("-pk")


def _stands_where_unseen(actor: Actor, ref: str) -> bool:
    """Whether it is a record of a case that this person is kept from: whoever has its address from before does not
    learn from the log that there is still something, and who looks at it."""
    seen = visible_scope_ids(actor)
    records = (each for each in apps.get_models() if issubclass(each, Record))
    named = (each.objects.for_everyone(because="the log is narrowed to it") for each in records)
    return any(rows.filter(public_id=ref).exclude(scope__in=seen).exists() for rows in named)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def find_label(actor: Actor, kind: str, ref: str) -> str:
    """What this record is called, or `NotVisible`."""
    if kind not in RECORDS:
        raise NotVisible
    label = RECORDS[kind].labels(actor, [ref]).get(ref)
    if label is None:
        raise NotVisible
    return label


def history_of(actor: Actor, kind: str, ref: str) -> list[Line]:
    """What was done to a record that the actor may see, the newest first, at most 200."""
    find_label(actor, kind, ref)
    rows = Event.objects.filter(
        partnership_id=actor.partnership_id, subject_kind=kind, subject_ref=ref, result=Result.DONE
    )
    return lines_of(actor, list(rows.order_by("-pk")[:_MOST]))


def history_of_case(
    actor: Actor, kind: str, ref: str, *, before: int | None = None
) -> tuple[list[Line], int | None]:
    """What was done to a case and to those of its records that the actor may see, the newest first; and what to ask
    for as `before` for what was done earlier, None at the end."""
    find_label(actor, kind, ref)
    told = Q(subject_kind=kind, subject_ref=ref)
    for each in RECORDS.values():
        if seen := each.labels(actor, refs) if (refs := list(each.of_case(ref))) else {}:
            told |= Q(subject_kind=each.name, subject_ref__in=list(seen))
    rows = Event.objects.filter(told, partnership_id=actor.partnership_id, result=Result.DONE)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    events = list(rows.order_by("-pk")[: PAGE + 1])
    return lines_of(actor, events[:PAGE]), events[PAGE - 1].pk if len(events) > PAGE else None


def sightings_of(actor: Actor, ref: str) -> list[Line]:
    """Who was shown a record, once for each person and day, the newest first, at most 200: for those who read the
    log. What is not sealed yet is not in it."""
    check_may(actor, Permission.READ_AUDIT_LOG)
    rows = Sighting.objects.filter(subject_ref=ref, partnership_id=actor.partnership_id)
    wanted = list(rows.order_by("-day", "-event_id").values_list("event_id", flat=True)[:_MOST])
    events = {each.pk: each for each in Event.objects.filter(pk__in=wanted)}
    return lines_of(actor, [events[each] for each in wanted if each in events])


def revisions_of(actor: Actor, kind: str, ref: str) -> Sequence[Revision]:
    """What the fields of a record that the actor may see said before, the newest first; nothing
    where the kind of record keeps that from them."""
    find_label(actor, kind, ref)
    if not RECORDS[kind].earlier(actor, ref):
        return []
    rows = Revision.objects.filter(partnership_id=actor.partnership_id, subject_kind=kind, subject_ref=ref)
    return list(rows.order_by("-until", "-pk")[:_MOST])


def list_people(actor: Actor) -> list[tuple[str, str]]:
    """Everybody who is or was in the partnership, by public id and name, for narrowing the log."""
    check_may(actor, Permission.READ_AUDIT_LOG)
    rows = Person.objects.filter(memberships__partnership_id=actor.partnership_id).distinct()
    return [(each.public_id, each.name) for each in rows.order_by("name")]


def get_chain(actor: Actor) -> tuple[Chain, int, bool]:
    """How far the partnership's chain is sealed, anchored and verified, how many events wait to be sealed, and
    whether the anchor is on the same disk as the data."""
    check_may(actor, Permission.READ_AUDIT_LOG)
    chain = Chain.objects.filter(partnership_id=actor.partnership_id).first()
    waiting = count_unsealed(actor.partnership_id)
    return chain or Chain(partnership_id=actor.partnership_id), waiting, is_on_the_same_disk()
