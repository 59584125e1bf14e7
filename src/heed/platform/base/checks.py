"""What must be true before Heed accepts a word: what it says is saved, is on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

_SQLITE_FULL = 2


@register(Tags.database)
def check_durability(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """`synchronous=FULL` and WAL on SQLite, `synchronous_commit=on` on PostgreSQL."""
    return [problem for alias in databases or () for problem in _problems(alias)]


def _problems(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            if cursor.fetchone()[0] != _SQLITE_FULL:
                return [
                    Error("SQLite must run with synchronous=FULL, or a power cut loses work.", id="heed.E001")
                ]
        else:
            cursor.execute("SHOW synchronous_commit")
            if cursor.fetchone()[0] == "off":
                return [Error("PostgreSQL must run with synchronous_commit=on.", id="heed.E002")]
    return []
