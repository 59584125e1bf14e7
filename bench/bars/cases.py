"""Cases for bars: made, taken out and looked at through Heed's own operations and queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any
from unittest.mock import patch

from django.db import close_old_connections, connection
from django.db.models import QuerySet
from django_tasks_db.management.commands import db_worker

from heed.intake.operations import undo_import
from heed.intake.queries import find_import
from heed.platform.access.cases import _ROWS, RowsOfCase, registered_tables
from heed.platform.access.models import Record, Scope, Withdrawable
from heed.platform.access.types import Actor, Seen
from heed.reviews.models import Review
from heed.reviews.queries import review_rows
from tests import cast as the_cast

ANY_CASE = "any case"
"""Stands for a case's public id in a statement that is made once."""

ONE = the_cast.Written(
    title="One ask",
    asks=(
        the_cast.Ask(
            label="1",
            text="Agencies should meet on time.",
            answers=(the_cast.Answer("We do.", "Westmere Council"),),
            promises=(the_cast.Promise("A list goes round.", "in_place", "Westmere Council"),),
        ),
    ),
)


@contextmanager
def worker_in_our_transaction() -> Iterator[None]:
    """A worker tidies its connections between tasks; within a bar's own transaction that would end the bar."""

    def outside() -> None:
        if not connection.in_atomic_block:
            close_old_connections()

    with patch.object(db_worker, "close_old_connections", outside):
        yield


def make_case(actor: Any, name: str) -> None:
    """A review with a document, a recommendation, an answer and an action."""
    the_cast.register_of(actor, ONE, review=name)


def case_ref(name: str) -> str:
    """The public id of the review of this name, whoever may see it."""
    rows = Review.objects.for_everyone(because="a bar looks at what there is")
    return str(rows.get(name=name).public_id)


def version_of_case(ref: str) -> int:
    """What a page of this case would send as the version of who may see it."""
    return Scope.objects.filter(case_ref=ref).values_list("version", flat=True).first() or 0


def take_out(actor: Any, name: str) -> Any:
    """Take a case's only document out of the register: the review goes with it."""
    from heed.intake.models import Import

    row = Import.objects.visible_to(actor).get(review__name=name)
    return undo_import(actor, ref=row.public_id, reason="A mistake", at=the_cast.AT)


def take_out_and_put_in(actor: Any, name: str) -> None:
    """As `take_out`, and then put in again under the same name."""
    row = take_out(actor, name)
    the_cast.accept_everything(actor, find_import(actor, row.public_id), review=name)


def seen_by(actor: Actor | None, names: set[str], turn: int) -> set[str]:
    """The cases of which this actor sees the review, and as many rows of another table, chosen by number; every
    table whose rows move with their case takes its turn."""
    tables = _tables_of_records()
    rows = tables[turn % len(tables)]
    once = replace(actor, seen=Seen()) if actor else None
    seen = {name for name, ref in _refs(names).items() if _sees(once, review_rows(ref))}
    for name, ref in _refs(names).items():
        of_case = rows(ref)
        shown, expected = _sees(once, of_case), _told(of_case) if name in seen else 0
        assert shown == expected, f"{shown} of {name}'s rows seen of {of_case.model.__name__}, not {expected}"
    return seen


def check_whole(names: set[str]) -> None:
    """All rows of a case, in every table, stand in one scope."""
    sql, given = _scopes_of_case()
    for name, ref in _refs(names).items():
        with connection.cursor() as cursor:
            cursor.execute(sql, [ref if each == ANY_CASE else each for each in given])
            scopes = {scope for (scope,) in cursor.fetchall()}
        assert len(scopes) == 1, f"rows of {name} stand in {len(scopes)} scopes"


@cache
def _scopes_of_case() -> tuple[str, tuple[Any, ...]]:
    """What asks every table for the scopes of a case's rows, and what it is given. Made once: it is asked after each
    step, and making it anew took most of the bar's time."""
    first, *others = [rows(ANY_CASE).order_by().values_list("scope_id") for rows in _rows_of_cases()]
    sql, given = first.union(*others).query.sql_with_params()
    return sql, given


@cache
def _tables_of_records() -> list[RowsOfCase]:
    """Those of which everybody sees what the case's access says."""
    return [rows for rows in _rows_of_cases() if issubclass(rows("").model, Record)]


def _rows_of_cases() -> list[RowsOfCase]:
    """What gives a case's rows, of each table that has any."""
    return [_ROWS[table] for table in sorted(registered_tables())]


def _refs(names: set[str]) -> dict[str, str]:
    """The public ids of these cases' reviews, whoever may see them."""
    rows = Review.objects.for_everyone(because="a bar looks at what there is").filter(name__in=names)
    return dict(rows.values_list("name", "public_id"))


def _told(of_case: QuerySet[Any]) -> int:
    """How many are not withdrawn: what somebody who may see the case is shown."""
    kept = of_case.filter(withdrawn_at=None) if issubclass(of_case.model, Withdrawable) else of_case
    return len(set(kept.values_list("pk", flat=True)))


def _sees(actor: Actor | None, of_case: QuerySet[Any]) -> int:
    model: Any = of_case.model
    return int(model.objects.visible_to(actor).filter(pk__in=of_case.values("pk")).count())
