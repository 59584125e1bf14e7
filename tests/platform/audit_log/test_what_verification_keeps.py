"""What a verification leaves behind: how far the log was sound, and no false comfort about an anchor."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from heed.platform.audit_log import guards
from heed.platform.audit_log.anchor import NO_PARTNERSHIP, refs_of_partnerships, write_anchor
from heed.platform.audit_log.models import Chain, Event
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.verification import Verdict, verify
from heed.platform.partnerships.models import Partnership
from tests.cast import Cast

NOW = timezone.now()


@pytest.fixture(autouse=True)
def anchor(settings: Any, tmp_path: Path) -> Path:
    settings.ANCHOR = tmp_path / "anchor.jsonl"
    return Path(settings.ANCHOR)


def verified(cast: Cast) -> Verdict:
    [verdict] = verify(partnership_id=cast.manager.partnership_id, at=NOW)
    return verdict


def chain_of(cast: Cast) -> Chain:
    return Chain.objects.get(partnership_id=cast.manager.partnership_id)


def test_a_sound_log_is_kept_as_verified_to_its_end_and_a_bad_one_is_not(cast: Cast) -> None:
    seal(at=NOW)
    sound = verified(cast)
    kept = chain_of(cast)
    assert (kept.verified_sequence, kept.verified_hash, kept.problem) == (sound.last, sound.head, "")
    assert sound.last == sound.rows > 2
    with guards.disposing():
        Event.objects.filter(partnership_id=cast.manager.partnership_id).order_by("pk")[1].delete()
    Chain.objects.update(verified_sequence=1, verified_hash="earlier")
    bad = verified(cast)
    assert (bad.sound, bad.first_bad) == (False, 2)
    kept = chain_of(cast)
    assert (kept.verified_sequence, kept.verified_hash) == (1, "earlier")
    assert kept.problem == bad.problem


def test_an_anchor_that_cannot_be_read_is_not_called_none(cast: Cast, anchor: Path) -> None:
    seal(at=NOW)
    assert any("There is no anchor" in note for note in verified(cast).notes)
    anchor.write_text("{not an anchor\n")
    verdict = verified(cast)
    assert "The anchor cannot be read" in verdict.problem
    assert verdict.notes == []


def test_an_anchor_is_on_the_disk_before_it_counts(
    cast: Cast, anchor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(anchor.stat().st_size)
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    seal(at=NOW)
    write_anchor(at=NOW)
    assert synced
    assert synced[-1] == anchor.stat().st_size > 0


def test_an_anchor_that_is_written_again_adds_only_what_is_new(cast: Cast, anchor: Path) -> None:
    seal(at=NOW)
    write_anchor(at=NOW)
    first = anchor.read_text()
    write_anchor(at=NOW + timedelta(minutes=1))
    assert anchor.read_text() == first
    assert verified(cast).anchored == verified(cast).last


def test_anchors_call_each_partnership_by_its_public_id_and_what_is_nobodys_by_a_word(cast: Cast) -> None:
    found = refs_of_partnerships()
    assert found.pop(0) == NO_PARTNERSHIP
    assert found == {each.pk: each.public_id for each in Partnership.objects.all()}
