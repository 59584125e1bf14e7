"""Shelves are as their rows are, however they come to be: followed, or mapped from disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from heed.learning.models import Recommendation
from heed.memory import indexing
from heed.memory.indexing import bring_into_step
from heed.memory.models import Passage, Remembered, Stirred
from heed.memory.queries import SearchFilter, search, shelf
from heed.memory.queries.shelf import PASSAGES, REMEMBERED, forget_shelves, shelf_of
from heed.memory.upkeep import keep_in_step
from tests.cast import AT, BIRCH, Cast, Register, register_of
from tests.cast_memory import SAME, of_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA = tmp_path
    monkeypatch.setattr(shelf, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(shelf, "_SECONDS_BETWEEN", -1)
    return tmp_path / "shelves"


def test_a_shelf_follows_every_change(register: Register, cast: Cast) -> None:
    bring_into_step(patience=600)
    keep_in_step()
    first = shelf_of(PASSAGES, cast.reader.partnership_id)
    assert shelf_of(PASSAGES, cast.reader.partnership_id) is first
    register_of(cast.manager, BIRCH, review="Birch")
    bring_into_step(patience=600)
    keep_in_step()
    for kind in (PASSAGES, REMEMBERED):
        followed = shelf_of(kind, cast.reader.partnership_id)
        forget_shelves()
        anew = shelf_of(kind, cast.reader.partnership_id)
        assert followed.keys.tolist() == anew.keys.tolist()
        assert (followed.points == anew.points).all()
        assert not anew.waits.any()
        for name, column in anew.columns.items():
            assert followed.columns[name].counts(
                followed.seen_by({*followed.scopes.tolist()})
            ) == column.counts(anew.seen_by({*anew.scopes.tolist()}))


def test_a_shelf_is_mapped_from_disk_and_never_used_when_it_is_stale(
    register: Register, cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_into_step(patience=600)
    found = search(cast.reader, SearchFilter(words="core groups")).total
    [kept] = folder.glob("passage-*")
    forget_shelves()
    with monkeypatch.context() as without:
        without.setattr(shelf, "_outline", None)  # nothing but the notes of changes is asked of the database
        assert search(cast.reader, SearchFilter(words="core groups")).total == found
    Passage.objects.for_everyone(because="a test").filter(kind="action").delete()
    forget_shelves()
    assert "action" not in dict(search(cast.reader, SearchFilter(words="core groups")).facets["kind"])
    assert kept.exists()
    bring_into_step(patience=600)
    [again] = folder.glob("passage-*")
    assert again != kept, "what went is on disk no longer"


def test_many_notes_of_changes_become_one(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_MOST_NOTES", 1)
    bring_into_step(patience=600)
    assert Stirred.objects.filter(what="passage").count() == 1
    before = shelf_of(PASSAGES, cast.reader.partnership_id)
    Passage.objects.for_everyone(because="a test").filter(pk=int(before.keys[0])).update(version=99)
    assert shelf_of(PASSAGES, cast.reader.partnership_id) is not before


def test_words_of_what_went_are_on_disk_no_longer(
    register: Register, cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_into_step(patience=600)
    rows = Passage.objects.for_everyone(because="a test").filter(partnership=cast.reader.partnership_id)
    first = rows.order_by("pk").first()
    rows.filter(pk=first.pk).update(words="jaydenk", version=first.version + 1)
    bring_into_step(patience=600)
    search(cast.reader, SearchFilter(words="core groups"))

    def written() -> str:
        return " ".join(each.read_text() for each in folder.glob("*/names.json"))

    assert "jaydenk" in written()
    rows.filter(pk=first.pk).delete()
    bring_into_step(patience=600)
    assert "core" in written()
    assert "jaydenk" not in written()
    monkeypatch.setattr(shelf, "_WORTH_KEEPING", 100_000)
    rows.order_by("pk").first().delete()
    bring_into_step(patience=600)
    assert list(folder.glob("passage-*")) == [], "too small to be kept: the older one goes as well"
    assert shelf.stale_shelves(AT) == []


def test_one_changed_row_is_taken_over_alone_and_in_place(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_in_step()
    partnership = cast.reader.partnership_id
    first = shelf_of(REMEMBERED, partnership)
    rows = Remembered.objects.for_everyone(because="a test").filter(partnership=partnership)
    row = rows.filter(recommendation=register.recommendations["1"]).get()
    other = rows.exclude(pk=row.pk).first()
    with monkeypatch.context() as without:
        without.setattr(shelf, "_outline", None)  # the notes say which row it was
        rows.filter(pk=row.pk).update(encoding=other.encoding, version=row.version + 1)
        second = shelf_of(REMEMBERED, partnership)
        place = int(second.places_of(np.array([row.pk]))[0])
        assert second is not first
        assert second.versions[place] == row.version + 1
        assert (second.points[place] == second.points[int(second.places_of(np.array([other.pk]))[0])]).all()
        rows.filter(pk=row.pk).update(compared="")
        assert shelf_of(REMEMBERED, partnership) is second, "what counts for nothing is not noted"
        rows.filter(pk=row.pk).update(version=row.version + 2)
        third = shelf_of(REMEMBERED, partnership)
        assert np.shares_memory(third.points, second.points)
        Recommendation.objects.for_everyone(because="a test").filter(pk=row.recommendation_id).update(
            withheld=True
        )
        rows.filter(pk=row.pk).delete()
        fourth = shelf_of(REMEMBERED, partnership)
        assert row.pk not in fourth.keys
        [new] = of_review(cast, "Cedar", SAME)
        grown = shelf_of(REMEMBERED, partnership)
    forget_shelves()
    anew = shelf_of(REMEMBERED, partnership)
    assert grown.keys.tolist() == anew.keys.tolist()
    assert (grown.points == anew.points).all()
    assert grown.scopes.tolist() == anew.scopes.tolist()
    assert new.pk
