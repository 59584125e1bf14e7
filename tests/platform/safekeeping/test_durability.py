"""The setting by which what is acknowledged is on the disk: in force, and missed when it is not."""

from __future__ import annotations

import pytest
from django.db import connection

from heed.platform.base.checks import check_durability

pytestmark = pytest.mark.django_db


def test_it_is_in_force() -> None:
    assert check_durability(databases=["default"]) == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone()[0] == "wal"
        else:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"


@pytest.mark.django_db(transaction=True)
def test_it_is_missed_when_it_is_not() -> None:
    weak = "PRAGMA synchronous=NORMAL" if connection.vendor == "sqlite" else "SET synchronous_commit = off"
    with connection.cursor() as cursor:
        cursor.execute(weak)
    try:
        [problem] = check_durability(databases=["default"])
        assert problem.id in ("heed.E001", "heed.E002")
    finally:
        connection.close()
