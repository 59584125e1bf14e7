"""What recurs: done once whenever it is due, by whichever worker comes first."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone

from heed.platform.jobs.models import Turn, WorkerSeen
from heed.platform.jobs.types import HEARTBEAT, LEASE

log = logging.getLogger(__name__)
TRIES = 3
REST = timedelta(minutes=20)
"""Between two attempts at something that failed."""
FORGET_WORKERS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recurring:
    """`due` gives the latest moment, not after the one given, at which it was to be done; None for never.
    `run` is idempotent, for a worker may die half way; it raises where it could not be done."""

    name: str
    due: Callable[[datetime], datetime | None]
    run: Callable[[datetime], object]


RECURRING: dict[str, Recurring] = {}


def register_recurring(each: Recurring) -> None:
    """Called by an app at start-up."""
    RECURRING[each.name] = each


def hourly(at: datetime) -> datetime:
    """The hour that has begun: for what is to be done once in each."""
    return at.replace(minute=0, second=0, microsecond=0)


def take_turns(*, at: datetime, clock_says: datetime | None = None) -> list[str]:
    """Do what is due and nobody else does. Returns the names of what was done.

    `at` is the machine's time, by which leases run. What is due goes by `clock_says`: the same, but for the demo,
    whose clock can be moved on.
    """
    return [each.name for each in RECURRING.values() if _take_turn(each, at, clock_says or at)]


def _take_turn(each: Recurring, at: datetime, clock_says: datetime) -> bool:
    due = each.due(clock_says)
    if due is None:
        return False
    # What has never been done begins to count now: nothing is made up for that was due before Heed was there.
    turn, _ = Turn.objects.get_or_create(name=each.name, defaults={"done_for": clock_says})
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    # What was done for a moment that is still to come was done before the clock was put back.
    wanted = Q(done_for__lt=due) | Q(done_for__gt=clock_says)
    mine = Turn.objects.filter(free, wanted, pk=turn.pk).update(
        leased_until=at + LEASE, attempts=F("attempts") + 1
    )
    if not mine:
        return False
    turn.refresh_from_db()
    try:
        with _held(turn):
            each.run(clock_says)
    except Exception:
        log.exception("%s could not be done", each.name)
        if turn.attempts < TRIES:
            Turn.objects.filter(pk=turn.pk).update(leased_until=at + REST)
            return False
    Turn.objects.filter(pk=turn.pk).update(done_for=due, leased_until=None, attempts=0)
    return True


@contextmanager
def _held(turn: Turn) -> Iterator[None]:
    """The lease is renewed from a thread of its own while the work is done."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(HEARTBEAT.total_seconds()):
                try:
                    Turn.objects.filter(pk=turn.pk).update(leased_until=timezone.now() + LEASE)
                except OperationalError:  # busy for once: the lease outlasts several beats
                    log.info("the lease of %s could not be renewed just now", turn.name)
                close_old_connections()
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def note_worker(name: str, *, at: datetime) -> None:
    """This worker is alive; those not heard of for a day are forgotten."""
    WorkerSeen.objects.update_or_create(name=name, defaults={"seen_at": at})
    WorkerSeen.objects.filter(seen_at__lt=at - FORGET_WORKERS).delete()


def workers_alive(*, at: datetime) -> int:
    """How many workers said within the last lease that they are there."""
    return WorkerSeen.objects.filter(seen_at__gte=at - LEASE).count()


def last_worker_seen() -> datetime | None:
    """When any worker was last heard of."""
    found = WorkerSeen.objects.order_by("-seen_at").first()
    return found.seen_at if found else None
