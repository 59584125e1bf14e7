"""A migrated SQLite database is kept between runs: all migrations take longer than most test files do."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from django.db import connection

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "tests"


def is_file() -> bool:
    return connection.vendor == "sqlite"


def fetch() -> None:
    """Put the kept database where the tests' database belongs. Migrating then finds nothing left to do."""
    if _kept().exists():
        shutil.copyfile(_kept(), connection.creation._get_test_db_name())


def keep() -> None:
    """Keep the database as it is now, migrated and empty, in place of those of other migrations."""
    if _kept().exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    for older in KEPT.glob("migrated-*.sqlite3"):
        older.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=KEPT, suffix=".part")
    os.close(handle)
    connection.ensure_connection()
    with sqlite3.connect(name) as copy:
        connection.connection.backup(copy)
    copy.close()
    Path(name).replace(_kept())


def _kept() -> Path:
    """Named by every migration's text, Heed's and its libraries' versions."""
    texts = [
        *sorted((HOUSE / "src").rglob("migrations/*.py")),
        *sorted((HOUSE / "requirements").glob("*.txt")),
    ]
    digest = hashlib.sha256(b"\0".join(str(each).encode() + each.read_bytes() for each in texts))
    return KEPT / f"migrated-{digest.hexdigest()[:16]}.sqlite3"
