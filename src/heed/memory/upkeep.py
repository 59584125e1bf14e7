"""Keeping the memory in step with the register: Heed's own work, done for nobody in particular.

A row for each recommendation comes with it, in the same transaction, and waits. Reading it takes a hundredth of a
second, longer than a write transaction should last: the worker does it within seconds, and whatever it leaves undone
the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from heed.kit.similarity import edition, keep, load_judge
from heed.learning.queries import every_recommendation
from heed.memory.models import Remembered
from heed.memory.types import Checked

_AT_ONCE = 64


def begin_to_remember(recommendations: Sequence[Any]) -> None:
    """A row that waits for each of these that has words, in the caller's transaction."""
    _all().bulk_create(
        Remembered(partnership_id=each.partnership_id, scope_id=each.scope_id, recommendation=each)
        for each in recommendations
        if not each.withheld
    )


def waiting() -> QuerySet[Any]:
    """Rows that are still to be read, or were read by an earlier edition of the rules."""
    rows: QuerySet[Any] = _all().filter(~Q(edition=edition()) | Q(encoding=b""))
    return rows


def due(at: datetime) -> datetime | None:
    """When the worker is wanted: now, where anything waits."""
    return at if waiting().exists() else None


def read_waiting(say: Callable[[int], None] = lambda _: None) -> int:
    """Read what waits, some at a time; returns how many. Safe to run twice, and to stop half way."""
    judge = load_judge()
    done = 0
    last = 0
    while found := list(
        waiting().filter(pk__gt=last).order_by("pk").select_related("recommendation")[:_AT_ONCE]
    ):
        last = found[-1].pk
        for row, prepared in zip(
            found, judge.prepare([row.recommendation.text for row in found]), strict=True
        ):
            kept = keep(prepared)
            row.encoding, row.ask, row.edition = kept.encoding, kept.ask, edition()
            row.version += 1
        with transaction.atomic():
            _all().bulk_update(found, ["encoding", "ask", "edition", "version"])
        done += len(found)
        say(done)
    return done


def rebuild(*, everything: bool = False, say: Callable[[int], None] = lambda _: None) -> int:
    """Bring the index into step: what is missing, stale or astray, or all of it. Returns how many rows were read."""
    with transaction.atomic():
        _astray().delete()
        begin_to_remember(list(_missing()))
        _extra().delete()
        if everything:
            _all().update(edition="", version=F("version") + 1)
    return read_waiting(say)


def verify() -> Checked:
    """How the index stands against the register."""
    return Checked(
        rows=_all().count(),
        missing=_missing().count(),
        stale=waiting().count(),
        extra=_extra().count(),
        astray=_astray().count(),
    )


def _all() -> Any:
    return Remembered.objects.for_everyone(because="the index follows the register")


def _missing() -> QuerySet[Any]:
    return every_recommendation(because="the index follows the register").filter(
        withheld=False, remembered__isnull=True
    )


def _extra() -> QuerySet[Any]:
    rows: QuerySet[Any] = _all().filter(recommendation__withheld=True)
    return rows


def _astray() -> QuerySet[Any]:
    rows: QuerySet[Any] = _all().exclude(
        scope=F("recommendation__scope"), partnership=F("recommendation__partnership")
    )
    return rows
