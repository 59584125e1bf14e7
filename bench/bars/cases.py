"""Cases for bars: made, taken out and looked at through Heed's own operations and queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from django.db import close_old_connections, connection
from django_tasks_db.management.commands import db_worker

from heed.intake.operations import undo_import
from heed.intake.queries import find_import
from heed.platform.access.models import Record, Scope
from heed.platform.access.types import Seen
from tests import cast as the_cast

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
WAYS = {
    "Review": "name",
    "Recommendation": "review__name",
    "Response": "recommendation__review__name",
    "Action": "review__name",
    "Finding": "review__name",
    "Import": "review__name",
    "Document": "reviews__name",
}
"""From each table of records to the name of its case."""


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
    from heed.reviews.models import Review

    rows = Review.objects.for_everyone(because="a bar looks at what there is")
    return str(rows.get(name=name).public_id)


def version_of_case(ref: str) -> int:
    """What a page of this case would send as the version of who may see it."""
    return Scope.objects.filter(case_ref=ref).values_list("version", flat=True).first() or 0


def take_out(actor: Any, name: str) -> Any:
    """Take a case's only document out of the register: the review goes with it."""
    from heed.intake.models import Import

    row = Import.objects.visible_to(actor).get(review__name=name)
    return undo_import(actor, ref=row.public_id, at=the_cast.AT)


def take_out_and_put_in(actor: Any, name: str) -> None:
    """As `take_out`, and then put in again under the same name."""
    row = take_out(actor, name)
    the_cast.accept_everything(actor, find_import(actor, row.public_id), review=name)


def seen_by(actor: Any, names: set[str], table: int) -> set[str]:
    """The cases of which this actor sees the review, and rows of one more table, chosen by number."""
    models = [model for model in Record.__subclasses__() if model.__name__ != "Finding"]
    asked = [next(model for model in models if model.__name__ == "Review"), models[table % len(models)]]
    once = replace(actor, seen=Seen()) if actor else None
    seen = []
    for model in asked:
        way = WAYS[model.__name__]
        rows = model.objects.visible_to(once).filter(**{f"{way}__in": names})
        seen.append(set(rows.values_list(way, flat=True).distinct()))
    assert seen[0] == seen[1], f"{asked[1].__name__} says otherwise than the reviews"
    return seen[0]


def check_whole(names: set[str]) -> None:
    """All rows of a case, in every table, stand in one scope."""
    found: dict[str, set[int]] = {}
    for model in Record.__subclasses__():
        way = WAYS[model.__name__]
        rows = model.objects.for_everyone(because="a bar looks at what there is").filter(
            **{f"{way}__in": names}
        )
        for name, scope in rows.values_list(way, "scope_id").distinct():
            found.setdefault(name, set()).add(scope)
    torn = sorted(name for name, scopes in found.items() if len(scopes) > 1)
    assert not torn, f"rows of {torn} stand in several scopes"
