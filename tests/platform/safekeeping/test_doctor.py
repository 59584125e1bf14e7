"""`heed doctor` finds what was broken on purpose, says how to mend it, and calls nothing broken that is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connection
from django.urls import reverse
from django.utils import timezone

from heed.cli.doctor import doctor
from heed.platform.audit_log.models import Event
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of
from heed.platform.jobs.schedule import note_worker
from heed.platform.safekeeping import doctor as looks
from heed.platform.safekeeping.doctor import LOOKS, Finding, State, examine, worst
from heed.platform.safekeeping.models import Backup
from heed.platform.safekeeping.panels import AT_HOME
from heed.platform.safekeeping.place import RESTORING
from tests.cast import Cast, client_of


@pytest.fixture
def well(kept: Path, settings: Any) -> Path:
    """A Heed with which all is well, but for what a test machine cannot have."""
    now = timezone.now()
    note_worker("here 1", at=now)
    folder = Path(settings.BACKUP_FOLDER)
    folder.mkdir()
    (folder / "good.heed").write_bytes(b"12345")
    Backup.objects.create(made_at=now, name="good.heed", size=5, verified_at=now)
    Path(settings.BACKUP_KEY).touch(mode=0o600)
    (kept / "backup-key.copied").touch()
    kept.chmod(0o700)
    settings.ALLOWED_HOSTS = ["localhost"]
    return kept


def wrong() -> dict[str, str]:
    """What is wrong, with how to mend it."""
    return {each.about: each.mend for each in examine(at=timezone.now()) if each.state is State.WRONG}


NOT_HERE = {"second factor"}
"""The cast signs in by password."""


def test_nothing_is_wrong_where_nothing_is(well: Path) -> None:
    assert set(wrong()) <= NOT_HERE


def test_every_look_says_something(well: Path) -> None:
    about = {each.about for each in examine(at=timezone.now())}
    assert about >= set(LOOKS)


def no_file(well: Path, settings: Any) -> None:
    first = StoredFile.objects.order_by("pk").first()
    assert first
    path_of(first).unlink()


def open_folder(well: Path, settings: Any) -> None:
    well.chmod(0o755)


def late_backup(well: Path, settings: Any) -> None:
    Backup.objects.update(made_at=timezone.now() - timedelta(days=3))


def backup_gone(well: Path, settings: Any) -> None:
    (Path(settings.BACKUP_FOLDER) / "good.heed").unlink()


def backup_failed(well: Path, settings: Any) -> None:
    Backup.objects.create(made_at=timezone.now(), name="later.heed", error="The disk is full.")


def no_copy_of_the_key(well: Path, settings: Any) -> None:
    (well / "backup-key.copied").unlink()


def bad_times(well: Path, settings: Any) -> None:
    settings.BACKUP_AT = "noonish"


def debug(well: Path, settings: Any) -> None:
    settings.DEBUG = True


def any_host(well: Path, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.HTTPS = ["*"], True


def no_https(well: Path, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["heed.example.org"]


def event_to_come(well: Path, settings: Any) -> None:
    later = timezone.now() + timedelta(days=1)
    Event.objects.create(
        at=later, partnership_id=1, actor_ref="x", kind="x", subject_kind="x", subject_ref="x"
    )


def half_restored(well: Path, settings: Any) -> None:
    (well / RESTORING).mkdir()


def no_worker(well: Path, settings: Any) -> None:
    from heed.platform.jobs.models import WorkerSeen

    WorkerSeen.objects.all().delete()


def migration_missing(well: Path, settings: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'safekeeping'")


def newer_database(well: Path, settings: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('jobs', '0999_later', '2030-01-01')"
        )


@pytest.mark.parametrize(
    ("about", "spoil"),
    [
        ("files", no_file),
        ("data folder", open_folder),
        ("backups", late_backup),
        ("backups", backup_gone),
        ("backups", backup_failed),
        ("backups", bad_times),
        ("key to the backups", no_copy_of_the_key),
        ("settings", debug),
        ("settings", any_host),
        ("address", no_https),
        ("clock", event_to_come),
        ("database", half_restored),
        ("workers", no_worker),
        ("migrations", migration_missing),
        ("migrations", newer_database),
    ],
)
def test_what_is_broken_is_found(
    about: str, spoil: Callable[[Path, Any], None], well: Path, settings: Any
) -> None:
    spoil(well, settings)
    found = wrong()
    assert set(found) - NOT_HERE == {about}
    assert found[about], "it says how to mend it"


def test_a_weak_setting_of_the_database_is_found(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.checks import Error

    monkeypatch.setattr(
        "heed.platform.safekeeping.doctor.saving.check_durability", lambda databases: [Error("weak")]
    )
    assert "what is saved stays" in wrong()


def test_a_look_that_fails_is_a_finding(well: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_: object) -> list[object]:
        raise RuntimeError("oh")

    monkeypatch.setitem(LOOKS, "clock", breaks)
    assert "clock" in wrong()


def test_the_command_says_it_in_sentences_and_as_json(well: Path) -> None:
    done = CliRunner().invoke(doctor, [])
    assert "What Heed says is saved is on the disk" in done.output
    assert done.exit_code == list(State).index(worst(examine(at=timezone.now())))
    well.chmod(0o777)
    told = CliRunner().invoke(doctor, ["--json"])
    assert told.exit_code == 2
    findings = {each["about"]: each for each in json.loads(told.stdout)["findings"]}
    assert findings["data folder"]["mend"].startswith("chmod 700")


def test_the_page_says_the_same(well: Path, cast: Cast) -> None:
    well.chmod(0o777)
    browser = client_of(cast.administrator)
    page = browser.get(reverse("safekeeping:doctor"), SERVER_NAME="localhost").content.decode()
    assert "Every user of this machine can look into" in page
    assert "chmod 700" in page


def test_what_a_database_of_an_earlier_version_cannot_answer_is_no_fault_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(at: datetime) -> list[Finding]:
        raise OperationalError("no such table")

    behind = Finding("migrations", State.WRONG, "Changes are still to be made.", "heed upgrade")
    monkeypatch.setattr(looks, "LOOKS", {"migrations": lambda at: [behind], "workers": missing})
    found = examine(at=timezone.now())
    assert [(each.about, each.state) for each in found] == [
        ("migrations", State.WRONG),
        ("workers", State.LOOK),
    ]
    assert "come first" in found[1].sentence
    monkeypatch.setattr(looks, "LOOKS", {"workers": missing})
    assert [each.state for each in examine(at=timezone.now())] == [State.WRONG]


def test_whoever_looks_after_heed_and_nothing_else_finds_on_the_first_page_how_it_stands(
    kept: Path, cast: Cast
) -> None:
    page = client_of(cast.administrator).get(reverse("home")).content.decode()
    found = examine(at=timezone.now(), only=AT_HOME)
    assert {each.about for each in found} >= {"backups", "versions", "room on the disk", "address"}
    assert all(each.about.capitalize() in page for each in found)
    assert "This installation" in page
    missing = [each for each in examine(at=timezone.now(), only=["backups"]) if each.state != State.WELL]
    assert missing
    assert all(each.sentence in unescape(page) for each in missing)
    for other in (cast.manager, cast.reader):
        assert "This installation" not in client_of(other).get(reverse("home")).content.decode()
