"""What every test has: no network, a data folder of its own process, the cast, and no skip that nobody declared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import close_old_connections, connection
from django.test import Client
from django_tasks_db.management.commands import db_worker
from pytest_django.plugin import blocking_manager_key

from heed.platform.access.types import Actor
from heed.platform.audit_log.guards import disposing
from tests import cast as the_cast
from tests import migrated
from tests.cast import Cast, Register
from tests.network import only_this_machine

DECLARED = [
    line
    for line in (Path(__file__).parent / "declared-skips.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
_undeclared: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with only_this_machine():
        yield


@pytest.fixture(scope="session", autouse=True)
def _workers_keep_the_tests_connection() -> Iterator[None]:
    """A worker tidies its connections between tasks; within a test's transaction that would end the test."""
    with patch.object(db_worker, "close_old_connections", _close_outside_transactions):
        yield


def _close_outside_transactions() -> None:
    if not connection.in_atomic_block:
        close_old_connections()


@pytest.fixture(scope="session", autouse=True)
def _flushing_empties_the_audit_log() -> Iterator[None]:
    """Tests with real transactions empty the database afterwards; the log's guards let nobody else."""
    really = flush.Command.handle

    def handle(self: Any, **options: Any) -> Any:
        with disposing():
            return really(self, **options)

    with patch.object(flush.Command, "handle", handle):
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite's file begins as the migrated one that was kept, and goes with its folder."""
    return migrated.is_file()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    if migrated.is_file():
        migrated.fetch(connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The cast and its register are made once, committed, and found by every test that asks for them."""
    with django_db_blocker.unblock():
        if migrated.is_file():
            migrated.keep()
        the_cast.make()


_emptied = False
"""Whether a test with real transactions emptied the database since the cast was committed."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    """A file's tests with real transactions leave nothing, and the next file may look at what is committed."""
    global _emptied
    if _has_real_transactions(item):
        _emptied = True
    elif _emptied:
        _emptied = False
        with item.config.stash[blocking_manager_key].unblock():
            the_cast.make()
    yield


def _has_real_transactions(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db")
    return "transactional_db" in getattr(item, "fixturenames", ()) or bool(
        marked and marked.kwargs.get("transaction")
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """Named people in two partnerships; made again where a test with real transactions emptied the database."""
    return the_cast.find() or the_cast.make()


@pytest.fixture
def register(cast: Cast) -> Register:
    """Westmere's register: a document in each state of its way in, and one whose records are in the register."""
    return the_cast.find_register(cast)


@pytest.fixture
def empty_database(db: None) -> None:
    """Heed before its first run, until the end of the test."""
    connection.check_constraints()  # PostgreSQL empties no table while a check of what was made before still waits
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def data_folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own, for those that look into it."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    return Path(settings.DATA)


@pytest.fixture
def client_of(db: None) -> Callable[[Actor], Client]:
    """A browser in which this person is signed in."""
    return the_cast.client_of


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(reason.removeprefix("Skipped: ").startswith(each) for each in DECLARED):
            _undeclared.append(f"{report.nodeid}: {reason}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _undeclared:
        terminalreporter.section("Skips that tests/declared-skips.txt does not declare")
        for each in _undeclared:
            terminalreporter.line(each)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _undeclared and os.environ.get("CI") == "true" and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_unconfigure() -> None:
    if configured.MADE_FOLDER:
        shutil.rmtree(configured.MADE_FOLDER, ignore_errors=True)
