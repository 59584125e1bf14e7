"""Every migration of Heed's, up and down again with data in the tables: the same rows, the same tables.

From the newest to the first, each is taken back, so that the data are as the version before it would have them;
then it is carried out and taken back once more, and nothing may differ from before. At the end all are carried out
again by the command, and the tables and their triggers must be those of a new installation. Between two migrations
triggers are not compared: SQLite drops those of a table that it makes anew; the command puts all in place at its end.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from bench.bars.house import house
from bench.bars.types import BOTH, Outcome, Size

TITLE = "Every migration goes up and down with data: the same rows and the same tables, on both databases."
DATABASES = BOTH
ONE_SIZE = True
LEAST = 20
"""Fewer migrations than this, and the list was not found."""
LEAST_ROWS = 100


def run(size: Size) -> Outcome:
    with house():
        from django.core.management import call_command
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        from tests.house_rules.test_migrations import with_the_state_before

        executor, new = MigrationExecutor(connection), schema(connection) | triggers(connection)
        steps, tried, differences, most_rows = with_the_state_before(executor), 0, [], 0
        while steps:
            migration, state = steps.pop()
            _ = state.apps  # made once for the three ways
            executor.unapply_migration(state.clone(), migration)
            before, rows = stands(connection)
            most_rows = max(most_rows, rows)
            executor.apply_migration(state.clone(), migration)
            executor.unapply_migration(state.clone(), migration)
            differences += compare(str(migration), before, stands(connection)[0])
            tried += 1
        call_command("migrate", verbosity=0)
        again = schema(connection) | triggers(connection)
        differences += compare("all, again", {"tables": new}, {"tables": again})
    if differences:
        print("\n".join(differences[:40]))
    return Outcome(
        passed=not differences and tried >= LEAST and most_rows >= LEAST_ROWS,
        figure=(
            f"{tried} migrations up and down, with up to {most_rows:,} rows: {len(differences)} differences "
            "in rows or tables; ten national years were not tried"
        ),
    )


def stands(connection: Any) -> tuple[dict[str, Any], int]:
    """The rows of every table and the tables themselves, as they now are, and how many rows that is."""
    found: dict[str, str] = {}
    many = 0
    for table, columns in columns_of(connection).items():
        quoted = ", ".join(connection.ops.quote_name(each) for each in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")
            rows = sorted(map(repr, cursor.fetchall()))
        found[table] = f"{len(rows)} rows {hashlib.sha256(repr(rows).encode()).hexdigest()}"
        many += len(rows)
    return {"rows": found, "tables": schema(connection)}, many


def columns_of(connection: Any) -> dict[str, tuple[str, ...]]:
    """Each table that a person could lose rows of, with its columns in a fixed order."""
    from heed.platform.safekeeping.tables import MADE_BY_THE_DATABASE, NOT_KEPT

    return {
        table: each.columns
        for table, each in described(connection).items()
        if table not in NOT_KEPT and not table.startswith(MADE_BY_THE_DATABASE)
    }


def compare(step: str, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{step}: {part} of {name}: {before[part].get(name)} became {after[part].get(name)}"
        for part in before
        for name in sorted(before[part].keys() | after[part].keys())
        if before[part].get(name) != after[part].get(name)
    ]


def schema(connection: Any) -> dict[str, str]:
    """Each table's columns, indexes and constraints, without the order in which they were made."""
    return {table: each.said for table, each in described(connection).items()}


def triggers(connection: Any) -> dict[str, str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {f"trigger {name}": "there" for (name,) in cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class Described:
    """A table's columns by name, and what it is otherwise, shortened."""

    columns: tuple[str, ...]
    said: str


_KNOWN: dict[tuple[str, str], Described] = {}
"""Described by name and by the database's own words: looking into every table at each of some 180 steps, of which one
changes few, took most of the bar's time."""
OWN_WORDS = {
    "sqlite": """
        SELECT tbl_name, group_concat(sql, char(10)) FROM
        (SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') ORDER BY type, name)
        GROUP BY tbl_name""",
    "postgresql": """
        SELECT c.relname, concat_ws(E'\\n',
            (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                                         a.attidentity, a.attcollation, pg_get_expr(d.adbin, d.adrelid)),
                               E'\\n' ORDER BY a.attnum)
             FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
            (SELECT string_agg(pg_get_constraintdef(k.oid), E'\\n' ORDER BY k.conname)
             FROM pg_constraint k WHERE k.conrelid = c.oid),
            (SELECT string_agg(pg_get_indexdef(i.indexrelid), E'\\n' ORDER BY i.indexrelid)
             FROM pg_index i WHERE i.indrelid = c.oid))
        FROM pg_class c WHERE c.relkind IN ('r', 'p') AND pg_table_is_visible(c.oid)""",
}


def described(connection: Any) -> dict[str, Described]:
    """Every table, in the order of their names."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(OWN_WORDS[connection.vendor])
        words = dict(cursor.fetchall())
        for table in sorted(connection.introspection.table_names(cursor)):
            known = (table, words[table])
            if known not in _KNOWN:
                _KNOWN[known] = _describe(connection, cursor, table)
            found[table] = _KNOWN[known]
    return found


def _describe(connection: Any, cursor: Any, table: str) -> Described:
    columns = sorted(
        (each.name, str(each.type_code), str(each.null_ok), str(each.default))
        for each in connection.introspection.get_table_description(cursor, table)
    )
    constraints = sorted(
        (
            str(sorted(each["columns"] or [])),
            bool(each["primary_key"]),
            bool(each["unique"]),
            bool(each["check"]),
            str(each["foreign_key"]),
        )
        for each in connection.introspection.get_constraints(cursor, table).values()
    )
    text = repr((columns, constraints))
    return Described(
        tuple(name for name, *_ in columns),
        f"{len(columns)} columns {hashlib.sha256(text.encode()).hexdigest()[:12]}",
    )
