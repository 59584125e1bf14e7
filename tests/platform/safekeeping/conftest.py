"""A data folder with the cast's files, a key, and a backup."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of
from heed.platform.safekeeping.keys import Key, make_key_file
from heed.platform.safekeeping.operations import back_up
from heed.platform.safekeeping.types import Done
from tests.cast import AT, Cast


@pytest.fixture
def kept(cast: Cast, settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own that holds every file the cast's records name, and a signing key."""
    contents = {each.sha256: path_of(each).read_bytes() for each in StoredFile.objects.all()}
    settings.DATA = tmp_path / "data"
    settings.BACKUP_FOLDER = tmp_path / "backups"
    settings.BACKUP_KEY = tmp_path / "backup-key"
    settings.DATA.mkdir()
    (settings.DATA / "secret-key").write_text("a secret")
    for each in StoredFile.objects.all():
        path_of(each).parent.mkdir(parents=True, exist_ok=True)
        path_of(each).write_bytes(contents[each.sha256])
    return Path(settings.DATA)


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return make_key_file(tmp_path / "key")


@pytest.fixture
def backup(kept: Path, key: Key, tmp_path: Path) -> tuple[Path, Done]:
    path = tmp_path / "a.heed"
    return path, back_up(None, path=path, key=key, at=AT)


@pytest.fixture(autouse=True)
def _snapshots_may_connect(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A snapshot is a connection of its own, to the same database; tests otherwise know only the one they name."""
    usual = BaseDatabaseWrapper.ensure_connection

    def ensure(self: BaseDatabaseWrapper) -> None:
        if self.alias.startswith("safekeeping-"):
            if self.connection is None:
                self.connect()
        else:
            usual(self)

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure)
