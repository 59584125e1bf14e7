"""Moving to PostgreSQL and upgrading, as an administrator does them: by the command, on a data folder of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as configured
from django.db.migrations.loader import MigrationLoader

from heed.learning.models import Recommendation
from heed.platform.safekeeping import upgrading
from heed.platform.safekeeping.archive import LIST, check_archive, lines_from
from heed.platform.safekeeping.drill import surroundings
from heed.platform.safekeeping.keys import Key, key_from_file
from heed.platform.safekeeping.moving import main as fill_this_one
from heed.platform.safekeeping.moving import move_to
from heed.platform.safekeeping.operations import back_up
from heed.platform.safekeeping.place import MOVED, check_whole, in_use
from heed.platform.safekeeping.state import apps_after
from heed.platform.safekeeping.types import Manifest, SafekeepingRefused
from tests.cast import AT, Cast

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


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where a move wrote its rows: nowhere. Bar 16 moves a partnership into a real PostgreSQL and compares it all."""
    addresses: list[str] = []

    def fill(folder: Path, address: str) -> None:
        manifest = Manifest.from_json(json.loads((folder / LIST).read_text(encoding="utf-8")))
        for table, kept in manifest.tables.items():
            assert sum(1 for _ in lines_from(folder, table)) == kept.rows + 1, table
        addresses.append(address)

    monkeypatch.setattr("heed.platform.safekeeping.moving._fill_other", fill)
    return addresses


@pytest.fixture
def on_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """What moves is on SQLite, whatever the tests' own database is."""
    monkeypatch.setattr("heed.platform.safekeeping.moving.connection", SimpleNamespace(vendor="sqlite"))


def test_a_move_takes_every_row_along_and_closes_the_old_place(
    kept: Path, on_sqlite: None, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = move_to("postgres://there/heed", at=AT)
    assert filled == ["postgres://there/heed"]
    assert done.manifest.rows > 100
    monkeypatch.setattr("heed.platform.safekeeping.place.connection", SimpleNamespace(vendor="sqlite"))
    with pytest.raises(SafekeepingRefused, match="moved to PostgreSQL"):
        check_whole()


def test_what_is_no_postgresql_is_refused(kept: Path, on_sqlite: None) -> None:
    with pytest.raises(SafekeepingRefused, match="Name a PostgreSQL database"):
        move_to("sqlite:///other.sqlite3", at=AT)


def test_nothing_moves_while_heed_runs(kept: Path, on_sqlite: None, filled: list[str]) -> None:
    with in_use(), pytest.raises(SafekeepingRefused, match="Stop it first"):
        move_to("postgres://nowhere/heed", at=AT)
    assert filled == []


def test_a_move_that_fails_closes_nothing(
    kept: Path, on_sqlite: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(folder: Path, address: str) -> None:
        raise SafekeepingRefused("The rows differ.")

    monkeypatch.setattr("heed.platform.safekeeping.moving._fill_other", fails)
    with pytest.raises(SafekeepingRefused, match="The rows differ"):
        move_to("postgres://there/heed", at=AT)
    assert not (kept / MOVED).exists()
    assert not list(kept.glob(".moving-*"))


def test_a_move_never_overwrites(cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.argv", ["moving", str(tmp_path)])
    with pytest.raises(SystemExit, match="That database is not empty"):
        fill_this_one()
    assert Recommendation.objects.for_everyone(because="a test").exists()


@pytest.fixture
def waits(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for which a migration waits. Bar 16 goes back for real, on both databases, and up again."""
    monkeypatch.setattr(upgrading, "waiting", lambda: 1)
    return kept


def test_an_upgrade_backs_up_first(waits: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    there: list[Path] = []
    backups = Path(settings.BACKUP_FOLDER)
    monkeypatch.setattr(
        upgrading, "bring_up_to_date", lambda: there.extend(backups.glob("before-upgrade-*.heed"))
    )
    done = upgrading.upgrade(at=AT)
    assert there == [done.backup]
    assert check_archive(there[0], key_from_file(Path(settings.BACKUP_KEY))).rows > 100
    assert Path(settings.BACKUP_KEY).stat().st_mode & 0o077 == 0


def test_what_an_upgrade_breaks_is_put_back(waits: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fails() -> None:
        raise RuntimeError("a migration went wrong")

    def fills(folder: Path, manifest: Manifest) -> None:
        assert {each for each in manifest.tables if not list(lines_from(folder, each))} == set()
        done.append("filled")

    monkeypatch.setattr(upgrading, "bring_up_to_date", fails)
    monkeypatch.setattr(upgrading, "empty_database", lambda: done.append("emptied"))
    monkeypatch.setattr(upgrading, "fill_database", fills)
    monkeypatch.setattr(upgrading, "connection", SimpleNamespace(close=lambda: done.append("closed")))
    with pytest.raises(SafekeepingRefused, match=r"as it was before \(a migration went wrong\)"):
        upgrading.upgrade(at=AT)
    assert done == ["closed", "emptied", "filled"]


def test_rows_that_an_upgrade_loses_are_noticed(kept: Path, key: Key, tmp_path: Path) -> None:
    before = back_up(None, path=tmp_path / "a.heed", key=key, at=AT).manifest
    upgrading._check(before)
    people = before.tables["accounts_person"]
    more = {**before.tables, "accounts_person": replace(people, rows=people.rows + 1)}
    with pytest.raises(SafekeepingRefused, match="Rows of accounts_person were lost"):
        upgrading._check(replace(before, tables=more))


def test_what_is_up_to_date_is_left_alone(kept: Path, settings: Any) -> None:
    assert upgrading.upgrade(at=AT) == upgrading.Upgraded(0, None)
    assert not Path(settings.BACKUP_FOLDER).exists()


def test_a_newer_database_is_refused_in_a_sentence() -> None:
    with pytest.raises(SafekeepingRefused, match="newer Heed"):
        apps_after([("jobs", "0999_later")])


def test_what_was_made_by_migrations_that_stand_in_one_now_is_known() -> None:
    """A backup from before 30 November 2026 names them one by one, where all of them had been carried out."""
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
