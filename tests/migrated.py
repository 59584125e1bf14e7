"""A migrated database is kept between runs: all migrations take longer than most test files, and most bars, do."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from scripts.postgresql import postgresql

HOUSE = Path(__file__).resolve().parents[1]
KEPT = HOUSE / "build" / "tests"


def is_file() -> bool:
    return connection.vendor == "sqlite"


def fetch(target: str | Path) -> None:
    """Put the kept database where one belongs. Migrating then finds nothing left to do."""
    if _kept().exists():
        shutil.copyfile(_kept(), target)


def keep() -> None:
    """Keep the database as it is now, migrated and empty, in place of those of other migrations."""
    if _kept().exists():
        return
    _make_room("migrated-*.sqlite3")
    handle, name = tempfile.mkstemp(dir=KEPT, suffix=".part")
    os.close(handle)
    connection.ensure_connection()
    with sqlite3.connect(name) as copy:
        connection.connection.backup(copy)
    copy.close()
    Path(name).replace(_kept())


@contextmanager
def migrated_postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of one's own that is migrated and empty; tests' database stands beside it."""
    kept = KEPT / f"postgresql-{_digest()}"
    if not kept.exists():
        _make_room("postgresql-*")
        _make_postgresql(kept)
    with tempfile.TemporaryDirectory(prefix="heed-postgresql-", ignore_cleanup_errors=True) as folder:
        subprocess.run(["cp", "-a", str(kept), f"{folder}/data"], check=True)
        subprocess.run(["sync", "-f", folder], check=True)  # or else a bar that kills the server waits for it
        with postgresql(Path(folder)) as address:
            yield address


def _make_postgresql(kept: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="heed-postgresql-", ignore_cleanup_errors=True) as folder:
        with postgresql(Path(folder)) as address:
            given = {**os.environ, "HEED_DATABASE": address, "HEED_DATA": f"{folder}/heed"}
            given["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
            for command in ("migrate", "createcachetable"):
                subprocess.run(
                    [sys.executable, "manage.py", command, "-v", "0"], cwd=HOUSE, env=given, check=True
                )
            _copy_for_tests(address)
        part = kept.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run(["cp", "-a", f"{folder}/data", str(part)], check=True)
        part.replace(kept)


def _copy_for_tests(address: str) -> None:
    import psycopg

    with psycopg.connect(f"{address.rpartition('/')[0]}/template1", autocommit=True) as there:
        there.execute("CREATE DATABASE test_postgres TEMPLATE postgres")


def _make_room(older: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    for each in KEPT.glob(older):
        shutil.rmtree(each) if each.is_dir() else each.unlink(missing_ok=True)


def _kept() -> Path:
    return KEPT / f"migrated-{_digest()}.sqlite3"


def _digest() -> str:
    """Of every migration's text and of what it calls (triggers), Heed's and its libraries' versions."""
    migrations = sorted((HOUSE / "src").rglob("migrations/*.py"))
    called = {
        HOUSE / "src" / f"{name.replace('.', '/')}.py"
        for each in migrations
        for name in re.findall(r"^from (heed[\w.]+) import", each.read_text(encoding="utf-8"), re.M)
    }
    texts = [*migrations, *sorted(called), *sorted((HOUSE / "requirements").glob("*.txt"))]
    digest = hashlib.sha256(
        b"\0".join(str(each.relative_to(HOUSE)).encode() + each.read_bytes() for each in texts)
    )
    return digest.hexdigest()[:16]
