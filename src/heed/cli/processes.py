"""The processes of `heed serve`: one that starts those that answer pages, and the workers; each a copy of this one.

They are forked from a process in which Heed is loaded already, so that a start, and a new process for one that died,
takes a fraction of a second more and not several.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

import click

REST = 1
"""Seconds at least between two starts of a part, so that one that cannot start does not keep the machine busy, and one
that was killed is soon back, though it was young."""
CANNOT_START = 5
"""Seconds: pages that die before this have not started."""
_LOOK = 0.3
_PATIENCE = 10


class Part:
    """A process that is started again when it dies. `name` is what `top` and `ps` show."""

    def __init__(self, name: str, run: Callable[[], None]):
        self.name, self.run = name, run
        self.pid, self.started = 0, 0.0

    def start(self) -> None:
        from django.db import connections

        connections.close_all()
        sys.stdout.flush()
        self.started = time.monotonic()
        self.pid = os.fork()
        if not self.pid:
            os._exit(self._be())

    def _be(self) -> int:
        """In the new process, until its end; its exit code."""
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            Path("/proc/self/comm").write_text(self.name)
        try:
            self.run()
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else bool(ended.code)
        except KeyboardInterrupt:
            return 0
        except BaseException:
            traceback.print_exc()
            return 1
        return 0

    def has_died(self) -> bool:
        if self.pid:
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                    return False
            self.pid = 0
        return True

    def tell(self, what: signal.Signals) -> None:
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, what)


def run_parts(host: str, port: int, *, web: int, workers: int) -> None:
    """Pages and workers. Whichever dies, of a hostile document or for want of memory, is started again; when pages
    cannot start at all, or we are told to stop, all stop."""
    pages = Part("heed-pages", lambda: _answer_pages(host, port, web))
    parts = [pages, *(Part("heed-work", _do_work) for _ in range(workers))]
    for part in parts:
        part.start()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while not (pages.has_died() and time.monotonic() - pages.started < CANNOT_START):
            for part in parts:
                if part.has_died() and time.monotonic() - part.started > REST:
                    click.echo(f"{part.name} stopped by itself; starting it again.", err=True)
                    part.start()
            time.sleep(_LOOK)
        click.echo("The pages of Heed cannot start; stopping the rest.", err=True)
    except KeyboardInterrupt:
        pass
    finally:
        _stop(parts)


def _answer_pages(host: str, port: int, web: int) -> None:
    from gunicorn.app.wsgiapp import WSGIApplication

    sys.argv = ["gunicorn", "heed.config.wsgi", "--bind", f"{host}:{port}", "--workers", str(web)]
    sys.argv += ["--log-level", "warning", "--timeout", "60"]
    sys.argv += ["--worker-class", "heed.cli.page_worker.PageWorker"]
    WSGIApplication("heed").run()


def _do_work() -> None:
    from heed.platform.jobs.worker import work

    work()


def _stop(parts: list[Part]) -> None:
    for part in parts:
        part.tell(signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and not all(part.has_died() for part in parts):
        time.sleep(0.05)
    for part in parts:
        part.tell(signal.SIGKILL)
