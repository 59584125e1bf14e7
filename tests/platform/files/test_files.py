"""Files: whole on the disk before the database knows of them, kept once, under no name that was given."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of, store_file
from tests.cast import AT

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_stored_is_what_was_given(data_folder: Path) -> None:
    stored = store_file(chunks=[b"ab", b"c"], at=AT)
    assert path_of(stored).read_bytes() == b"abc"
    assert stored.size == 3
    assert path_of(stored).name == stored.sha256


def test_the_same_bytes_twice_are_kept_once(data_folder: Path) -> None:
    assert store_file(chunks=[b"abc"], at=AT).pk == store_file(chunks=[b"a", b"bc"], at=AT).pk
    assert len(files_in(data_folder)) == 1


def test_a_crash_while_writing_leaves_nothing(data_folder: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store_file(chunks=breaks(), at=AT)
    assert files_in(data_folder) == []
    assert not StoredFile.objects.filter(size=4).exists()


@pytest.mark.parametrize("breaks", ["replace", "fsync"])
def test_a_crash_between_write_and_row_leaves_no_row_without_its_file(
    breaks: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = StoredFile.objects.count()

    def fails(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    target: Any = Path if breaks == "replace" else os
    monkeypatch.setattr(target, breaks, fails)
    with pytest.raises(OSError, match="disk is full"):
        store_file(chunks=[b"abc"], at=AT)
    assert StoredFile.objects.count() == before
    assert files_in(data_folder) == []


def test_the_bytes_are_on_the_disk_before_there_is_a_row(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes are flushed, then named, then their folders are flushed, then the row is written."""
    steps: list[str] = []
    fsync, replace, create = os.fsync, Path.replace, StoredFile.objects.update_or_create

    def noted_fsync(descriptor: int) -> None:
        steps.append("folder flushed" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file flushed")
        fsync(descriptor)

    def noted_replace(self: Path, target: Any) -> Any:
        steps.append("named")
        return replace(self, target)

    def noted_create(**values: Any) -> Any:
        steps.append("row")
        return create(**values)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    monkeypatch.setattr(StoredFile.objects, "update_or_create", noted_create)
    store_file(chunks=[b"xyz"], at=AT)
    assert steps == ["file flushed", "named", "folder flushed", "folder flushed", "row"]


def test_bytes_are_on_the_disk_before_the_file_has_its_name(
    data_folder: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole file is written through, then the two folders that name it, and only then there is a row."""
    synced: list[tuple[bool, int, int]] = []
    really = os.fsync

    def noted(descriptor: int) -> None:
        seen = os.fstat(descriptor)
        synced.append((stat.S_ISDIR(seen.st_mode), seen.st_size, StoredFile.objects.count()))
        really(descriptor)

    before = StoredFile.objects.count()
    monkeypatch.setattr(os, "fsync", noted)
    store_file(chunks=[b"words ", b"of a child"], at=AT)
    assert [is_folder for is_folder, _, _ in synced] == [False, True, True]
    assert synced[0][1] == len(b"words of a child")
    assert {rows for _, _, rows in synced} == {before}
