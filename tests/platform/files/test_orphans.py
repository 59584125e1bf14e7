"""What a crash left in the folder of files goes after a day; what a row names, or is new, stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from heed.platform.files.operations import folder_of_files, path_of, remove_orphans, store_file
from tests.cast import AT

pytestmark = pytest.mark.django_db


def aged(path: Path, by: timedelta) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    moment = (AT - by).timestamp()
    os.utime(path, (moment, moment))
    return path


def test_only_what_nobody_names_and_is_old_goes(data_folder: Path) -> None:
    stored = path_of(store_file(chunks=[b"kept"], at=AT))
    aged(stored, timedelta(days=9))
    old = aged(folder_of_files() / "aa" / ("a" * 64), timedelta(days=2))
    new = aged(folder_of_files() / "bb" / ("b" * 64), timedelta(hours=2))
    unfinished = aged(folder_of_files() / "incoming-x", timedelta(days=2))
    foreign = aged(folder_of_files() / "aa" / "notes.txt", timedelta(days=2))
    assert set(remove_orphans(at=AT)) == {old.name, unfinished.name}
    assert stored.exists()
    assert new.exists()
    assert foreign.exists()
