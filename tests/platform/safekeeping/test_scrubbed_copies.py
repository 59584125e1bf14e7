"""A copy for testing has every row and no word of anybody's."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.conf import settings as configured
from django.contrib.auth.hashers import check_password
from django.db import models

from heed.library.models import Document
from heed.memory.models import Changed, Stirred
from heed.platform.accounts.models import Person
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed
from heed.platform.files.models import StoredFile
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.safekeeping.operations import make_scrubbed_copy
from heed.platform.safekeeping.scrubbing import PEOPLE, TOLD, Scrubbed, is_heeds
from heed.platform.safekeeping.types import SafekeepingRefused
from heed.platform.safekeeping.whose import rows_of, with_what_they_point_to
from tests.cast import AT, Cast, Register

CANARY = "Zqxqz"
"""Of letters that no stand-in and no filling has."""
PASSWORD = "three words here"


def told_fields() -> Iterator[tuple[type[models.Model], Any]]:
    declared = yaml.safe_load((configured.RULES / "data-classes.yaml").read_text(encoding="utf-8"))["models"]
    for label, classes in declared.items():
        model = apps.get_model(label)
        for name in (name for kind in TOLD for name in classes.get(kind, ())):
            field = model._meta.get_field(name)
            if isinstance(field, models.CharField | models.TextField) and not field.choices:
                yield model, field


def plant() -> int:
    """The canary in front of every word that is told of anybody, wherever there is room."""
    planted = 0
    for model, field in told_fields():
        # The audit log holds no words, and is only added to.
        if field.name.endswith("ref") or field.name == "sha256" or model._meta.app_label == "audit_log":
            continue
        for row in model._base_manager.exclude(**{field.name: ""}):
            words = f"{CANARY}{getattr(row, field.attname)}"
            if field.max_length is None or len(words) <= field.max_length:
                planted += model._base_manager.filter(pk=row.pk).update(**{field.attname: words})
    return planted


def everything_in(folder: Path) -> bytes:
    with sqlite3.connect(folder / "heed.sqlite3") as database:
        dump = "\n".join(database.iterdump()).encode()
    return dump + b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


_made: list[Path] = []


@pytest.fixture
def copy(kept: Path, register: Register, cast: Cast, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once for this module, of a register full of canaries that went with the test that asked first."""
    if not _made:
        folder = tmp_path_factory.mktemp("scrubbed") / "copy"
        assert plant() > 50
        make_scrubbed_copy(cast.manager, folder=folder, password=PASSWORD, at=AT)
        _made.append(folder)
    return _made[0]


def test_no_word_of_anybody_is_in_it(copy: Path) -> None:
    assert CANARY.encode().lower() not in everything_in(copy).lower()


def test_every_row_of_the_partnership_is_there(copy: Path, cast: Cast) -> None:
    partnership = Partnership.objects.get(pk=cast.manager.partnership_id)
    with sqlite3.connect(copy / "heed.sqlite3") as database:
        for model in apps.get_models():
            if is_heeds(model) and model not in (Event, Changed, Stirred):
                rows = database.execute(f'SELECT {model._meta.pk.column} FROM "{model._meta.db_table}"')
                mine = rows_of(model, partnership, alias="default").values_list("pk", flat=True)
                assert set(mine) <= {pk for (pk,) in rows}, model


def test_of_another_partnership_there_is_nothing(copy: Path, cast: Cast) -> None:
    other = cast.outsider.partnership_id
    assert Membership.objects.filter(partnership_id=other).exists()
    with sqlite3.connect(copy / "heed.sqlite3") as database:
        for model in apps.get_models():
            if is_heeds(model) and any(each.column == "partnership_id" for each in model._meta.local_fields):
                rows = f'FROM "{model._meta.db_table}" WHERE partnership_id = ?'
                assert database.execute(f"SELECT count(*) {rows}", [other]).fetchone() == (0,), model
        assert not list(database.execute("SELECT id FROM partnerships_partnership WHERE id = ?", [other]))
        ids = {pk for (pk,) in database.execute("SELECT id FROM accounts_person")}
    assert cast.manager.person_id in ids
    assert cast.outsider.person_id not in ids


def test_what_points_to_another_partnership_takes_along_only_that(register: Register, cast: Cast) -> None:
    """Somebody of another partnership once brought a document in here."""
    westmere = Partnership.objects.get(pk=cast.manager.partnership_id)
    Document.objects.for_everyone(because="a test").filter(pk=register.accepted.document_id).update(
        brought_in_by=cast.outsider.person_id
    )
    three: list[type[models.Model]] = [Document, Person, Membership]
    mine = {each: rows_of(each, westmere, alias="default") for each in three}
    found = with_what_they_point_to(mine, alias="default")
    assert found[Person].filter(pk=cast.outsider.person_id).exists()
    assert not found[Membership].filter(person=cast.outsider.person_id).exists()


def test_files_are_blank_and_found_under_their_new_names(copy: Path) -> None:
    with sqlite3.connect(copy / "heed.sqlite3") as database:
        stored = list(database.execute("SELECT sha256, size FROM files_storedfile"))
    was = set(StoredFile.objects.values_list("sha256", flat=True))
    assert stored
    for sha256, size in stored:
        assert sha256 not in was
        assert (copy / "files" / sha256[:2] / sha256).stat().st_size == size


def test_everybody_listed_signs_in_with_the_one_password(copy: Path) -> None:
    with sqlite3.connect(copy / "heed.sqlite3") as database:
        people = dict(database.execute("SELECT email, password FROM accounts_person"))
    with (copy / PEOPLE).open(encoding="utf-8", newline="") as listed:
        rows = list(csv.DictReader(listed))
    assert {row["e-mail address"] for row in rows} <= set(people)
    assert all(check_password(PASSWORD, each) for each in people.values())


def test_what_heed_reads_in_structures_is_still_what_it_was(copy: Path) -> None:
    with sqlite3.connect(copy / "heed.sqlite3") as database:
        values = [
            json.loads(row[0]) for row in database.execute('SELECT "values" FROM intake_proposal ORDER BY id')
        ]
    before = list(
        apps.get_model("intake", "Proposal")._base_manager.order_by("pk").values_list("values", flat=True)
    )
    assert [sorted(each) for each in values] == [sorted(each) for each in before]
    assert [each.get("status") for each in values] == [each.get("status") for each in before]


def test_making_it_is_written_down_and_not_for_everybody(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def writes(folder: Path, *, partnership: Partnership, password: str) -> Scrubbed:
        made.append(folder)
        return Scrubbed(tables=1, rows=1, files=1)

    monkeypatch.setattr("heed.platform.safekeeping.operations.write_scrubbed_copy", writes)
    make_scrubbed_copy(cast.manager, folder=tmp_path / "copy", password=PASSWORD, at=AT)
    assert Event.objects.filter(kind="copy.scrubbed", actor_ref=cast.manager.person_ref).exists()
    with pytest.raises(NotAllowed):
        make_scrubbed_copy(cast.reader, folder=tmp_path / "mine", password=PASSWORD, at=AT)
    assert made == [tmp_path / "copy"]


def test_a_folder_with_something_in_it_is_refused(cast: Cast, kept: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("Dear …")
    with pytest.raises(SafekeepingRefused, match="not empty"):
        make_scrubbed_copy(cast.manager, folder=tmp_path / "full", password=PASSWORD, at=AT)
    assert (tmp_path / "full" / "letter.txt").exists()
