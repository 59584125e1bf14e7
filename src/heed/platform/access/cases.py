"""Cases: rows of many rooms that are seen together or not at all.

Access knows no review. A room that keeps rows of a case says at start-up which they are (`register_rows`), and the
room whose page a case has says what it is called (`register_case`). `settle` then puts all rows of a case into the
scope that is right for it, in one transaction, and `scope_for_new_rows` tells operations where new ones go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection
from django.db.models import Q, QuerySet

from heed.platform.access.models import Level, Scope
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible

RowsOfCase = Callable[[str], QuerySet[Any]]
"""From a case's public id to its rows in one table; each has a `scope`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something whose access can be looked at, described for somebody who may see it. `case_ref` is the case that
    decides on it; "" for a document that belongs to none."""

    ref: str
    title: str
    href: str
    case_ref: str
    scope_id: int


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`find` answers for an actor, or raises `NotVisible`; `match` finds a case of a partnership by what people call
    it, for everybody, and gives its public id or ""."""

    word: str
    find: Callable[[Actor, str], Subject]
    match: Callable[[int, str], str] = lambda partnership_id, words: ""
    titles: Callable[[Actor, Collection[str]], dict[str, tuple[str, str]]] = lambda actor, refs: {}
    """Title and address of those of these cases that the actor may see, by public id, in one query."""


class AfterSettling(Protocol):
    """What a room computes anew when other people see a case's rows than before."""

    def __call__(self, actor: Actor, *, case_ref: str) -> None: ...


_ROWS: dict[str, RowsOfCase] = {}
_AFTER: list[AfterSettling] = []
_KINDS: dict[str, SubjectKind] = {}


def register_rows(table: str, rows: RowsOfCase) -> None:
    """Called by a room at start-up for each table that holds rows of cases."""
    _ROWS[table] = rows


def register_after_settling(computes: AfterSettling) -> None:
    """Called by a room at start-up whose stored counts depend on who may see rows of other cases."""
    _AFTER.append(computes)


def compute_after_settling(actor: Actor, case_ref: str) -> None:
    """In the transaction that restricted a case, opened it or excluded somebody."""
    for computes in _AFTER:
        computes(actor, case_ref=case_ref)


def registered_tables() -> frozenset[str]:
    """The tables whose rows move with their case."""
    return frozenset(_ROWS)


def register_subject(kind: SubjectKind) -> None:
    """Called by a room at start-up for what has a page "Who can see this?"."""
    _KINDS[kind.word] = kind


def find_subject(actor: Actor, *, kind: str, ref: str) -> Subject:
    """What this is, for somebody who may see it, or `NotVisible`."""
    if kind not in _KINDS:
        raise NotVisible
    return _KINDS[kind].find(actor, ref)


def match_case(partnership_id: int, words: str) -> str:
    """The public id of the case that is called so in the partnership, whoever may see it; "" where there is none."""
    found = (kind.match(partnership_id, " ".join(words.split())) for kind in _KINDS.values())
    return next(filter(None, found), "")


def case_titles(actor: Actor, refs: Collection[str]) -> dict[str, tuple[str, str]]:
    """Title and address of those of these cases that the actor may see."""
    found: dict[str, tuple[str, str]] = {}
    for kind in _KINDS.values():
        found |= kind.titles(actor, refs)
    return found


def scope_of_case(partnership_id: int, case_ref: str) -> Scope:
    """The scope that is right for a case: its own while it has a level of its own or somebody is excluded."""
    own = Scope.objects.filter(partnership_id=partnership_id, case_ref=case_ref).first() if case_ref else None
    if own and (own.level != Level.PARTNERSHIP or own.exclusions.filter(ended_at__isnull=True).exists()):
        return own
    return get_partnership_scope(partnership_id)


def scope_for_new_rows(partnership_id: int, case_ref: str) -> Scope:
    """As `scope_of_case`, held until the end of the transaction: the case is not moved from under the new rows."""
    _hold(case_ref, alone=False)
    return scope_of_case(partnership_id, case_ref)


def settle(partnership_id: int, case_ref: str) -> int:
    """Put all rows of a case into the scope that is right for it, in the caller's transaction. Returns how many
    rows there are. Rows that stand in its own scope go with it, though they belong to no record of it any more."""
    _hold(case_ref, alone=True)
    scope = scope_of_case(partnership_id, case_ref)
    moved = 0
    for rows in _ROWS.values():
        of_case = rows(case_ref)
        keys = set(of_case.values_list("pk", flat=True))
        keys |= set(_like(of_case).filter(scope__case_ref=case_ref).values_list("pk", flat=True))
        moved += _like(of_case).filter(Q(pk__in=keys)).update(scope=scope)
    return moved


def _like(rows: QuerySet[Any]) -> QuerySet[Any]:
    """All rows of the same table."""
    every: Any = rows.model._default_manager.all()
    told: QuerySet[Any] = (
        every.for_everyone(because="a case moves as a whole") if hasattr(every, "for_everyone") else every
    )
    return told


def _hold(case_ref: str, *, alone: bool) -> None:
    """On PostgreSQL a lock by the case's name; SQLite's one writer holds everything anyway."""
    if connection.vendor != "postgresql" or not case_ref:
        return
    shared = "" if alone else "_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{shared}(hashtextextended(%s, 0))", [f"case {case_ref}"])


def forget_seen(actor: Actor) -> None:
    """After access was changed, within the same request."""
    if actor.seen is not None:
        actor.seen.scope_ids = None
        actor.seen.read.clear()
