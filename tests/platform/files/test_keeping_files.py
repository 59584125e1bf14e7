"""Files and rows belong together: what does not is found, and what nobody refers to is cleared away in time."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from heed.cli.main import main
from heed.library.models import Document
from heed.platform.files import keeping
from heed.platform.files.keeping import check_files, clear_files, files_only_of
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import erase_files, path_of, store_file
from heed.platform.jobs.schedule import RECURRING
from tests.cast import AT, Cast, Register, bring_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=2)


def aged(path: Path) -> Path:
    os.utime(path, (AT.timestamp(), AT.timestamp()))
    return path


@pytest.fixture
def kept(cast: Cast, data_folder: Path) -> StoredFile:
    """A file that a document refers to; the cast's own documents lie in another folder, so they are left out."""
    Document.objects.for_everyone(because="a test").update(file=store_file(chunks=[b"of the cast"], at=AT))
    StoredFile.objects.exclude(sha256=StoredFile.objects.latest("pk").sha256).delete()
    return bring_in(cast.manager, "kept.txt", b"The Board should act.").document.file


def test_all_is_well_when_it_is(kept: StoredFile) -> None:
    found = check_files()
    assert (found.files, found.is_well, found.without_row, found.unreferenced) == (2, True, (), 0)


def test_a_missing_file_and_a_changed_one_are_named(kept: StoredFile) -> None:
    path_of(kept).write_bytes(b"The Board should not act.")
    assert check_files(read=False).changed == (kept.sha256,)
    path_of(kept).write_bytes(b"The Board should aXX.")
    assert check_files(read=False).is_well
    assert check_files().changed == (kept.sha256,)
    path_of(kept).unlink()
    found = check_files()
    assert (found.missing, found.is_well) == ((kept.sha256,), False)


def test_the_command_says_so_and_fails(kept: StoredFile) -> None:
    well = CliRunner().invoke(main, ["files", "check"])
    assert (well.exit_code, "2 files looked at" in well.output) == (0, True)
    path_of(kept).unlink()
    ill = CliRunner().invoke(main, ["files", "check"])
    assert ill.exit_code == 1
    assert f"Missing: {kept.sha256}" in ill.output


def test_what_a_crash_left_goes_after_a_day_and_nothing_else(kept: StoredFile, data_folder: Path) -> None:
    begun = data_folder / "files" / "incoming-left"
    begun.parent.mkdir(exist_ok=True)
    begun.write_bytes(b"half")
    aged(begun)
    young = data_folder / "files" / "incoming-young"
    young.write_bytes(b"still coming")
    os.utime(young, (LATER.timestamp(), LATER.timestamp()))
    alone = store_file(chunks=[b"nobody refers to this"], at=AT)
    assert check_files().unreferenced == 1
    assert clear_files(at=AT + timedelta(hours=1)) == 0
    assert clear_files(at=LATER) == 2
    assert (begun.exists(), young.exists(), path_of(alone).exists()) == (False, True, False)
    assert path_of(kept).exists()
    assert not StoredFile.objects.filter(pk=alone.pk).exists()


def test_the_worker_does_it(kept: StoredFile) -> None:
    alone = store_file(chunks=[b"nobody refers to this"], at=AT)
    RECURRING["files.clear"].run(LATER)
    assert RECURRING["files.clear"].due(LATER) is not None
    assert not path_of(alone).exists()


def test_whoever_brings_the_same_bytes_again_just_now_keeps_them(kept: StoredFile) -> None:
    alone = store_file(chunks=[b"twice"], at=AT)
    store_file(chunks=[b"twice"], at=LATER)
    assert clear_files(at=LATER + timedelta(hours=2)) == 0
    assert path_of(alone).exists()


def test_a_folder_that_was_never_made_holds_nothing(data_folder: Path, db: None) -> None:
    assert check_files(read=False).without_row == ()


def test_a_row_that_is_needed_again_meanwhile_is_left(
    data_folder: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody brings in the same bytes between the look and the clearing: row and file stay."""
    stored = store_file(chunks=[b"words"], at=AT)
    found = keeping.unreferenced()
    list(found)
    type(stored).objects.filter(pk=stored.pk).update(stored_at=AT + timedelta(days=400))
    monkeypatch.setattr(keeping, "unreferenced", lambda: _As(list(found)))
    assert clear_files(at=AT + timedelta(days=9)) == 0
    assert path_of(stored).is_file()


class _As(list):  # type: ignore[type-arg]
    """A query that was asked earlier."""

    def filter(self, **_: object) -> _As:
        return self


def test_bytes_that_were_brought_in_again_meanwhile_stay(
    data_folder: Path, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    gone, again = (store_file(chunks=[words], at=AT) for words in (b"gone", b"again"))
    with django_capture_on_commit_callbacks(execute=True):
        erase_files(files=[gone, again], at=AT)
        store_file(chunks=[b"again"], at=AT)
    assert [path_of(each).is_file() for each in (gone, again)] == [False, True]
    gone.refresh_from_db()
    assert gone.erased_at == AT


def test_a_file_that_is_forgotten_leaves_no_row(
    data_folder: Path, db: None, django_capture_on_commit_callbacks: Any
) -> None:
    row = store_file(chunks=[b"forgotten"], at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        erase_files(files=[row], at=AT, forget=True)
    assert not StoredFile.objects.filter(sha256=row.sha256).exists()
    assert not path_of(row).exists()


def test_a_file_that_another_record_needs_belongs_to_nobody_alone(register: Register) -> None:
    document = register.accepted.document
    assert files_only_of({type(document): {document.pk}}, among=[document.file]) == [document.file]
    assert files_only_of({}, among=[document.file]) == []
    evidence = Document.objects.for_everyone(because="a test").filter(pk=register.open.document_id)
    evidence.update(file=document.file)
    assert files_only_of({type(document): {document.pk}}) == []
