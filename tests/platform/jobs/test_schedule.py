"""What recurs is done once whenever it is due, by whichever worker comes first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from heed.platform.jobs.models import Turn, WorkerSeen
from heed.platform.jobs.schedule import (
    RECURRING,
    REST,
    TRIES,
    Recurring,
    last_worker_seen,
    note_worker,
    register_recurring,
    take_turns,
    workers_alive,
)
from heed.platform.jobs.types import LEASE
from tests.cast import AT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def runs() -> Iterator[list[datetime]]:
    """The moments at which something hourly was done; nothing else recurs meanwhile."""
    done: list[datetime] = []
    usual = dict(RECURRING)
    RECURRING.clear()
    register_recurring(Recurring(name="hourly", due=lambda at: at.replace(minute=0), run=done.append))
    yield done
    RECURRING.clear()
    RECURRING.update(usual)


def test_nothing_is_made_up_for_from_before_heed_was_there(runs: list[datetime]) -> None:
    assert take_turns(at=AT) == []
    assert runs == []


def test_it_is_done_once_each_time_it_is_due(runs: list[datetime]) -> None:
    for minutes in (0, 10, 40, 50, 95, 120):
        take_turns(at=AT + timedelta(minutes=minutes))
    assert runs == [AT + timedelta(minutes=40), AT + timedelta(minutes=95)]


def test_what_was_missed_while_heed_was_off_is_done_once(runs: list[datetime]) -> None:
    take_turns(at=AT)
    take_turns(at=AT + timedelta(days=3))
    take_turns(at=AT + timedelta(days=3, minutes=5))
    assert len(runs) == 1


def test_another_worker_leaves_it_alone_while_it_is_held(runs: list[datetime]) -> None:
    take_turns(at=AT)
    Turn.objects.update(leased_until=AT + HOUR + LEASE)
    assert take_turns(at=AT + HOUR) == []
    assert take_turns(at=AT + HOUR + LEASE * 2) == ["hourly"], "a worker that died gives it up"


def test_it_is_tried_again_and_then_left_until_the_next_time(runs: list[datetime]) -> None:
    tried: list[datetime] = []

    def fails(at: datetime) -> None:
        tried.append(at)
        raise RuntimeError("no")

    register_recurring(
        Recurring(name="hourly", due=lambda at: AT + HOUR if at >= AT + HOUR else AT, run=fails)
    )
    take_turns(at=AT)
    for number in range(TRIES + 2):
        take_turns(at=AT + HOUR + number * (REST + LEASE))
    assert len(tried) == TRIES


def test_what_is_never_due_is_never_done(runs: list[datetime]) -> None:
    register_recurring(Recurring(name="hourly", due=lambda at: None, run=runs.append))
    assert take_turns(at=AT) == []
    assert not Turn.objects.exists()


def test_workers_say_that_they_are_there() -> None:
    note_worker("one", at=AT)
    note_worker("two", at=AT + LEASE / 2)
    assert workers_alive(at=AT + LEASE / 2) == 2
    assert workers_alive(at=AT + LEASE * 1.2) == 1
    assert last_worker_seen() == AT + LEASE / 2
    note_worker("two", at=AT + timedelta(days=2))
    assert [each.name for each in WorkerSeen.objects.all()] == ["two"]
