"""Bringing the database up to date: backed up first, checked after, and put back as it was where it fails."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from heed.platform.base.upkeep import refresh_statistics
from heed.platform.safekeeping.archive import check_archive, make_archive, unpack
from heed.platform.safekeeping.keys import Key, key_file
from heed.platform.safekeeping.place import backup_folder, check_whole, data_folder, in_use
from heed.platform.safekeeping.restoring import bring_up_to_date, empty_database, fill_database
from heed.platform.safekeeping.state import carried_out, together
from heed.platform.safekeeping.tables import unknown_tables
from heed.platform.safekeeping.types import Manifest, SafekeepingRefused

Say = Callable[[str], None]
NEVER_FEWER = ("audit_log_event", "files_storedfile", "accounts_person", "partnerships_partnership")
"""Tables from which no version of Heed takes a row when it comes in."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """How many migrations were carried out, and the backup that was made before (None where there was nothing yet)."""

    carried_out: int
    backup: Path | None


def waiting() -> int:
    """How many migrations the database has not seen. Refused where it is too old to go on from."""
    executor = MigrationExecutor(connection)
    together(executor.loader, carried_out())
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade(*, at: datetime, say: Say = lambda _: None) -> Upgraded:
    """Bring the database up to date. Raises `SafekeepingRefused` where that failed; everything is then as before."""
    with in_use(alone=True):
        check_whole()
        many = waiting()
        if not many:
            return Upgraded(0, None)
        if not carried_out():
            say("Making the database ready. It takes a minute, once; a few minutes on a slow machine.")
            bring_up_to_date()
            return Upgraded(many, None)
        say("Backing up")
        path, key = backup_folder() / f"before-upgrade-{timezone.localtime(at):%Y-%m-%d-%H%M%S}.heed", _key()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = make_archive(path, key, at=at)
        check_archive(path, key)
        say(f"Carrying out {many} migrations")
        try:
            bring_up_to_date()
            _check(manifest)
            refresh_statistics()  # a table that a migration made anew has none
        except BaseException as problem:
            say("It failed: putting everything back as it was")
            _put_back(path, key, manifest)
            why = " ".join(str(problem).split())[:300]
            raise SafekeepingRefused(
                f"The upgrade failed and everything is as it was before ({why}). "
                f"Go back to the earlier version and report this. The backup is {path}."
            ) from problem
    return Upgraded(many, path)


def _key() -> Key:
    return key_file(Path(settings.BACKUP_KEY))


def _check(before: Manifest) -> None:
    """What must hold after an upgrade, whatever it changed."""
    connection.check_constraints()
    call_command("check", "--database", "default", stdout=io.StringIO(), stderr=io.StringIO())
    odd = unknown_tables(apps, alias="default")
    if odd:
        raise SafekeepingRefused(f"Tables were left that nobody knows: {', '.join(odd)}.")
    with connection.cursor() as cursor:
        for table in NEVER_FEWER:
            if table not in before.tables:
                continue
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            if cursor.fetchone()[0] < before.tables[table].rows:
                raise SafekeepingRefused(f"Rows of {table} were lost.")


def _put_back(path: Path, key: Key, manifest: Manifest) -> None:
    """The database as the backup has it; files are not touched by an upgrade."""
    folder = Path(tempfile.mkdtemp(dir=data_folder(), prefix=".upgrading-"))
    try:
        unpack(path, key, to=folder, with_files=False)
        connection.close()
        empty_database()
        fill_database(folder, manifest)
        call_command("createcachetable", verbosity=0)
    except BaseException as problem:
        raise SafekeepingRefused(
            f"The upgrade failed, and so did putting the database back. Restore {path} with the earlier version "
            f"into an empty place, with the key {settings.BACKUP_KEY}."
        ) from problem
    finally:
        shutil.rmtree(folder, ignore_errors=True)
