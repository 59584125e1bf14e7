"""The chain: what was logged is sealed in order, and whoever changes, cuts or puts back is found, by the row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from heed.learning.events import RecommendationNamed
from heed.platform.audit_log import guards
from heed.platform.audit_log.anchor import heads_in_words, note_restored, read_anchor, write_anchor
from heed.platform.audit_log.chain import content_of, follow
from heed.platform.audit_log.disposal import HOLDS, dispose_events
from heed.platform.audit_log.models import Chain, Event, Link, Sighting, Tombstone
from heed.platform.audit_log.operations import record, record_read
from heed.platform.audit_log.sealing import count_unsealed, seal
from heed.platform.audit_log.types import Result
from heed.platform.audit_log.verification import Verdict, verify
from heed.platform.base.errors import NotAllowed
from heed.platform.registers.events import RegisterDownloaded
from tests.cast import Cast

NOW = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def anchor(settings: Any, tmp_path: Path) -> Path:
    """An anchor of the test's own."""
    settings.ANCHOR = tmp_path / "anchor.jsonl"
    return Path(settings.ANCHOR)


@pytest.fixture
def log(cast: Cast, anchor: Path) -> Cast:
    """Westmere's log, sealed and anchored in three portions."""
    for portion in range(3):
        happens(cast, 7, at=NOW + timedelta(minutes=portion))
        seal(at=NOW + timedelta(minutes=portion))
        write_anchor(at=NOW + timedelta(minutes=portion))
    return cast


def happens(cast: Cast, times: int, at: datetime = NOW) -> None:
    for number in range(times):
        record(
            cast.manager,
            RecommendationNamed(reference=f"REC-{number}"),
            subject_kind="recommendation",
            subject_ref=f"r{number}",
            at=at,
        )


def verdict_of(cast: Cast, **options: Any) -> Verdict:
    [verdict] = verify(partnership_id=cast.manager.partnership_id, at=timezone.now(), **options)
    return verdict


def links(cast: Cast) -> Any:
    return Link.objects.filter(partnership_id=cast.manager.partnership_id).order_by("sequence")


def head(cast: Cast) -> int:
    return int(links(cast).last().sequence)


def by_force(sql: str, *values: Any) -> None:
    """As somebody who owns the database would: the guards taken down first."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_everything_logged_is_sealed_in_order_for_each_partnership(log: Cast) -> None:
    assert count_unsealed() == 0
    assert [each.sequence for each in links(log)] == list(range(1, head(log) + 1))
    assert links(log).count() == Event.objects.filter(partnership_id=log.manager.partnership_id).count()
    verdict = verdict_of(log)
    assert (verdict.problem, verdict.rows, verdict.anchored) == ("", head(log), head(log))


def test_a_chain_holds_what_came_before(log: Cast) -> None:
    """By hand, from the definition: nothing of the sealer's own code."""
    hash_ = hashlib.sha256(f"Heed audit log 1, partnership {log.manager.partnership_id}".encode()).hexdigest()
    for link in links(log):
        hash_ = hashlib.sha256(f"{hash_}:{link.sequence}:{link.content}".encode()).hexdigest()
        assert link.hash == hash_


def test_sealing_twice_changes_nothing(log: Cast) -> None:
    before = list(links(log).values_list("hash", flat=True))
    assert seal(at=NOW) == 0
    assert list(links(log).values_list("hash", flat=True)) == before


def test_an_event_with_every_kind_of_value_is_sealed_as_it_is_stored(log: Cast) -> None:
    """Parts of a second, words outside ASCII, empty memberships."""
    record_read(
        log.reader,
        RegisterDownloaded(register="réunions ✓", form="csv", rows=3),
        subject_kind="register",
        subject_ref="x",
        at=NOW.replace(microsecond=1),
        shown={"action": ["b", "a"]},
    )
    Event.objects.create(
        at=NOW, partnership_id=log.manager.partnership_id, kind="k", subject_kind="", subject_ref=""
    )
    assert seal(at=NOW) == 2
    assert verdict_of(log).sound


DEEDS: dict[str, Callable[[Any], None]] = {
    "a word of an event": lambda link: by_force(
        "UPDATE audit_log_event SET subject_ref = 'other' WHERE id = %s", link.event_id
    ),
    "when it was": lambda link: by_force(
        "UPDATE audit_log_event SET at = %s WHERE id = %s", "2025-06-01 11:00:00+00:00", link.event_id
    ),
    "who did it": lambda link: by_force(
        "UPDATE audit_log_event SET actor_ref = '' WHERE id = %s", link.event_id
    ),
    "the event": lambda link: by_force("DELETE FROM audit_log_event WHERE id = %s", link.event_id),
    "the link": lambda link: by_force("DELETE FROM audit_log_link WHERE id = %s", link.pk),
    "a content": lambda link: by_force(
        "UPDATE audit_log_link SET content = %s WHERE id = %s", content_of("other"), link.pk
    ),
    "a hash": lambda link: by_force(
        "UPDATE audit_log_link SET hash = %s WHERE id = %s", content_of("other"), link.pk
    ),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_change_is_found_at_its_row(deed: str, log: Cast) -> None:
    wrong = links(log)[4]
    DEEDS[deed](wrong)
    assert verdict_of(log).first_bad == wrong.sequence


def test_a_row_made_to_fit_again_is_found_by_the_anchor_at_its_row(log: Cast, anchor: Path) -> None:
    before, wrong = links(log)[3], links(log)[4]
    content = content_of("other")
    hash_ = follow(before.hash, wrong.sequence, content)
    by_force("UPDATE audit_log_link SET content = %s, hash = %s WHERE id = %s", content, hash_, wrong.pk)
    by_force("DELETE FROM audit_log_event WHERE id = %s", wrong.event_id)
    assert verdict_of(log).first_bad == wrong.sequence
    anchor.unlink()
    assert "There is no anchor" in " ".join(verdict_of(log).notes)


def test_a_cut_tail_is_found_by_what_is_missing(log: Cast) -> None:
    cut_after = head(log) - 5
    cut(log, cut_after)
    found = verdict_of(log)
    assert (found.first_bad, found.sound) == (cut_after + 1, False)
    assert "the end was cut, or the database is older" in found.problem


def cut(cast: Cast, after: int) -> None:
    """Everything after this row goes, and whatever would tell of it in the database."""
    last = links(cast).get(sequence=after)
    gone = list(links(cast).filter(sequence__gt=after).values_list("event_id", flat=True))
    for event_id in gone:
        by_force("DELETE FROM audit_log_event WHERE id = %s", event_id)
    by_force(
        "DELETE FROM audit_log_link WHERE partnership_id = %s AND sequence > %s", last.partnership_id, after
    )
    Chain.objects.filter(partnership_id=last.partnership_id).update(
        sequence=after, hash=last.hash, anchored_sequence=after, verified_sequence=0
    )


def test_a_rewritten_end_is_found_at_its_first_row(log: Cast) -> None:
    first = head(log) - 5
    rewrite(log, first)
    assert verdict_of(log).first_bad == first


def rewrite(cast: Cast, first: int) -> None:
    """Every row from here on made to fit a change, as an insider with the code would."""
    hash_ = links(cast).get(sequence=first - 1).hash
    for link in links(cast).filter(sequence__gte=first):
        content = content_of("other") if link.sequence == first else link.content
        hash_ = follow(hash_, link.sequence, content)
        by_force("UPDATE audit_log_link SET content = %s, hash = %s WHERE id = %s", content, hash_, link.pk)
        if link.sequence == first:
            by_force("DELETE FROM audit_log_event WHERE id = %s", link.event_id)
            by_force(
                "INSERT INTO audit_log_tombstone (partnership_id, sequence, disposal_ref) VALUES (%s, %s, 'x')",
                link.partnership_id,
                first,
            )


def test_an_older_database_that_went_on_is_found_where_it_parted(log: Cast) -> None:
    parted = head(log) - 5
    cut(log, parted)
    happens(log, 9, at=NOW + timedelta(hours=1))
    seal(at=NOW + timedelta(hours=1))
    write_anchor(at=NOW + timedelta(hours=1))
    assert verdict_of(log).first_bad == parted + 1


def test_a_database_put_back_on_purpose_verifies_and_says_so(log: Cast) -> None:
    parted = head(log) - 5
    cut(log, parted)
    ref = next(line.split()[3] for line in heads_in_words() if line.split()[4] == str(parted))
    note_restored(partnership_ref=ref, sequence=parted, why="The disk was lost", at=NOW)
    happens(log, 9)
    seal(at=NOW)
    write_anchor(at=NOW)
    found = verdict_of(log)
    assert found.problem == ""
    assert any("The disk was lost" in note for note in found.notes)


def test_an_event_put_in_beneath_the_seal_is_found(log: Cast) -> None:
    old = links(log).get(sequence=head(log) - 9)
    event = Event.objects.get(pk=old.event_id)
    with guards.disposing():
        Event.objects.filter(pk=old.event_id).delete()
        links(log).filter(pk=old.pk).delete()
    seal(at=timezone.now())
    event.save(force_insert=True)
    assert seal(at=timezone.now()) == 0, "the sealer does not launder it"
    assert verdict_of(log).first_bad == old.sequence


def test_a_printed_head_is_an_anchor(log: Cast, tmp_path: Path) -> None:
    printed = tmp_path / "typed in from paper.txt"
    printed.write_text("\n".join(heads_in_words()))
    assert verdict_of(log, anchor=printed).sound
    cut(log, head(log) - 1)
    assert verdict_of(log, anchor=printed).first_bad == head(log) + 1


def test_an_anchor_that_somebody_has_been_at_is_an_error(log: Cast, anchor: Path) -> None:
    anchor.write_text(anchor.read_text().replace('"marks"', '"remarks"', 1))
    assert "line 1 of anchor.jsonl" in verdict_of(log).problem
    with pytest.raises(ValueError, match="line 1"):
        read_anchor(anchor)


def test_verifying_what_is_new_begins_where_the_last_one_ended(log: Cast) -> None:
    assert verdict_of(log).rows == head(log)
    happens(log, 2)
    seal(at=NOW)
    assert verdict_of(log, only_new=True).rows == 2
    last = links(log).last()
    by_force("UPDATE audit_log_link SET hash = %s WHERE id = %s", content_of("other"), last.pk)
    assert verdict_of(log, only_new=True).first_bad == last.sequence


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log_event SET kind = 'other'",
        "DELETE FROM audit_log_event",
        "UPDATE audit_log_link SET hash = ''",
        "DELETE FROM audit_log_link",
        "DELETE FROM audit_log_tombstone",
        "TRUNCATE audit_log_event",
    ],
)
def test_the_database_refuses_to_change_what_was_logged(statement: str, log: Cast) -> None:
    Tombstone.objects.create(partnership_id=0, sequence=1, disposal_ref="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.exists()
    assert Link.objects.exists()


def test_a_guard_that_was_taken_down_is_named(log: Cast) -> None:
    assert guards.missing_guards() == []
    guards.remove(connection)
    assert "audit_log_event_no_update" in " ".join(verdict_of(log).notes)
    guards.install(connection)
    assert guards.missing_guards() == []


def test_who_was_shown_what_is_indexed_once_a_day(log: Cast) -> None:
    for minute in range(3):
        record_read(
            log.reader,
            RegisterDownloaded(register="actions", form="csv", rows=1),
            subject_kind="register",
            subject_ref="actions",
            at=NOW + timedelta(minutes=minute),
            shown={"action": ["abcabcabcabc"]},
        )
    seal(at=NOW)
    [sighting] = Sighting.objects.filter(subject_ref="abcabcabcabc")
    assert (sighting.actor_ref, sighting.day) == (log.reader.person_ref, NOW.date())


# Removing by rule.


def test_what_a_rule_removes_leaves_a_chain_that_verifies(log: Cast) -> None:
    before = head(log)
    removed = dispose(log)
    assert removed > 10
    assert verdict_of(log).problem == ""
    seal(at=timezone.now())
    assert verdict_of(log).rows == before + 1
    assert Event.objects.filter(kind="log.disposed").get().facts["events"] == removed


def dispose(cast: Cast) -> int:
    later = NOW + timedelta(days=1)
    return dispose_events(cast.manager, before={Result.DONE: later}, rule="audit-log 1", at=later)


def test_a_tombstone_that_no_rule_put_up_does_not_count(log: Cast) -> None:
    dispose(log)
    seal(at=timezone.now())
    last = links(log).last()
    with guards.disposing():
        Event.objects.filter(pk=last.event_id).delete()
    real = Tombstone.objects.first()
    assert real is not None
    Tombstone.objects.create(
        partnership_id=real.partnership_id, sequence=last.sequence, disposal_ref=real.disposal_ref
    )
    assert not verdict_of(log).sound


def test_a_legal_hold_keeps_the_events_of_its_records(log: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heed.platform.audit_log.disposal.HOLDS", [lambda _: {"r3"}])
    dispose(log)
    kept = Event.objects.filter(partnership_id=log.manager.partnership_id, subject_ref="r3")
    assert kept.count() == 3
    assert HOLDS is not None


def test_nothing_is_removed_by_itself_or_by_whoever(log: Cast) -> None:
    before = Event.objects.count()
    assert dispose_events(log.manager, before={}, rule="none", at=NOW) == 0
    with pytest.raises(NotAllowed):
        dispose_events(log.reader, before={Result.DONE: NOW}, rule="mine", at=NOW)
    assert Event.objects.count() == before
