"""Triggers by which both databases refuse to change what was logged. Only a retention rule may remove, and says so.

They stop mistakes and the hasty; whoever owns the database can drop them. For that there are the chain and its
anchor, and verification says when a guard is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection as default_connection

TABLES = ("audit_log_event", "audit_log_link", "audit_log_tombstone")
_disposing: ContextVar[bool] = ContextVar("disposing", default=False)
_SAYS = "The audit log is only added to."


def install(connection: Any) -> None:
    """Put the triggers in place, where they are not; after every migration, for a table that is made again loses its
    own."""
    statements = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in TABLES:
            if table in present:
                for statement in statements:
                    cursor.execute(statement.format(table=table, says=_SAYS))


def remove(connection: Any) -> None:
    """For migrations backwards."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in _names(table):
                on = "" if connection.vendor == "sqlite" else f" ON {table}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_guards(connection: Any = default_connection) -> list[str]:
    """The names of triggers that should be there and are not, or are switched off."""
    wanted = {name for table in TABLES for name in _names(table)}
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = {name for name in wanted if not name.endswith("_truncate")}
    else:
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return sorted(wanted - {row[0] for row in cursor.fetchall()})


def _names(table: str) -> tuple[str, ...]:
    return tuple(f"{table}_no_{what}" for what in ("update", "delete", "truncate"))


@contextmanager
def disposing(connection: Any = default_connection) -> Iterator[None]:
    """Let rows be removed within the block: for the retention operation, and for emptying a test's database."""
    token = _disposing.set(True)
    if connection.vendor == "postgresql":
        _say(connection, "on")
    try:
        yield
    finally:
        _disposing.reset(token)
        if connection.vendor == "postgresql" and not connection.needs_rollback:
            _say(connection, "off")


def _say(connection: Any, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('heed.disposing', %s, false)", [value])


def tell_sqlite(connection: Any, **_: Any) -> None:
    """Each connection of Heed's can ask whether a disposal is going on; any other program cannot, and is refused."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("heed_disposing", 0, lambda: int(_disposing.get()))


_SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{says}'); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} WHEN heed_disposing() = 0 "
    "BEGIN SELECT RAISE(ABORT, '{says}'); END",
)
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF TG_OP <> 'UPDATE' AND current_setting('heed.disposing', true) = 'on' THEN "
    "RETURN OLD; END IF; RAISE EXCEPTION '{says}'; END $$",
    "CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION {table}_refuse()",
    "CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
)
