"""The data folder: which of its files a backup holds, what an empty place is, and who is using it."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from heed.platform.safekeeping.types import SafekeepingRefused

SECRET_KEY = "secret-key"
RESTORING = "restoring"
"""The folder in which a restore prepares; while it stands, the data folder is not whole."""
MOVED = "moved-to-postgresql"
"""Stands where a partnership's database was moved away: the SQLite file is then only a memory."""
_IN_USE = "in-use"
_NOT_KEPT = {
    "pages",
    "shelves",
    "backups",
    "backup-key",
    "backup-key.copied",
    RESTORING,
    MOVED,
    _IN_USE,
    SECRET_KEY,
}
"""Pages are drawn again, shelves of what is searched are made again, and backups do not hold backups; the
signing key is kept by choice."""


def data_folder() -> Path:
    return Path(settings.DATA)


def backup_folder() -> Path:
    return Path(settings.BACKUP_FOLDER)


def database_file() -> Path | None:
    """Where SQLite keeps the database; None on PostgreSQL."""
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def kept_files(*, besides: Path | None = None) -> Iterator[Path]:
    """Every file of the data folder that could be lost, in order: all but what is named above, the database itself,
    what is still being written, and the one `besides`."""
    folder = data_folder()
    left_out = {backup_folder().resolve(), *(each.resolve() for each in (besides,) if each)}
    database = database_file()
    for root, folders, names in os.walk(folder):
        here = Path(root)
        at_the_top = here == folder
        folders[:] = sorted(
            each
            for each in folders
            if not (at_the_top and each in _NOT_KEPT) and (here / each).resolve() not in left_out
        )
        for name in sorted(names):
            path = here / name
            if at_the_top and (name in _NOT_KEPT or name.startswith(".")):
                continue
            if name.startswith("incoming-") or not path.is_file() or path.resolve() in left_out:
                continue
            if database and name.startswith(database.name) and here == database.parent:
                continue
            yield path


def remove_kept_files() -> None:
    """Take away what a restore placed, in a folder that was found empty before it."""
    for each in data_folder().iterdir():
        if each.name not in _NOT_KEPT and not each.name.startswith("."):
            shutil.rmtree(each) if each.is_dir() else each.unlink()


def check_empty() -> None:
    """Refuse a place that holds anything already: a restore never mixes and never overwrites."""
    if (data_folder() / RESTORING).exists():
        raise SafekeepingRefused(
            f"A restore was interrupted in {data_folder()}. Empty that folder (and the database, on PostgreSQL) "
            "and begin again."
        )
    if connection.introspection.table_names():
        raise SafekeepingRefused(
            "There is a database here already, and a restore never overwrites one. "
            "Name an empty folder in HEED_DATA (on PostgreSQL, an empty database in HEED_DATABASE)."
        )
    found = next(kept_files(), None)
    if found:
        raise SafekeepingRefused(
            f"{data_folder()} is not empty: it holds {found.relative_to(data_folder())}. "
            "Name an empty folder in HEED_DATA."
        )


def check_whole() -> None:
    """Refuse to start on a data folder that is not, or no longer, the partnership's."""
    if (data_folder() / RESTORING).exists():
        raise SafekeepingRefused(
            f"A restore into {data_folder()} did not end, so what is there is not whole. "
            "Empty the folder and restore again."
        )
    if (data_folder() / MOVED).exists() and connection.vendor == "sqlite":
        raise SafekeepingRefused(
            "This partnership was moved to PostgreSQL. Set HEED_DATABASE to where it is now; "
            f"to go back to the old database, remove {data_folder() / MOVED}."
        )


@contextmanager
def in_use(*, alone: bool = False) -> Iterator[None]:
    """Held while Heed runs on this data folder (by many); `alone`, by what must have it to itself."""
    data_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data_folder() / _IN_USE
    if not path.exists():
        path.touch(mode=0o600)
    with path.open("rb") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise SafekeepingRefused(
                "Heed is running on this data folder. Stop it first (heed serve and heed work, on every machine)."
                if alone
                else "Heed is being restored, moved or upgraded here. Start it when that has ended."
            ) from problem
        yield
