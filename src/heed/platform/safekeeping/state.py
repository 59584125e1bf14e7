"""The models as a set of migrations leaves them: a backup, or an upgrade, reads the tables that are there, which need
not be those of today's code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from heed.platform.safekeeping.types import SafekeepingRefused

Migration = tuple[str, str]


def carried_out(alias: str = "default") -> list[Migration]:
    """The migrations that this database has seen, in a fixed order."""
    return sorted(MigrationRecorder(connections[alias]).applied_migrations())


def apps_after(migrations: Iterable[Migration]) -> Any:
    """The models after these migrations. Refused where the code does not know one of them."""
    executor = MigrationExecutor(connections["default"])
    return executor.loader.project_state(_newest(executor, migrations)).apps


def carry_out(migrations: Iterable[Migration]) -> Any:
    """Bring an empty database to where these migrations lead, and give the models."""
    executor = MigrationExecutor(connections["default"])
    return executor.migrate(_newest(executor, migrations)).apps


def _newest(executor: MigrationExecutor, migrations: Iterable[Migration]) -> list[Migration]:
    graph, named = executor.loader.graph, together(executor.loader, migrations)
    unknown = sorted(each for each in named if each not in graph.nodes)
    if unknown:
        raise SafekeepingRefused(
            f"This was made by a newer Heed, or with parts that are not installed here ({unknown[0][0]} "
            f"{unknown[0][1]}). Install that version first, and upgrade from there."
        )
    return [
        each
        for each in sorted(named)
        if not any(child.key[0] == each[0] and child.key in named for child in graph.node_map[each].children)
    ]


def together(loader: MigrationLoader, migrations: Iterable[Migration]) -> set[Migration]:
    """With one migration in the place of those that stand in it now. Refused where only some of them were made."""
    named = set(migrations)
    for key, one in loader.replacements.items():
        missing = sorted(set(one.replaces) - named)
        if not missing:
            named = named.difference(one.replaces) | {key}
        elif named.intersection(one.replaces):
            raise SafekeepingRefused(
                f"This is of a Heed from before 30 November 2026: {missing[0][0]} {missing[0][1]} was not carried out. "
                "Install Heed as it was on that day, upgrade with it, and come back with this one."
            )
    return named
