"""Every migration of Heed's, up and down again with data in the tables: the same rows, the same tables.

From the newest to the first, each is taken back, so that the data are as the version before it would have them;
then it is carried out and taken back once more, and nothing may differ from before. At the end all are carried out
again, and the tables must be those of a new installation.
"""

from __future__ import annotations

import hashlib
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
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        plan = every_migration()
        new = schema(connection)
        differences, most_rows = [], 0
        for step in reversed(plan):
            before, rows = state_before(step)
            most_rows = max(most_rows, rows)
            MigrationExecutor(connection).migrate([step])
            again, _ = state_before(step)
            differences += compare(step, before, again)
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
        differences += compare(("all", "again"), {"tables": new}, {"tables": schema(connection)})
    if differences:
        print("\n".join(differences[:40]))
    return Outcome(
        passed=not differences and len(plan) >= LEAST and most_rows >= LEAST_ROWS,
        figure=(
            f"{len(plan)} migrations up and down, with up to {most_rows:,} rows: {len(differences)} differences "
            "in rows or tables; ten national years were not tried"
        ),
    )


def every_migration() -> list[tuple[str, str]]:
    """Ours, in the order in which they are carried out."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("heed.")}
    graph = MigrationExecutor(connection).loader.graph
    found: dict[tuple[str, str], None] = {}
    for leaf in graph.leaf_nodes():
        found.update(dict.fromkeys(each for each in graph.forwards_plan(leaf) if each[0] in ours))
    return list(found)


def state_before(step: tuple[str, str]) -> tuple[dict[str, Any], int]:
    """Take this migration back; the rows of every table, and the tables themselves, as they then are."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from heed.platform.safekeeping.state import apps_after, carried_out
    from heed.platform.safekeeping.tables import kept_models, measure

    executor = MigrationExecutor(connection)
    parents = [each.key for each in executor.loader.graph.node_map[step].parents if each.key[0] == step[0]]
    executor.migrate([parents[0] if parents else (step[0], None)])
    rows: dict[str, str] = {}
    many = 0
    for model in kept_models(apps_after(carried_out())):
        kept = measure(model, alias="default")
        rows[model._meta.db_table] = f"{kept.rows} rows {kept.sha256}"
        many += kept.rows
    return {"rows": rows, "tables": schema(connection)}, many


def compare(step: tuple[str, str], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [
        f"{step[0]} {step[1]}: {part} of {name}: {before[part].get(name)} became {after[part].get(name)}"
        for part in before
        for name in sorted(before[part].keys() | after[part].keys())
        if before[part].get(name) != after[part].get(name)
    ]


def schema(connection: Any) -> dict[str, str]:
    """Each table's columns, indexes and constraints, without the order in which they were made; and the triggers."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
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
            found[table] = f"{len(columns)} columns {hashlib.sha256(text.encode()).hexdigest()[:12]}"
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        found["triggers"] = ", ".join(sorted(row[0] for row in cursor.fetchall()))
    return found
