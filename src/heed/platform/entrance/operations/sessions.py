"""Sessions that begin, are seen and end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.operations import record, record_of_person
from heed.platform.base.errors import NotVisible
from heed.platform.entrance.events import PasswordChanged, SessionBegan, SessionEnded
from heed.platform.entrance.models import PersonSession
from heed.platform.entrance.queries import find_person


@transaction.atomic
def begin_session(
    *, person: Person, session_key: str, device: str, address: str, at: datetime
) -> PersonSession:
    """Keep that somebody signed in, in which browser."""
    over = at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    PersonSession.objects.filter(person=person, began_at__lt=over).delete()
    kept, _ = PersonSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "person": person,
            "began_at": at,
            "seen_at": at,
            "device": device[:200],
            "address": address or None,
        },
    )
    record_of_person(person, SessionBegan(), at=at)
    return kept


def see_session(*, ref: str, session_key: str, at: datetime) -> None:
    """Keep when a session was last used, and its key, which changes with the password."""
    PersonSession.objects.filter(public_id=ref).update(seen_at=at, session_key=session_key)


@transaction.atomic
def leave_session(*, person: Person, session_key: str, at: datetime) -> None:
    """Somebody signed out: the row of this session goes."""
    PersonSession.objects.filter(person=person, session_key=session_key).delete()
    record_of_person(person, SessionEnded(sessions=1, why="signed out"), at=at)


@transaction.atomic
def note_password_changed(*, person: Person, at: datetime) -> None:
    """Write down that somebody chose a new password."""
    record_of_person(person, PasswordChanged(), at=at)


@transaction.atomic
def end_own_session(actor: Actor, *, ref: str, at: datetime) -> None:
    """End one of one's own sessions, wherever it is open."""
    row = PersonSession.objects.filter(person_id=actor.person_id, public_id=ref).first()
    if row is None:
        raise NotVisible
    _end([row])
    _note(actor, actor.person_ref, 1, "by the person", at)


@transaction.atomic
def end_own_other_sessions(actor: Actor, *, keep_key: str, at: datetime) -> int:
    """End all of one's own sessions but this one. Returns how many ended."""
    rows = list(PersonSession.objects.filter(person_id=actor.person_id).exclude(session_key=keep_key))
    _end(rows)
    _note(actor, actor.person_ref, len(rows), "by the person", at)
    return len(rows)


@transaction.atomic
def end_sessions_of(actor: Actor, *, person_ref: str, why: str = "by a manager", at: datetime) -> int:
    """End every session of a person of the actor's partnership, also those that no row tells of.

    For managers, and for whatever ends a membership or closes an account. Returns how many ended.
    """
    person = find_person(actor, person_ref)
    ended = forget_sessions(person=person, at=at)
    _note(actor, person.public_id, ended, why, at)
    return ended


def forget_sessions(*, person: Person, at: datetime) -> int:
    """Every session of a person is over, within the caller's operation. Returns how many were known.

    Sessions run by the machine's clock: what is done at a later time of the demo's does not bar the next signing in.
    """
    Person.objects.filter(pk=person.pk).update(sessions_ended_at=min(at, timezone.now()))
    rows = list(PersonSession.objects.filter(person=person))
    _end(rows)
    return len(rows)


def _end(rows: Iterable[PersonSession]) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for row in rows:
        store().delete(row.session_key)
        row.delete()


def _note(actor: Actor, person_ref: str, sessions: int, why: str, at: datetime) -> None:
    record(
        actor,
        SessionEnded(sessions=sessions, why=why),
        subject_kind="person",
        subject_ref=person_ref,
        at=at,
    )
