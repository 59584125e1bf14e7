"""Moving a partnership from SQLite to PostgreSQL: every row equal by hash, every file where it was."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyrage
from django.db import connection, transaction

from heed.platform.safekeeping.archive import LIST, make_archive, unpack
from heed.platform.safekeeping.drill import last_words, surroundings
from heed.platform.safekeeping.keys import Key
from heed.platform.safekeeping.place import MOVED, check_whole, data_folder, in_use
from heed.platform.safekeeping.restoring import bring_up_to_date, fill_database
from heed.platform.safekeeping.types import Done, Manifest, SafekeepingRefused

Say = Callable[[str], None]
_FILL = "from heed.platform.safekeeping.moving import main; main()"


def move_to(address: str, *, at: datetime, say: Say = lambda _: None) -> Done:
    """Copy every row of this SQLite database into the empty PostgreSQL database at `address`, with nobody writing
    meanwhile, and compare table by table. The files stay in the data folder. Heed then refuses to start on the old
    database, which stays as it was."""
    began = time.monotonic()
    if connection.vendor != "sqlite":
        raise SafekeepingRefused("Heed runs on PostgreSQL here already: there is nothing to move.")
    if not address.startswith(("postgres://", "postgresql://")):
        raise SafekeepingRefused("Name a PostgreSQL database, such as postgres://heed:PASSWORD@HOST/heed.")
    with in_use(alone=True):
        check_whole()
        folder = Path(tempfile.mkdtemp(dir=data_folder(), prefix=".moving-"))
        try:
            # The write lock of SQLite: not even a command beside us can save anything that would stay behind.
            with transaction.atomic():
                manifest = _take_out(folder, at, say)
                say("Writing them into PostgreSQL and comparing each table")
                _fill_other(folder, address)
                (data_folder() / MOVED).write_text(
                    f"Moved to PostgreSQL on {at:%-d %B %Y at %H:%M} UTC. Set HEED_DATABASE.\n",
                    encoding="utf-8",
                )
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return Done(manifest=manifest, seconds=time.monotonic() - began)


def _take_out(folder: Path, at: datetime, say: Say) -> Manifest:
    """The tables as in a backup, unpacked, and every file read and measured."""
    key = Key(identity=str(pyrage.x25519.Identity.generate()))
    path = folder / "all.heed"
    manifest = make_archive(path, key, at=at, with_keys=False, say=say)
    if manifest.missing:
        raise SafekeepingRefused(
            f"{len(manifest.missing)} files that records name are not in the data folder. "
            "heed doctor says more; mend that first."
        )
    unpack(path, key, to=folder, with_files=False)
    path.unlink()
    return manifest


def _fill_other(folder: Path, address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FILL, str(folder)],
        env=surroundings(data_folder(), database=address),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SafekeepingRefused(last_words(done.stderr))


def main() -> None:
    """In a process of its own, whose database is the target: fill it, or say in one line why not."""
    import json

    import django

    django.setup()
    from django.db import DatabaseError

    folder = Path(sys.argv[1])
    try:
        if connection.introspection.table_names():
            raise SafekeepingRefused(
                "That database is not empty, and a move never overwrites one. Name an empty one."
            )
        manifest = Manifest.from_json(json.loads((folder / LIST).read_text(encoding="utf-8")))
        try:
            fill_database(folder, manifest)
            bring_up_to_date()
        except BaseException:
            from heed.platform.safekeeping.restoring import empty_database

            empty_database()
            raise
    except (SafekeepingRefused, DatabaseError, OSError) as problem:
        sentence = " ".join(str(problem).split())
        sys.exit(f"Error: {sentence}")
