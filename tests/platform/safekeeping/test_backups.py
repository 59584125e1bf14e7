"""A backup holds everything, is closed, and is refused when any bit of it is not what Heed wrote."""

from __future__ import annotations

import json
import random
import stat
import subprocess
import tarfile
from pathlib import Path

import pyrage
import pytest
from django.apps import apps
from django.db import connection

from heed.platform.access.roles import Role
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of
from heed.platform.safekeeping.archive import check_archive, unpack
from heed.platform.safekeeping.drill import restore_elsewhere
from heed.platform.safekeeping.envelope import opened
from heed.platform.safekeeping.keys import Key, key_from_file, make_key_file
from heed.platform.safekeeping.operations import back_up
from heed.platform.safekeeping.place import check_empty
from heed.platform.safekeeping.snapshot import snapshot
from heed.platform.safekeeping.tables import kept_models, measure, unknown_tables
from heed.platform.safekeeping.types import Damaged, Done, SafekeepingRefused
from heed.platform.safekeeping.whose import rows_of
from tests.cast import AT, Cast, Register
from tests.cast_information import an_agreement

Backup = tuple[Path, Done]


def test_it_holds_every_table_and_every_file(backup: Backup, kept: Path) -> None:
    manifest = backup[1].manifest
    with snapshot() as alias:
        for model in kept_models(apps):
            assert manifest.tables[model._meta.db_table].sha256 == measure(model, alias=alias).sha256
    for file in StoredFile.objects.all():
        assert manifest.files[f"files/files/{file.sha256[:2]}/{file.sha256}"].sha256 == file.sha256
    assert manifest.rows > 100
    assert manifest.files
    assert not manifest.missing


def test_no_table_is_left_out_that_nobody_named(cast: Cast) -> None:
    assert unknown_tables(apps, alias="default") == []


def test_it_restores_into_an_empty_place_by_the_command(backup: Backup, key: Key) -> None:
    """`heed restore` compares every table and file with the backup's list before it counts."""
    assert restore_elsewhere(backup[0], key) > 0


def test_only_its_owner_may_read_it(backup: Backup) -> None:
    assert stat.S_IMODE(backup[0].stat().st_mode) == 0o600


def test_nothing_of_it_can_be_read_without_the_key(backup: Backup, cast: Cast) -> None:
    content = backup[0].read_bytes()
    assert cast.manager.name.encode() not in content
    assert b"Westmere" not in content


def test_it_opens_without_heed(backup: Backup, key: Key, tmp_path: Path) -> None:
    """An ordinary tar around an age file around an ordinary tar."""
    with tarfile.open(backup[0]) as outside:
        assert outside.getnames() == ["READ-ME.txt", "key.age", "contents.age"]
        closed = outside.extractfile("contents.age")
        assert closed is not None
        inside = tmp_path / "inside.tar"
        with inside.open("wb") as out:
            pyrage.decrypt_io(closed, out, [pyrage.x25519.Identity.from_str(key.identity)])
    with tarfile.open(inside) as tar:
        names = tar.getnames()
    assert "manifest.json" in names
    assert "tables/learning_recommendation.jsonl.gz" in names


def test_a_passphrase_closes_it_too(kept: Path, tmp_path: Path) -> None:
    path, key = tmp_path / "p.heed", Key(passphrase="four words of one's own")
    done = back_up(None, path=path, key=key, at=AT)
    assert check_archive(path, key) == done.manifest
    with pytest.raises(Damaged, match="does not open with that passphrase"):
        check_archive(path, Key(passphrase="four words of another"))
    with pytest.raises(SafekeepingRefused, match="closed with a passphrase"):
        check_archive(path, make_key_file(tmp_path / "other"))


def test_a_short_passphrase_is_refused(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(SafekeepingRefused, match="at least 12 letters"):
        back_up(None, path=tmp_path / "p.heed", key=Key(passphrase="short"), at=AT)
    assert not list(tmp_path.glob("*.heed*"))


def test_any_bit_that_changed_is_found(backup: Backup, key: Key, tmp_path: Path) -> None:
    content = backup[0].read_bytes()
    chance = random.Random(16)
    places = [0, 156, 511, 600, len(content) - 1, len(content) - 700]
    places += [chance.randrange(len(content)) for _ in range(14)]
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        path = tmp_path / "changed.heed"
        path.write_bytes(changed)
        with pytest.raises(Damaged):
            check_archive(path, key)


@pytest.mark.parametrize("left", [0.0, 0.001, 0.5, 0.999])
def test_a_backup_cut_short_is_refused(backup: Backup, key: Key, tmp_path: Path, left: float) -> None:
    content = backup[0].read_bytes()
    path = tmp_path / "cut.heed"
    path.write_bytes(content[: int(len(content) * left)])
    with pytest.raises(Damaged):
        check_archive(path, key)


def test_another_key_is_refused_in_a_sentence(backup: Backup, tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="does not open with that key"):
        check_archive(backup[0], make_key_file(tmp_path / "other"))


def test_something_else_is_refused_in_a_sentence(key: Key, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(b"%PDF-1.7" * 1000)
    with pytest.raises(Damaged, match="not a backup of Heed"):
        check_archive(path, key)


def test_what_its_list_does_not_say_is_refused(backup: Backup, key: Key, tmp_path: Path) -> None:
    """Contents put together anew, with a valid key, from which a table's rows were taken."""
    from heed.platform.safekeeping.envelope import sealed

    folder, forged = tmp_path / "unpacked", tmp_path / "forged.heed"
    folder.mkdir()
    unpack(backup[0], key, to=folder)
    with opened(backup[0], key) as stream, sealed(forged, key) as out:
        with tarfile.open(fileobj=stream, mode="r|") as old, tarfile.open(fileobj=out, mode="w|") as new:
            for member in old:
                if "learning_recommendation" not in member.name:
                    new.addfile(member, old.extractfile(member))
        stream.read()
    with pytest.raises(Damaged, match="not those of its list"):
        check_archive(forged, key)


def test_a_file_that_is_gone_is_named(kept: Path, key: Key, tmp_path: Path) -> None:
    gone = StoredFile.objects.order_by("pk").first()
    assert gone is not None
    path_of(gone).unlink()
    done = back_up(None, path=tmp_path / "a.heed", key=key, at=AT)
    assert list(done.manifest.missing) == [gone.sha256]


def test_keys_are_kept_by_choice(kept: Path, key: Key, tmp_path: Path) -> None:
    with_keys = back_up(None, path=tmp_path / "a.heed", key=key, at=AT)
    without = back_up(None, path=tmp_path / "b.heed", key=key, at=AT, with_keys=False)
    assert "keys/secret-key" in with_keys.manifest.files
    assert "keys/secret-key" not in without.manifest.files


def test_a_backup_that_fails_leaves_no_file(
    kept: Path, key: Key, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("heed.platform.safekeeping.archive._add_files", full)
    with pytest.raises(OSError, match="No space"):
        back_up(None, path=tmp_path / "a.heed", key=key, at=AT)
    assert not [each for each in tmp_path.iterdir() if "heed" in each.name]


def test_it_is_written_down_for_every_partnership(backup: Backup) -> None:
    assert Event.objects.filter(kind="backup.made").count() == 2


def test_a_place_that_holds_something_is_refused(cast: Cast, kept: Path) -> None:
    with pytest.raises(SafekeepingRefused, match="a database here already"):
        check_empty()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    made = make_key_file(tmp_path / "key")
    with pytest.raises(SafekeepingRefused, match="only key"):
        make_key_file(tmp_path / "key")
    assert key_from_file(tmp_path / "key") == made
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_the_snapshot_is_one_moment(kept: Path) -> None:
    """What is written after it began is not in it."""
    events = apps.get_model("audit_log", "Event")
    with snapshot() as alias:
        before = events._base_manager.using(alias).count()
        with snapshot() as other, connection.cursor():
            assert events._base_manager.using(other).count() == before


def test_everything_can_be_taken_away_in_open_formats(kept: Path, cast: Cast, tmp_path: Path) -> None:
    from heed.platform.safekeeping.operations import take_everything

    taken = take_everything(cast.manager, folder=tmp_path / "leaving", at=AT)
    folder = tmp_path / "leaving"
    people = json.loads((folder / "tables/accounts_person.json").read_text())
    assert cast.manager.name in {each["name"] for each in people}
    assert cast.outsider.name not in {each["name"] for each in people}
    for label in ("learning.Recommendation", "library.Document", "audit_log.Event"):
        model = apps.get_model(label)
        mine = model._base_manager.filter(partnership_id=cast.manager.partnership_id).exclude(
            **{"kind": "archive.taken"} if label == "audit_log.Event" else {}
        )
        written = json.loads((folder / f"tables/{model._meta.db_table}.json").read_text())
        assert {each["id"] for each in written} == set(mine.values_list("pk", flat=True)), label
        assert written
    memberships = json.loads((folder / "tables/partnerships_membership.json").read_text())
    assert {each["partnership_id"] for each in memberships} == {cast.manager.partnership_id}
    assert apps.get_model("partnerships", "Membership")._base_manager.count() > len(memberships)
    assert not any("password" in each for each in people)
    assert (folder / "tables/learning_recommendation.csv").read_text(encoding="utf-8-sig").count("\n") > 1
    assert taken.files == len(list((folder / "files").iterdir())) > 0
    assert taken.missing == 0
    done = subprocess.run(
        ["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert Event.objects.filter(kind="archive.taken", actor_ref=cast.manager.person_ref).exists()


@pytest.mark.django_db(transaction=True)
def test_a_record_whose_file_was_never_put_in_is_taken_away_too(
    kept: Path, cast: Cast, tmp_path: Path
) -> None:
    from heed.platform.safekeeping.operations import take_everything

    an_agreement(cast.manager, at=AT)
    assert take_everything(cast.manager, folder=tmp_path / "leaving", at=AT).missing == 0
    written = json.loads((tmp_path / "leaving/tables/information_agreement.json").read_text())
    assert None in [each["file_id"] for each in written]


def test_nobody_takes_away_a_case_that_they_are_kept_from(
    kept: Path, cast: Cast, register: Register, tmp_path: Path
) -> None:
    from heed.platform.people.operations import exclude_person
    from heed.platform.safekeeping.operations import take_everything

    guard, case = cast.of[Role.INFORMATION_GOVERNANCE_LEAD], register.review.public_id
    exclude_person(guard, ref=case, person=cast.manager.person_ref, reason="Own practice", version=0, at=AT)
    with pytest.raises(NotAllowed, match="Another manager"):
        take_everything(cast.manager, folder=tmp_path / "leaving", at=AT)
    assert not (tmp_path / "leaving").exists()


def test_whose_the_rows_of_every_table_are_can_be_told(cast: Cast) -> None:
    partnership = apps.get_model("partnerships", "Partnership")._base_manager.get(
        pk=cast.manager.partnership_id
    )
    for model in kept_models(apps):
        if model.__module__.startswith("heed."):
            rows_of(model, partnership, alias="default").exists()


def test_a_folder_that_holds_something_is_not_left_into(kept: Path, cast: Cast, tmp_path: Path) -> None:
    from heed.platform.safekeeping.operations import take_everything

    with pytest.raises(SafekeepingRefused, match="not empty"):
        take_everything(cast.manager, folder=kept, at=AT)
