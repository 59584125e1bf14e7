"""Putting a partnership back: into an empty place only, compared with the backup's list before it counts."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction

from heed.platform.safekeeping.archive import FILES, KEYS, lines_from, unpack
from heed.platform.safekeeping.disk import sync_folder
from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.place import (
    RESTORING,
    SECRET_KEY,
    check_empty,
    data_folder,
    database_file,
    in_use,
    remove_kept_files,
)
from heed.platform.safekeeping.state import carry_out
from heed.platform.safekeeping.tables import kept_models, load, measure, set_next_id
from heed.platform.safekeeping.types import Done, Manifest, SafekeepingRefused

Say = Callable[[str], None]


def restore(path: Path, key: Key, *, say: Say = lambda _: None) -> Done:
    """Make this place what the backup holds. Refused where there is anything already, or where the backup is not
    whole: then the place is left as empty as it was."""
    began = time.monotonic()
    with in_use(alone=True):
        check_empty()
        staging = data_folder() / RESTORING
        staging.mkdir(mode=0o700)
        try:
            say("Opening the backup and comparing it with its list")
            manifest = unpack(path, key, to=staging)
            say(f"Making {len(manifest.tables):,} tables and loading {manifest.rows:,} rows")
            fill_database(staging, manifest)
            say(f"Placing {len(manifest.files):,} files")
            _place_files(staging)
            bring_up_to_date()
        except BaseException:
            empty_again()
            shutil.rmtree(staging, ignore_errors=True)
            raise
        shutil.rmtree(staging)
        sync_folder(data_folder())
    return Done(manifest=manifest, seconds=time.monotonic() - began)


def fill_database(folder: Path, manifest: Manifest) -> None:
    """Tables as they were when the backup was made, with its rows, in one transaction; then compared with the list."""
    apps = carry_out(manifest.migrations)
    models = {each._meta.db_table: each for each in kept_models(apps)}
    if set(models) != set(manifest.tables):
        odd = ", ".join(sorted(set(models) ^ set(manifest.tables)))
        raise SafekeepingRefused(f"The tables of the backup are not those of its migrations: {odd}.")
    with transaction.atomic():
        _remove_what_migrations_wrote(models.values())
        for table, model in models.items():
            load(model, lines_from(folder, table), alias="default")
        connection.check_constraints()
        for table, model in models.items():
            set_next_id(model, manifest.tables[table].next_id, alias="default")
        compare_database(manifest, apps)


def compare_database(manifest: Manifest, apps: object) -> None:
    """Every table has the rows of the list, by number and by hash."""
    differing = [
        table
        for table, model in ((each._meta.db_table, each) for each in kept_models(apps))
        if measure(model, alias="default") != manifest.tables.get(table)
    ]
    if differing:
        raise SafekeepingRefused(
            f"After loading, these tables differ from the backup: {', '.join(differing)}."
        )


def _remove_what_migrations_wrote(models: object) -> None:
    tables = [each._meta.db_table for each in models if each._base_manager.exists()]  # type: ignore[attr-defined]
    if tables:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            with connection.cursor() as cursor:
                cursor.execute(statement)


def bring_up_to_date() -> None:
    """Today's tables, from those of the backup's time."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def _place_files(staging: Path) -> None:
    """From the folder of the restore to where they belong: by renaming, after all were written and compared."""
    _sync_all(staging)
    files = staging / FILES
    for each in sorted(files.iterdir()) if files.exists() else ():
        each.rename(data_folder() / each.name)
    key = staging / KEYS / SECRET_KEY
    if key.exists():
        key.chmod(0o600)
        key.replace(data_folder() / SECRET_KEY)
    sync_folder(data_folder())


def _sync_all(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            descriptor = os.open(Path(root) / name, os.O_RDONLY)
            os.fsync(descriptor)
            os.close(descriptor)
        sync_folder(Path(root))


def empty_again() -> None:
    """Take away what a restore that failed has left; only ever called on a place that was found empty before."""
    empty_database()
    remove_kept_files()


def empty_database() -> None:
    """No tables at all any more."""
    database = database_file()
    if database:
        connections["default"].close()
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP SEQUENCE {connection.ops.quote_name(name)} CASCADE")
