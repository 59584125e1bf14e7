"""The demo's clock moves on for the demo, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from heed.kit.dates import months_after
from heed.plans.models import Action
from heed.plans.types import ActionState
from heed.platform.audit_log.models import Event
from heed.platform.base import clock
from heed.platform.base.errors import NotAllowed, NotVisible
from heed.platform.demo.operations import move_clock
from heed.platform.jobs import schedule
from heed.platform.jobs.models import Turn
from heed.platform.partnerships.models import Membership, Partnership
from tests.cast import AT, Cast, client_of

HREF = "/demo/clock/"


@pytest.fixture
def demo(cast: Cast, settings: Any, data_folder: Path) -> Cast:
    settings.DEMO = True
    Partnership.objects.update(is_demo=True)
    return cast


def test_the_clock_is_the_machines_until_it_is_moved(demo: Cast) -> None:
    assert clock.today() == timezone.localdate()
    assert abs(timezone.now() - clock.now()) < timedelta(seconds=5)


def test_six_months_later_is_six_months_later_for_everybody(demo: Cast) -> None:
    manager, reader = client_of(demo.manager), client_of(demo.reader)
    wanted = months_after(timezone.localdate(), 6)
    assert manager.post(HREF, {"later": "6"}).status_code == 302
    assert clock.today() == wanted
    for client in (manager, reader):
        page = client.get("/").content.decode()
        assert (
            f"{wanted.day} {wanted:%B %Y}</strong> here" in page
            or f"{wanted.day} {wanted:%B %Y} here" in page
        )
        assert "its clock was moved on" in page
    [event] = Event.objects.filter(kind="demo.clock_moved")
    assert event.facts == {"to": wanted.isoformat()}


def test_what_is_late_then_is_late(demo: Cast, register: Any) -> None:
    action = register.actions[0]
    due = timezone.localdate() + timedelta(days=40)
    Action.objects.visible_to(demo.manager).filter(pk=action.pk).update(
        due_earliest=due, due_latest=due, state=ActionState.STALLED
    )
    client = client_of(demo.manager)
    assert action.reference not in client.get("/actions/?due=late").content.decode()
    client.post(HREF, {"later": "3"})
    assert action.reference in client.get("/actions/?due=late").content.decode()


def test_months_add_up_and_the_real_day_puts_it_back(demo: Cast) -> None:
    client = client_of(demo.manager)
    client.post(HREF, {"later": "1"})
    client.post(HREF, {"later": "1"})
    assert clock.today() == months_after(months_after(timezone.localdate(), 1), 1)
    assert "Back to the real day" in client.get(HREF).content.decode()
    client.post(HREF, {"later": "0"})
    assert clock.today() == timezone.localdate()
    assert "Back to the real day" not in client.get(HREF).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day_day": "1", "day_month": "1", "day_year": "2001"}, "or a later day"),
        ({"day_day": "1", "day_month": "1", "day_year": "2199"}, "within the next 10 years"),
        ({"day_day": "31", "day_month": "2", "day_year": "2031"}, "Enter a real date"),
        ({"day_day": "", "day_month": "", "day_year": ""}, "Enter the date"),
        ({"later": "7"}, ""),
    ],
)
def test_a_day_that_cannot_be_is_said_at_the_field(demo: Cast, typed: dict[str, str], said: str) -> None:
    answer = client_of(demo.manager).post(HREF, typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert clock.today() == timezone.localdate()


def test_only_the_manager_moves_it(demo: Cast) -> None:
    for actor in (demo.officer, demo.reader, demo.administrator):
        assert client_of(actor).post(HREF, {"later": "1"}).status_code == 403
    with pytest.raises(NotAllowed):
        move_clock(demo.officer, to=timezone.localdate(), at=AT)
    assert Client().get(HREF).status_code == 302


@pytest.mark.parametrize("is_demo", [False, True])
def test_a_real_partnership_has_no_such_page(
    cast: Cast, settings: Any, data_folder: Path, is_demo: bool
) -> None:
    """Neither in a Heed that is no demo, nor where somebody calls a folder with real data one."""
    settings.DEMO = not is_demo
    Partnership.objects.update(is_demo=is_demo)
    client = client_of(cast.manager)
    assert client.get(HREF).status_code == client.post(HREF, {"later": "6"}).status_code == 404
    with pytest.raises(NotVisible):
        move_clock(cast.manager, to=timezone.localdate() + timedelta(days=9), at=AT)
    assert not (data_folder / clock.FILE).exists()


def test_a_file_that_heed_did_not_sign_moves_nothing(demo: Cast, data_folder: Path, settings: Any) -> None:
    (data_folder / clock.FILE).write_text("180")
    assert clock.days_moved() == 0
    clock.keep_days_moved(180)
    assert clock.days_moved() == 180
    settings.DEMO = False
    assert clock.today() == timezone.localdate()
    with pytest.raises(RuntimeError):
        clock.keep_days_moved(1)


def test_the_hour_stays_where_summer_time_lies_between(demo: Cast) -> None:
    with time_machine.travel(datetime(2026, 1, 31, 23, 30, tzinfo=UTC), tick=False):
        move_clock(demo.manager, to=date(2026, 7, 31), at=AT)
        assert clock.today() == date(2026, 7, 31)
        assert timezone.localtime(clock.now()).hour == 23


def test_nobody_is_signed_out_but_a_place_that_ended_meanwhile_has_ended(demo: Cast) -> None:
    reader, officer = client_of(demo.reader), client_of(demo.officer)
    Membership.objects.filter(pk=demo.officer.membership_id).update(
        ends_on=timezone.localdate() + timedelta(days=40)
    )
    client_of(demo.manager).post(HREF, {"later": "12"})
    assert reader.get("/").status_code == 200
    assert officer.get("/").status_code == 403


@pytest.fixture
def turns(demo: Cast) -> Iterator[list[datetime]]:
    done: list[datetime] = []
    kept = dict(schedule.RECURRING)
    schedule.RECURRING.clear()
    schedule.register_recurring(
        schedule.Recurring(name="test.daily", due=lambda at: at.replace(hour=0, minute=0), run=done.append)
    )
    yield done
    schedule.RECURRING.clear()
    schedule.RECURRING.update(kept)


def test_what_recurs_goes_by_the_demos_clock_and_again_once_it_is_put_back(turns: list[datetime]) -> None:
    real = datetime(2026, 3, 3, 12, tzinfo=UTC)
    schedule.take_turns(at=real)
    assert turns == []
    moved = real + timedelta(days=180)
    schedule.take_turns(at=real, clock_says=moved)
    schedule.take_turns(at=real, clock_says=moved)
    assert turns == [moved], "once for the day that was moved to"
    schedule.take_turns(at=real + timedelta(minutes=1))
    assert len(turns) == 2, "a clock that was put back does not wait half a year"
    assert Turn.objects.get(name="test.daily").done_for < moved
