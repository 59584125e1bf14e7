"""The database: does it answer, does it keep what it acknowledged, is it as this version needs it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from heed.platform.base.checks import check_durability
from heed.platform.safekeeping.doctor.types import Finding, State
from heed.platform.safekeeping.place import RESTORING, data_folder
from heed.platform.safekeeping.state import together
from heed.platform.safekeeping.tables import unknown_tables
from heed.platform.safekeeping.types import SafekeepingRefused


def database(at: datetime) -> Sequence[Finding]:
    if (data_folder() / RESTORING).exists():
        return [
            Finding(
                "database",
                State.WRONG,
                "A restore into this data folder did not end.",
                "Empty the folder and restore again.",
            )
        ]
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            said = cursor.fetchone()[0]
            if said != "ok":
                found.append(
                    Finding(
                        "database",
                        State.WRONG,
                        f"The database file is damaged: {said[:200]}",
                        "Stop Heed, keep the file as it is, and restore the last good backup into a new folder.",
                    )
                )
        else:
            cursor.execute("SELECT 1")
    odd = unknown_tables(apps, alias="default")
    if odd:
        found.append(
            Finding(
                "database",
                State.LOOK,
                f"Backups leave out tables that Heed does not know: {', '.join(odd)}.",
                "Move them to a database of their own: this one is Heed's.",
            )
        )
    return found or [Finding("database", State.WELL, "The database answers and is whole.")]


def durability(at: datetime) -> Sequence[Finding]:
    problems = check_durability(databases=["default"])
    if problems:
        return [
            Finding("what is saved stays", State.WRONG, str(each.msg), "Remove the setting that weakens it.")
            for each in problems
        ]
    how = "synchronous=FULL" if connection.vendor == "sqlite" else "synchronous_commit=on"
    sentence = f"What Heed says is saved is on the disk ({how})."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in ("fsync", "full_page_writes"):
                cursor.execute(f"SHOW {name}")
                if cursor.fetchone()[0] != "on":
                    return [
                        Finding(
                            "what is saved stays",
                            State.WRONG,
                            f"PostgreSQL runs with {name}=off: a power cut can ruin the whole database.",
                            f"Set {name} = on in postgresql.conf and start PostgreSQL again.",
                        )
                    ]
    return [Finding("what is saved stays", State.WELL, sentence)]


def migrations(at: datetime) -> Sequence[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    try:
        done = together(executor.loader, executor.loader.applied_migrations)
    except SafekeepingRefused as refusal:
        return [Finding("migrations", State.WRONG, str(refusal), "Nothing was changed; nothing is lost.")]
    unknown = sorted(done - set(executor.loader.graph.nodes))
    if unknown:
        return [
            Finding(
                "migrations",
                State.WRONG,
                f"The database is of a newer Heed ({unknown[0][0]} {unknown[0][1]}).",
                "Install the newer version again: this one does not know its tables.",
            )
        ]
    if waiting:
        return [
            Finding(
                "migrations",
                State.WRONG,
                f"{len(waiting)} changes of the database are still to be made.",
                "heed upgrade, which backs up first",
            )
        ]
    many = len(executor.loader.applied_migrations)
    return [Finding("migrations", State.WELL, f"The database is up to date ({many} migrations).")]
