"""Backups that nobody has to think of: made when due, proven, few enough, and honest when they fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed
from heed.platform.jobs.models import Job
from heed.platform.jobs.worker import work
from heed.platform.safekeeping.archive import check_archive
from heed.platform.safekeeping.keys import Key, key_from_file
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.operations import ask_for_backup
from heed.platform.safekeeping.scheduled import BadTimes, copy_key, due, keep_backup, remove_oldest
from heed.platform.safekeeping.types import SafekeepingRefused
from tests.cast import AT, Cast, client_of

SUMMER = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
"""13:00 in London."""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("02:30", datetime(2025, 7, 1, 1, 30, tzinfo=UTC)),
        ("13:00", SUMMER),
        ("13:01", datetime(2025, 6, 30, 12, 1, tzinfo=UTC)),
        ("02:30 12:30", datetime(2025, 7, 1, 11, 30, tzinfo=UTC)),
        ("every 15 minutes", SUMMER),
        ("Every 1 minute", SUMMER),
        ("never", None),
        ("", None),
    ],
)
def test_when_it_is_due(settings: Any, written: str, expected: datetime | None) -> None:
    settings.BACKUP_AT = written
    assert due(SUMMER) == expected


@pytest.mark.parametrize("written", ["25:00", "noon", "2.30", "every day"])
def test_times_that_mean_nothing_are_not_guessed(settings: Any, written: str) -> None:
    settings.BACKUP_AT = written
    with pytest.raises(BadTimes):
        due(SUMMER)


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The backups that were restored for proof; that a backup restores, `test_backups` shows by the command itself."""
    found: list[Path] = []

    def restores(path: Path, key: Key) -> float:
        check_archive(path, key)
        found.append(path)
        return 1.0

    monkeypatch.setattr("heed.platform.safekeeping.scheduled.restore_elsewhere", restores)
    return found


def test_it_is_made_and_proven(kept: Path, settings: Any, restored: list[Path]) -> None:
    row = keep_backup(None, at=AT)
    assert row.verified_at
    assert restored == [Path(settings.BACKUP_FOLDER) / row.name]
    assert row.rows > 100
    assert row.files > 0
    assert not row.error
    path = Path(settings.BACKUP_FOLDER) / row.name
    assert path.stat().st_size == row.size
    assert key_from_file(Path(settings.BACKUP_KEY)).identity


def test_one_that_cannot_be_restored_is_not_good(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> float:
        raise SafekeepingRefused("It could not be restored. The rows differ.")

    monkeypatch.setattr("heed.platform.safekeeping.scheduled.restore_elsewhere", broken)
    with pytest.raises(SafekeepingRefused):
        keep_backup(None, at=AT)
    row = Backup.objects.get()
    assert row.verified_at is None
    assert "rows differ" in row.error


def test_a_folder_that_cannot_be_written_is_said(kept: Path, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "a-file").touch()
    settings.BACKUP_FOLDER = tmp_path / "a-file"
    with pytest.raises(SafekeepingRefused, match="disk did not take it"):
        keep_backup(None, at=AT)
    assert Backup.objects.get().error
    assert Event.objects.filter(kind="backup.failed").exists()


def made(days: int, *, good: bool = True) -> Backup:
    at = AT + timedelta(days=days)
    return Backup.objects.create(made_at=at, name=f"{days}.heed", verified_at=at if good else None)


def test_the_oldest_go_and_the_last_good_one_never(kept: Path, settings: Any) -> None:
    settings.BACKUP_KEEP = 2
    folder = Path(settings.BACKUP_FOLDER)
    folder.mkdir()
    for day in range(4):
        made(day)
        (folder / f"{day}.heed").touch()
    made(5, good=False)
    (folder / "5.heed").touch()
    (folder / "mine.txt").touch()
    remove_oldest()
    assert {each.name for each in folder.iterdir()} == {"2.heed", "3.heed", "5.heed", "mine.txt"}
    settings.BACKUP_KEEP = 0
    remove_oldest()
    assert (folder / "3.heed").exists(), "the newest good one always stays"


def test_a_copy_of_the_key_is_taken(kept: Path, settings: Any, tmp_path: Path) -> None:
    copy_key(tmp_path / "copy")
    assert key_from_file(tmp_path / "copy") == key_from_file(Path(settings.BACKUP_KEY))
    with pytest.raises(SafekeepingRefused, match="there already"):
        copy_key(tmp_path / "copy")


def test_back_up_now_makes_one_in_the_background(kept: Path, cast: Cast, restored: list[Path]) -> None:
    browser = client_of(cast.administrator)
    browser.post(reverse("safekeeping:back_up_now"))
    page = browser.get(reverse("safekeeping:backups")).content.decode()
    assert "A backup is being made" in page
    work(until_empty=True)
    row = Backup.objects.get()
    assert row.verified_at
    assert len(restored) == 1
    assert row.asked_by == cast.administrator.name
    page = browser.get(reverse("safekeeping:backups")).content.decode()
    assert "Proven" in page
    assert "The last good backup was made today" in page


def test_asking_twice_makes_one(cast: Cast) -> None:
    first = ask_for_backup(cast.administrator, at=AT)
    assert ask_for_backup(cast.manager, at=AT).pk == first.pk
    assert Job.objects.filter(kind="safekeeping.backup").count() == 1


def test_others_may_not_ask(cast: Cast) -> None:
    for role in (Role.OFFICER, Role.READER, Role.INDEPENDENT_SCRUTINEER):
        with pytest.raises(NotAllowed):
            ask_for_backup(cast.of[role], at=AT)


def test_the_page_says_that_there_is_none(cast: Cast, client_of: Any) -> None:
    browser: Client = client_of(cast.administrator)
    page = browser.get(reverse("safekeeping:backups")).content.decode()
    assert "There is no good backup yet." in page


def test_the_page_says_why_one_failed(cast: Cast) -> None:
    Backup.objects.create(made_at=timezone.now(), name="x.heed", error="The disk did not take it: full.")
    page = client_of(cast.manager).get(reverse("safekeeping:backups")).content.decode()
    assert "Failed" in page
    assert "The disk did not take it: full." in page
