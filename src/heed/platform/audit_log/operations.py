"""The one place that writes to the audit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from heed.platform.access.queries import find_actor
from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.audit_log.noting import noted_so_far
from heed.platform.audit_log.types import Result
from heed.platform.partnerships.models import Membership

LONGEST_FACT = 120


class OutsideTransaction(RuntimeError):
    """A programmer's mistake: an event must stand or fall with the change that it records."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whom an event is of: a member, somebody whose account has no membership in force, or nobody known."""

    person_ref: str = ""
    membership_id: int | None = None
    on_behalf_ref: str = ""
    partnership_id: int = 0
    agency_ref: str = ""
    roles: str = ""


NOBODY = Who()


def who_acts(actor: Actor) -> Who:
    """A member, with the roles that they have at this moment."""
    return Who(
        person_ref=actor.person_ref,
        membership_id=actor.membership_id,
        on_behalf_ref=actor.on_behalf_ref,
        partnership_id=actor.partnership_id,
        agency_ref=actor.agency_ref,
        roles=",".join(sorted(actor.roles)),
    )


def who_is(person: Person | None) -> Who:
    """Somebody without a membership in force: their last partnership keeps the event, where they had one."""
    if person is None:
        return NOBODY
    last = Membership.objects.filter(person=person).order_by("pk").last()
    return Who(person_ref=person.public_id, partnership_id=last.partnership_id if last else 0)


def record(
    actor: Actor,
    happened: Any,
    *,
    subject_kind: str,
    subject_ref: str,
    at: datetime,
    partnership_id: int = 0,
) -> None:
    """Write down that `happened` (an `@event` value), about which record, in the caller's transaction.

    Facts are counts, codes and references; a fact longer than 120 characters is refused, so that no
    case text can slip in.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(happened.event_name)
    write_event(
        who_acts(actor),
        happened,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        result=Result.DONE,
        at=at,
        partnership_id=partnership_id,
    )
    noted = noted_so_far()
    if noted is not None:
        noted.written += 1


def record_many(
    actor: Actor, happened: Sequence[tuple[Any, str]], *, subject_kind: str, at: datetime
) -> None:
    """As `record`, for many records of a kind that one operation changes: each as (event, public id)."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(subject_kind)
    who = who_acts(actor)
    Event.objects.bulk_create(
        (
            _event(who, each, subject_kind=subject_kind, subject_ref=ref, result=Result.DONE, at=at)
            for each, ref in happened
        ),
        batch_size=1000,
    )
    noted = noted_so_far()
    if noted is not None:
        noted.written += len(happened)


def record_of_person(person: Person, happened: Any, *, at: datetime) -> None:
    """As `record`, of somebody who signs in or out or changes how they do, whether they have a membership or not."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(happened.event_name)
    actor = find_actor(person, on=timezone.localdate(at))
    write_event(
        who_acts(actor) if actor else who_is(person),
        happened,
        subject_kind="person",
        subject_ref=person.public_id,
        result=Result.DONE,
        at=at,
    )
    noted = noted_so_far()
    if noted is not None:
        noted.written += 1


def record_of_visitor(
    partnership_id: int, happened: Any, *, subject_kind: str, subject_ref: str, at: datetime
) -> None:
    """As `record`, of somebody without an account who was let in by a link, for the partnership that made it."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(happened.event_name)
    write_event(
        Who(partnership_id=partnership_id),
        happened,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        result=Result.DONE,
        at=at,
    )
    noted = noted_so_far()
    if noted is not None:
        noted.written += 1


def record_read(
    actor: Actor,
    happened: Any,
    *,
    subject_kind: str,
    subject_ref: str,
    at: datetime,
    shown: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write down that this actor was shown something. While a request is answered, this becomes the one event of
    the request, written before anything leaves the house; elsewhere it is written at once."""
    noted = noted_so_far()
    if noted is None:
        with transaction.atomic():
            write_event(
                who_acts(actor),
                happened,
                subject_kind=subject_kind,
                subject_ref=subject_ref,
                result=Result.SHOWN,
                at=at,
                shown=shown,
            )
        return
    noted.happened, noted.subject = happened, (subject_kind, subject_ref)
    for kind, refs in (shown or {}).items():
        noted.add(kind, refs)


def write_event(
    who: Who,
    happened: Any,
    *,
    subject_kind: str,
    subject_ref: str,
    result: Result,
    at: datetime,
    shown: Mapping[str, Sequence[str]] | None = None,
    partnership_id: int = 0,
) -> None:
    """The row itself, unchained; the sealer chains it within seconds."""
    _event(
        who,
        happened,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        result=result,
        at=at,
        shown=shown,
        partnership_id=partnership_id,
    ).save(force_insert=True)


def _event(
    who: Who,
    happened: Any,
    *,
    subject_kind: str,
    subject_ref: str,
    result: Result,
    at: datetime,
    shown: Mapping[str, Sequence[str]] | None = None,
    partnership_id: int = 0,
) -> Event:
    """The row, not yet written."""
    facts = asdict(happened)
    for fact in facts.values():
        if isinstance(fact, str) and (len(fact) > LONGEST_FACT or not fact.isprintable()):
            raise ValueError(f"{happened.event_name}: a fact is too long for the audit log, or no code")
    return Event(
        at=at,
        partnership_id=partnership_id or who.partnership_id,
        actor_ref=who.person_ref,
        membership_id=who.membership_id,
        on_behalf_ref=who.on_behalf_ref,
        roles=who.roles,
        agency_ref=who.agency_ref,
        kind=happened.event_name,
        subject_kind=subject_kind,
        subject_ref=subject_ref,
        result=result,
        facts=facts,
        shown=dict(shown or {}),
    )
