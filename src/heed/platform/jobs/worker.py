"""The process that does the work: one task at a time, and a sweep for what dead workers left."""

from __future__ import annotations

import logging
import os
import socket
import threading

from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from heed.platform.audit_log.keeping import keep_for_ever
from heed.platform.base import clock
from heed.platform.base.upkeep import refresh_statistics
from heed.platform.jobs.operations import sweep
from heed.platform.jobs.schedule import note_worker, take_turns
from heed.platform.jobs.types import SWEEP, UPKEEP

log = logging.getLogger(__name__)


def work(*, until_empty: bool = False) -> None:
    """Work until told to stop, or, with `until_empty`, until nothing is waiting."""
    if until_empty:
        sweep(at=timezone.now())
    else:
        name = f"{socket.gethostname()} {os.getpid()}"
        note_worker(name, at=timezone.now())
        threading.Thread(target=_sweep_for_ever, args=[name], daemon=True).start()
        threading.Thread(target=_take_turns_for_ever, daemon=True).start()
        threading.Thread(target=keep_for_ever, daemon=True).start()
    worker = Worker(
        queue_names=["default"],
        interval=0.5,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if not until_empty:
        worker.configure_signals()
    worker.run()


def _sweep_for_ever(name: str) -> None:
    pause = threading.Event()
    looked_at = timezone.now()
    while not pause.wait(SWEEP.total_seconds()):
        try:
            note_worker(name, at=timezone.now())
            sweep(at=timezone.now())
            if timezone.now() - looked_at > UPKEEP:
                refresh_statistics()
                looked_at = timezone.now()
        except Exception:
            log.exception("the sweep for lost jobs failed; it runs again in %s", SWEEP)
        finally:
            close_old_connections()


def _take_turns_for_ever() -> None:
    """Apart from the sweep, which must not wait for a long backup."""
    pause = threading.Event()
    while not pause.wait(SWEEP.total_seconds()):
        try:
            take_turns(at=timezone.now(), clock_says=clock.now())
        except Exception:
            log.exception("what recurs could not be looked at; it is tried again in %s", SWEEP)
        finally:
            close_old_connections()
