"""One moment of the database, read while others go on writing."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.utils.crypto import get_random_string


@contextmanager
def another_connection(settings: dict[str, Any]) -> Iterator[str]:
    """The alias of a database connection that lives as long as the block."""
    alias = f"safekeeping-{get_random_string(8)}"
    connections.settings[alias] = settings
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees the database as it is now, until the end of the block.

    On SQLite a deferred transaction reads one moment of the write-ahead log and holds nobody up; on PostgreSQL a
    repeatable read does.
    """
    settings = copy.deepcopy(connections["default"].settings_dict)
    options = settings.setdefault("OPTIONS", {})
    if connections["default"].vendor == "sqlite":
        options["transaction_mode"] = "DEFERRED"
    else:
        from psycopg import IsolationLevel

        options["isolation_level"] = IsolationLevel.REPEATABLE_READ
    with another_connection(settings) as alias, transaction.atomic(using=alias):
        yield alias
