"""A pytest plugin that tries mutants: each in a forked process, with the tests that run its line, quickest first.

The parent makes the database and the cast once. A child puts the changed code into the function, works on a copy of
the database and of the data folder, and stops at the first test that notices. `HEED_DEPTH_TASKS` names the file
with what to try, `HEED_DEPTH_FOUND` the one that the answers go to.
"""

from __future__ import annotations

import functools
import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.db import connection, connections

from bench.bars.depth.mutants import Mutant, code_of

HOUSE = Path(__file__).resolve().parents[3]
SURVIVED, KILLED, NOT_MADE = 0, 1, 3
"""What a child's exit code says; any other end (a signal: too long, too much) is a fault noticed."""
SECONDS = 60
"""Of the processor, after which a mutant that does not end counts as noticed."""


@dataclass(frozen=True)
class Task:
    """A mutant and the tests to try it with, in order."""

    mutant: Mutant
    tests: list[str]


class _OnlySession:
    """Stands for a next test of no folder, so that only what the whole session shares stays set up."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[Any]:
        return [self.session]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    wanted = json.loads(Path(os.environ["HEED_DEPTH_TASKS"]).read_text())
    tasks = [Task(Mutant(**each["mutant"]), each["tests"]) for each in wanted["tasks"]]
    items = {item.nodeid: item for item in session.items}
    first = next(item for item in session.items if "cast" in getattr(item, "fixturenames", ()))
    runtestprotocol(first, nextitem=_OnlySession(session), log=False)  # type: ignore[arg-type]
    connections.close_all()
    functions = _functions()
    gc.freeze()
    ends_at = time.monotonic() + wanted["seconds"]
    answers: dict[int, str] = {}
    running: dict[int, int] = {}
    for number, task in enumerate(tasks):
        while len(running) >= wanted["at_once"]:
            _gather(running, answers)
        if time.monotonic() > ends_at:
            break
        sys.stdout.flush()
        child = os.fork()
        if not child:
            made = functions.get((str(HOUSE / task.mutant.file), task.mutant.function), [])
            _try(task, [items[each] for each in task.tests if each in items], made)
        running[child] = number
    while running:
        _gather(running, answers)
    Path(os.environ["HEED_DEPTH_FOUND"]).write_text(json.dumps(answers))
    return True


def _gather(running: dict[int, int], answers: dict[int, str]) -> None:
    child, status = os.wait()
    if child in running:
        code = os.waitstatus_to_exitcode(status)
        words = {SURVIVED: "survived", KILLED: "killed", NOT_MADE: "not made"}
        answers[running.pop(child)] = words.get(code, "stopped")


def _try(task: Task, items: list[pytest.Item], functions: list[FunctionType]) -> None:
    """In the child: never returns."""
    code = NOT_MADE
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(SECONDS * 5)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        with tempfile.TemporaryDirectory(prefix="heed-mutant-") as folder:
            _apart(Path(folder))
            if _put(task.mutant, functions):
                code = KILLED if _noticed(items) else SURVIVED
    except BaseException:
        if target := os.environ.get("HEED_DEPTH_WRONG"):
            with Path(target).open("a") as file:
                traceback.print_exc(file=file)
    finally:
        os._exit(code)


def _apart(folder: Path) -> None:
    """A database and a data folder of this child's own."""
    data = Path(settings.DATA)
    shutil.copytree(data, folder / "data")
    name = Path(connection.settings_dict["NAME"])
    settings.DATA = folder / "data"
    connection.settings_dict["NAME"] = str(folder / "data" / name.relative_to(data))


def _put(mutant: Mutant, functions: list[FunctionType]) -> bool:
    """Give every function made from this place the changed code; False where there is none, or it does not fit."""
    code = code_of(HOUSE, mutant)
    if code is None or not functions:
        return False
    for function in functions:
        try:
            function.__code__ = code
        except ValueError:
            return False
    for cache in [each for each in gc.get_objects() if type(each) is functools._lru_cache_wrapper]:
        cache.cache_clear()
    return True


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """Every function there is by its file and qualified name, however wrapped. Compared by exact type: asking a
    lazy object what it is would wake it."""
    found: dict[tuple[str, str], list[FunctionType]] = {}
    for each in gc.get_objects():
        if type(each) is FunctionType:
            code: CodeType = each.__code__
            found.setdefault((code.co_filename, code.co_qualname), []).append(each)
    return found


def _noticed(items: list[pytest.Item]) -> bool:
    for item, following in zip(items, [*items[1:], None], strict=True):
        reports = runtestprotocol(item, nextitem=following, log=False)
        if any(report.failed for report in reports):
            return True
    return False
