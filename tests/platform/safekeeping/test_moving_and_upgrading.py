"""Moving to PostgreSQL and upgrading, as an administrator does them: by the command, on a data folder of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db.migrations.loader import MigrationLoader

from heed.platform.safekeeping.drill import surroundings
from heed.platform.safekeeping.types import Manifest
from scripts.postgresql import postgresql

MEASURE = """
import json, django
django.setup()
from django.apps import apps
from heed.platform.safekeeping.tables import kept_models, measure
found = {}
for model in kept_models(apps):
    kept = measure(model, alias="default")
    found[model._meta.db_table] = [kept.rows, kept.sha256, kept.next_id]
print(json.dumps(found))
"""


class Place:
    """A Heed of its own, used by its command."""

    def __init__(self, data: Path, database: str = ""):
        self.data, self.database = data, database

    def python(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        given = surroundings(self.data, database=self.database)
        given = {name: value for name, value in given.items() if name != "HEED_TESTS_FOLDER"}
        given |= {"DJANGO_SETTINGS_MODULE": "heed.config.settings", "PYTHONPATH": "src:."}
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=given,
            cwd=configured.HOUSE,
            capture_output=True,
            text=True,
            check=False,
        )

    def heed(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.python("from heed.cli.main import main; main()", *arguments)

    def rows(self) -> dict[str, list[object]]:
        """Of each table: how many, their hash, the next number."""
        done = self.python(MEASURE)
        assert done.returncode == 0, done.stderr
        found: dict[str, list[object]] = json.loads(done.stdout)
        return found


@dataclass(frozen=True)
class Restored:
    data: Path
    manifest: Manifest


_restored: list[Restored] = []


@pytest.fixture
def restored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Restored:
    """The cast's partnership, backed up and restored on SQLite once for this module; never written to."""
    if not _restored:
        path, done = request.getfixturevalue("backup")
        data = tmp_path_factory.mktemp("restored") / "place"
        said = Place(data).heed("restore", str(path), "--key-file", str(path.with_name("key")))
        assert said.returncode == 0, said.stderr
        _restored.append(Restored(data, done.manifest))
    return _restored[0]


@pytest.fixture
def place(restored: Restored, tmp_path: Path) -> Place:
    """What was restored, in a place of its own."""
    return Place(Path(shutil.copytree(restored.data, tmp_path / "place")))


def test_a_restored_place_has_every_row(restored: Restored) -> None:
    tables = restored.manifest.tables
    assert Place(restored.data).rows() == {
        name: [each.rows, each.sha256, each.next_id] for name, each in tables.items()
    }


def test_every_row_moves_to_postgresql_and_the_old_place_is_closed(place: Place, server: str) -> None:
    before = place.rows()
    done = place.heed("migrate-database", "--to", server)
    assert done.returncode == 0, done.stderr
    assert Place(place.data, server).rows() == before
    assert place.rows() == before, "the old database stays as it was"
    closed = place.heed("work", "--until-empty")
    assert closed.returncode == 1
    assert "moved to PostgreSQL" in closed.stderr
    assert Place(place.data, server).heed("work", "--until-empty").returncode == 0

    (place.data / "moved-to-postgresql").unlink()
    again = place.heed("migrate-database", "--to", server)
    assert again.returncode == 1
    assert "not empty" in again.stderr
    assert Place(place.data, server).rows()["learning_recommendation"] == before["learning_recommendation"]


def test_what_is_no_postgresql_is_refused(place: Place) -> None:
    done = place.heed("migrate-database", "--to", "sqlite:///other.sqlite3")
    assert done.returncode == 1
    assert "Name a PostgreSQL database" in done.stderr


def test_nothing_moves_while_heed_runs(place: Place) -> None:
    import fcntl

    with (place.data / "in-use").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        done = place.heed("migrate-database", "--to", "postgres://nowhere/heed")
    assert done.returncode == 1
    assert "Stop it first" in done.stderr


GO_BACK = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "safekeeping", "zero", verbosity=0)
call_command("migrate", "drafts", "zero", verbosity=0)
"""
FAILING = """
import django, sys
django.setup()
from django.db import connection
from django.utils import timezone
from heed.platform.safekeeping import upgrading
usual = upgrading.bring_up_to_date
def fails():
    usual()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM learning_response")
        cursor.execute("CREATE TABLE half_done (id integer)")
    raise RuntimeError("a migration went wrong")
upgrading.bring_up_to_date = fails
try:
    upgrading.upgrade(at=timezone.now())
except upgrading.SafekeepingRefused as refusal:
    print(refusal)
"""
OLD = """
import json, django
django.setup()
from heed.platform.safekeeping.state import apps_after, carried_out
from heed.platform.safekeeping.tables import kept_models, measure
models = kept_models(apps_after(carried_out()))
print(json.dumps({m._meta.db_table: [measure(m, alias="default").rows, measure(m, alias="default").sha256] for m in models}))
"""


def old_rows(place: Place) -> object:
    done = place.python(OLD)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_an_upgrade_backs_up_first_and_puts_back_what_fails(
    place: Place, on: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if on == "postgresql":
        with postgresql() as address:
            moved = Place(place.data, address)
            assert place.heed("migrate-database", "--to", address).returncode == 0
            upgraded(moved)
    else:
        upgraded(place)


def upgraded(place: Place) -> None:
    went = place.python(GO_BACK)
    assert went.returncode == 0, went.stderr
    before = old_rows(place)
    failed = place.python(FAILING)
    assert "everything is as it was before (a migration went wrong)" in failed.stdout, failed.stderr
    assert old_rows(place) == before
    assert "changes of the database are still to be made" in place.heed("doctor").stdout
    done = place.heed("upgrade")
    assert done.returncode == 0, done.stderr
    assert "2 migrations carried out" in done.stdout
    again = place.heed("upgrade")
    assert again.stdout.strip() == "The database is up to date."
    backups = list((place.data / "backups").glob("before-upgrade-*.heed"))
    assert len(backups) == 2
    checked = place.heed(
        "check-backup", "--quick", str(backups[0]), "--key-file", str(place.data / "backup-key")
    )
    assert checked.returncode == 0, checked.stderr
    assert os.stat(place.data / "backup-key").st_mode & 0o077 == 0


def test_a_newer_database_is_refused_in_a_sentence() -> None:
    from heed.platform.safekeeping.state import apps_after
    from heed.platform.safekeeping.types import SafekeepingRefused

    with pytest.raises(SafekeepingRefused, match="newer Heed"):
        apps_after([("jobs", "0999_later")])


def test_what_was_made_by_migrations_that_stand_in_one_now_is_known() -> None:
    """A backup from before 30 November 2026 names them one by one, where all of them had been carried out."""
    from heed.platform.safekeeping.state import apps_after
    from heed.platform.safekeeping.types import SafekeepingRefused

    replacements = MigrationLoader(None).replacements
    accounts = next(each.replaces for (app, _), each in replacements.items() if app == "accounts")
    assert len(accounts) > 1
    assert "accounts_person" in {model._meta.db_table for model in apps_after(accounts).get_models()}
    with pytest.raises(SafekeepingRefused, match="before 30 November 2026"):
        apps_after(accounts[:1])


def test_a_database_too_old_to_go_on_from_is_refused_in_a_sentence(place: Place) -> None:
    forgets = 'DELETE FROM django_migrations WHERE name = "0004_chain"'
    went = place.python(
        f"import sqlite3\nwith sqlite3.connect({str(place.data / 'heed.sqlite3')!r}) as it:\n    it.execute({forgets!r})"
    )
    assert went.returncode == 0, went.stderr
    for words in (["upgrade"], ["serve", "--port", "0"]):
        done = place.heed(*words)
        assert done.returncode == 1
        assert "audit_log 0004_chain was not carried out" in done.stderr
    assert "audit_log 0004_chain was not carried out" in place.heed("doctor").stdout
