"""Each way in which a chain, its anchor or its end can be wrong, by itself; and the keeping of both in the background."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from heed.learning.events import RecommendationNamed
from heed.platform.accounts.models import Person
from heed.platform.audit_log import guards, keeping, verification
from heed.platform.audit_log.anchor import (
    Anchored,
    heads_in_words,
    is_on_the_same_disk,
    read_anchor,
    write_anchor,
)
from heed.platform.audit_log.chain import content_of, first_hash, follow
from heed.platform.audit_log.fields import CanonicalJSON
from heed.platform.audit_log.models import Chain, Event, Link, Sighting, Tombstone
from heed.platform.audit_log.noting import listening, note_shown
from heed.platform.audit_log.operations import OutsideTransaction, record_of_person, record_of_visitor
from heed.platform.audit_log.records import address_of_record
from heed.platform.audit_log.sealing import seal
from heed.platform.audit_log.verification import Verdict, _Walk, verify
from tests import cast as the_cast
from tests.cast import AT, Cast
from tests.platform.audit_log.test_chain import (
    NOW,
    anchor,
    by_force,
    happens,
    head,
    links,
    log,
    verdict_of,
)

__all__ = ["anchor", "log"]


def test_a_row_that_is_there_twice_is_named() -> None:
    """No database of ours takes it; one that was made elsewhere might hold it."""
    walk = _Walk(Verdict(1, "p"), Anchored(), frozenset(), 5, first_hash(1))
    assert walk._problem_of(4, 9, "", "", None) == (4, "Row 4 is there twice.", 9)


def test_a_hash_that_does_not_follow_is_found_without_an_anchor(log: Cast, anchor: Path) -> None:
    wrong = links(log)[4]
    by_force("UPDATE audit_log_link SET hash = %s WHERE id = %s", "0" * 64, wrong.pk)
    anchor.unlink()
    found = verdict_of(log)
    assert (found.first_bad, found.sound) == (wrong.sequence, False)
    assert "does not follow from the one before" in found.problem
    assert found.as_json()["sound"] is False


def test_a_rewritten_end_is_found_by_a_printed_head(log: Cast, tmp_path: Path) -> None:
    printed = tmp_path / "printed.txt"
    printed.write_text("\n".join(["", *heads_in_words(), ""]))
    last, before = links(log)[head(log) - 1], links(log)[head(log) - 2]
    by_force("UPDATE audit_log_event SET kind = 'x' WHERE id = %s", last.event_id)
    walk = _Walk(Verdict(last.partnership_id, "p"), Anchored(), frozenset(), 0, "")
    content = content_of([row[4] for row in walk._rows()][-1])
    hash_ = follow(before.hash, last.sequence, content)
    by_force("UPDATE audit_log_link SET content = %s, hash = %s WHERE id = %s", content, hash_, last.pk)
    assert verdict_of(log, anchor=heads(tmp_path)).sound, "by itself it fits"
    found = verdict_of(log, anchor=printed)
    assert "is not the head that was anchored" in found.problem
    assert found.first_bad == head(log)


def heads(folder: Path) -> Path:
    """An anchor that says nothing."""
    path = folder / "empty.txt"
    path.write_text("")
    return path


def test_an_end_that_was_sealed_and_is_gone_is_found_without_an_anchor(log: Cast, anchor: Path) -> None:
    last = links(log).last()
    by_force("DELETE FROM audit_log_event WHERE id = %s", last.event_id)
    by_force("DELETE FROM audit_log_link WHERE id = %s", last.pk)
    anchor.unlink()
    found = verdict_of(log)
    assert found.problem == f"Rows {last.sequence} to {last.sequence} were sealed and are gone."
    assert found.first_bad == last.sequence


def test_an_anchor_that_says_two_things_of_a_row_names_it(log: Cast, anchor: Path) -> None:
    """As when a database was put back, went on, and was then exchanged for the first again."""
    said = json.loads(anchor.read_text().splitlines()[-1])
    place = said["from"] + 2
    said["marks"] = said["marks"][:16] + "00000000" + said["marks"][24:]
    with anchor.open("a") as file:
        file.write(json.dumps(said) + "\n")
    found = verdict_of(log)
    assert (found.first_bad, found.sound) == (place, False)
    assert "twice, and different" in found.problem


def test_an_event_without_a_place_beneath_the_newest_is_found(log: Cast) -> None:
    event = Event.objects.create(
        at=NOW, partnership_id=log.manager.partnership_id, kind="k", subject_kind="", subject_ref="x"
    )
    key = event.pk
    with guards.disposing():
        event.delete()
    happens(log, 1)
    seal(at=NOW)
    write_anchor(at=NOW)
    assert verdict_of(log).sound
    event.pk = key
    event.save(force_insert=True)
    found = verdict_of(log)
    assert (found.first_bad, found.event_id) == (0, key)
    assert "put in beneath the seal" in found.problem


def test_a_long_chain_is_walked_in_pieces(log: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_CHUNK", 4)
    assert verdict_of(log).rows == head(log)
    wrong = links(log)[head(log) - 3]
    by_force("UPDATE audit_log_event SET kind = 'x' WHERE id = %s", wrong.event_id)
    assert verdict_of(log).first_bad == wrong.sequence


def test_the_first_thing_found_stays() -> None:
    found = Verdict(1, "p")
    found.bad(3, "first", 7)
    found.bad(1, "second", 8)
    assert (found.first_bad, found.event_id, found.problem) == (3, 7, "first")


def test_an_anchor_asked_for_and_not_there_is_a_problem(log: Cast, tmp_path: Path) -> None:
    assert "There is no anchor at" in verdict_of(log, anchor=tmp_path / "none").problem


# The anchor's file.


def test_marks_that_do_not_fit_are_an_error_and_empty_lines_are_none(log: Cast, anchor: Path) -> None:
    good = anchor.read_text()
    anchor.write_text(f"\n{good}\n\n")
    assert read_anchor(anchor)[_ref(log)].last == head(log)
    said = json.loads(good.splitlines()[0])
    anchor.write_text(json.dumps({**said, "marks": said["marks"][1:]}))
    with pytest.raises(ValueError, match=r"line 1 of anchor\.jsonl"):
        read_anchor(anchor)


def _ref(cast: Cast) -> str:
    from heed.platform.partnerships.models import Partnership

    return str(Partnership.objects.get(pk=cast.manager.partnership_id).public_id)


def test_marks_are_put_together_whatever_order_their_lines_come_in() -> None:
    of = Anchored()
    of.add(3, 4, "d" * 64, "c" * 8 + "d" * 8)
    of.add(1, 3, "c" * 64, "a" * 8 + "b" * 8 + "c" * 8)
    of.add(2, 2, "b" * 64, "b" * 8)
    assert [of.mark(place)[:1] for place in range(1, 6)] == ["a", "b", "c", "d", ""]
    assert (of.last, of.contradicts_at) == (4, 0)
    of.add(2, 4, "d" * 64, "b" * 8 + "x" * 8 + "d" * 8)
    of.add(2, 2, "b" * 64, "y" * 8)
    assert of.contradicts_at == 2, "the earlier of the two"


def test_an_anchor_whose_folder_is_gone_is_on_no_disk(settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR = tmp_path / "anchor.jsonl"
    settings.DATA = tmp_path
    assert is_on_the_same_disk()
    settings.ANCHOR = tmp_path / "gone" / "anchor.jsonl"
    assert not is_on_the_same_disk()


def test_what_is_gone_is_not_anchored(log: Cast) -> None:
    Chain.objects.filter(partnership_id=log.manager.partnership_id).update(sequence=head(log) + 5)
    assert write_anchor(at=NOW) == 0


# What is written, and what is not.


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction() -> None:
    cast = the_cast.find() or the_cast.make()
    person = Person.objects.get(pk=cast.manager.person_id)
    before = Event.objects.count()
    with pytest.raises(OutsideTransaction):
        record_of_person(person, RecommendationNamed(reference="R"), at=AT)
    with pytest.raises(OutsideTransaction):
        record_of_visitor(1, RecommendationNamed(reference="R"), subject_kind="x", subject_ref="y", at=AT)
    assert Event.objects.count() == before


def test_what_an_operation_wrote_is_counted_for_its_request(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.manager.person_id)
    with listening() as noted, transaction.atomic():
        record_of_person(person, RecommendationNamed(reference="R"), at=AT)
        record_of_visitor(
            cast.manager.partnership_id,
            RecommendationNamed(reference="R"),
            subject_kind="action",
            subject_ref="y",
            at=AT,
        )
        note_shown("action", ["b", "a", "b"])
    assert (noted.written, noted.as_lists()) == (2, {"action": ["b", "a"]})
    note_shown("action", ["c"])  # outside a request nobody listens
    assert noted.as_lists() == {"action": ["b", "a"]}
    written = Event.objects.order_by("-pk")[:2]
    assert [(each.partnership_id, each.actor_ref) for each in written] == [
        (cast.manager.partnership_id, ""),
        (cast.manager.partnership_id, cast.manager.person_ref),
    ]


def test_a_record_without_a_page_has_no_address() -> None:
    assert address_of_record("diary", "abc") == ""
    assert address_of_record("review", "a/b c") == ""
    assert address_of_record("review", "abc").endswith("/abc/")


def test_a_guard_is_put_only_on_tables_that_are_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    guards.remove(connection)
    monkeypatch.setattr(guards, "TABLES", ("audit_log_event", "audit_log_none"))
    guards.install(connection)
    missing = guards.missing_guards()
    assert not [each for each in missing if each.startswith("audit_log_event")]
    assert [each for each in missing if each.startswith("audit_log_none")]


def test_only_sqlite_is_given_a_function() -> None:
    class Other:
        vendor = "other"

    guards.tell_sqlite(Other())


def test_rows_of_the_log_are_called_by_their_place() -> None:
    assert str(Event(at=NOW, kind="case.opened", subject_ref="r")) == "2025-06-01 12:00 case.opened r"
    assert str(Link(sequence=3, partnership_id=2)) == "3 of 2"
    assert str(Chain(sequence=3, partnership_id=2)) == "2: 3 sealed"
    assert str(Tombstone(sequence=3, partnership_id=2, disposal_ref="d")) == "3 of 2, by d"
    assert str(Sighting(subject_ref="s", actor_ref="a", day=NOW.date())) == "s by a on 2025-06-01"


def test_what_is_kept_as_text_comes_back_as_it_was() -> None:
    field = CanonicalJSON(name="facts")
    assert field.to_python('{"a":1}') == field.to_python({"a": 1}) == {"a": 1}
    field.attname = "facts"
    assert field.value_to_string(Event(facts={"b": 2, "a": "ü"})) == '{"a":"\\u00fc","b":2}'
    assert field.value_to_string(Event(facts=None)) == "{}"


# In the background.


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[timedelta]]:
    """How much later than at the start each round of the keeping takes place; it ends when there is none left."""
    wanted: list[timedelta] = []
    began = timezone.now()
    later = [timedelta()]

    class Pause:
        def wait(self, seconds: float) -> bool:
            assert seconds == keeping.SEAL_EVERY.total_seconds()
            if wanted:
                later[0] = wanted.pop(0)
                return False
            return True

    monkeypatch.setattr(keeping.threading, "Event", Pause)
    monkeypatch.setattr(keeping.timezone, "now", lambda: began + later[0])
    monkeypatch.setattr(keeping, "close_old_connections", lambda: None)
    return wanted


def test_what_is_new_is_sealed_and_anchored_each_time(
    cast: Cast, anchor: Path, rounds: list[timedelta]
) -> None:
    happens(cast, 3)
    rounds.append(keeping.SEAL_EVERY)
    keeping.keep_for_ever()
    assert read_anchor(anchor)[_ref(cast)].last == head(cast)


def test_by_the_hour_what_is_new_is_verified_and_by_the_day_all(
    log: Cast, rounds: list[timedelta], settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    settings.ANCHOR_MAIL = "auditor@westmere.example"
    asked: list[bool] = []
    real = keeping.verify

    def noted(*, only_new: bool, at: Any) -> Any:
        asked.append(only_new)
        return real(only_new=only_new, at=at)

    monkeypatch.setattr(keeping, "verify", noted)
    hour = keeping.NEW_EVERY + timedelta(seconds=1)
    day = keeping.ALL_EVERY + timedelta(seconds=1)
    rounds += [hour / 2, hour, hour, 2 * hour, day, day, day + hour]
    with caplog.at_level(logging.ERROR, logger=keeping.log.name):
        keeping.keep_for_ever()
    assert asked == [True, True, False, True]
    assert not caplog.records
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["auditor@westmere.example"], "Heads of Heed's audit log")
    assert sent.body.splitlines() == heads_in_words()


def test_what_is_wrong_is_logged_and_a_failure_stops_nothing(
    log: Cast, rounds: list[timedelta], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    by_force("UPDATE audit_log_event SET kind = 'x' WHERE id = %s", links(log)[4].event_id)
    real, times = keeping.seal, []

    def fails_once(*, at: Any) -> int:
        times.append(at)
        if len(times) == 1:
            raise ZeroDivisionError
        return real(at=at)

    monkeypatch.setattr(keeping, "seal", fails_once)
    rounds += [keeping.SEAL_EVERY, keeping.ALL_EVERY * 2]
    with caplog.at_level(logging.ERROR, logger=keeping.log.name):
        keeping.keep_for_ever()
    said = [each.getMessage() for each in caplog.records]
    assert "keeping the audit log failed" in said[0]
    assert "is not what was sealed" in said[-1]
    assert len(times) == 2


def test_an_anchor_that_cannot_be_written_stops_no_sealing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def full(*, at: Any) -> int:
        raise OSError("full")

    seal(at=NOW)
    happens(cast, 2)
    monkeypatch.setattr(keeping, "write_anchor", full)
    with caplog.at_level(logging.ERROR, logger=keeping.log.name):
        assert keeping.seal_and_anchor(at=NOW) == 2
    assert "anchor could not be written" in caplog.text
    assert verify(partnership_id=cast.manager.partnership_id, at=timezone.now())[0].unsealed == 0


def test_without_an_address_nothing_is_mailed(log: Cast, settings: Any) -> None:
    settings.ANCHOR_MAIL = ""
    assert keeping.mail_heads() is False
    assert mail.outbox == []
