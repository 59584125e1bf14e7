"""What is asked a second time, or by two at once: done once, told plainly, and written down once."""

from __future__ import annotations

from typing import Any

import pytest

from heed.intake.models import Import, Proposal
from heed.intake.operations import (
    accept_import,
    correct_proposal,
    decide,
    split_proposal,
    undo_import,
)
from heed.intake.operations import undo as undoing
from heed.intake.operations.begin import AlreadyHere, keep_what_was_read
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision
from heed.learning.operations import findings, name_recommendation, say_what_it_led_to
from heed.library import operations as library
from heed.library.models import Document
from heed.library.queries import find_withdrawn_document
from heed.library.types import BroughtIn
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotNow
from tests.cast import (
    ALDER,
    AT,
    Ask,
    Cast,
    Promise,
    Register,
    Written,
    bring_in,
    bring_in_and_read,
    choice_of,
)


def times(kind: str, ref: str) -> int:
    return Event.objects.filter(kind=kind, subject_ref=ref).count()


def stale(monkeypatch: pytest.MonkeyPatch, module: Any, finder: str, row: Any) -> None:
    """From here on the finder gives the row as it was: what somebody sees who asks at the same moment."""
    monkeypatch.setattr(module, finder, lambda *_, **__: row)


def test_the_same_bytes_are_not_taken_twice(cast: Cast) -> None:
    row = bring_in(cast.manager, "one.txt", b"Learning")
    with pytest.raises(AlreadyHere, match="“two.txt” is here already.*as “one.txt”") as refused:
        bring_in(cast.officer, "two.txt", b"Learning")
    assert refused.value.import_ref == row.public_id
    assert list(refused.value.fields) == ["file"]


def test_a_job_that_runs_twice_keeps_one_reading(register: Register, cast: Cast) -> None:
    row, reading = register.open, register.open.reading
    assert reading is not None
    read = BroughtIn(reading.reader, reading.kind, "", "other words", [], {}, None, [])
    before = [each.pk for each in list_proposals(row)]
    keep_what_was_read(cast.manager, row=row, read=read, at=AT)
    assert [each.pk for each in list_proposals(row)] == before
    assert row.document.readings.get().text == reading.text


def test_a_decision_sent_twice_is_one_decision(register: Register, cast: Cast) -> None:
    row = list_proposals(register.open)[0]
    before = times("proposal.decided", register.open.public_id)
    for _ in range(2):
        after = decide(
            cast.manager, ref=row.public_id, decision=Decision.ACCEPTED, version=row.version, at=AT
        )
    assert after.version == row.version + 1
    assert times("proposal.decided", register.open.public_id) == before + 1


def test_a_correction_sent_twice_is_one_correction(register: Register, cast: Cast) -> None:
    row = list_proposals(register.open)[0]
    for _ in range(2):
        after = correct_proposal(
            cast.manager, ref=row.public_id, values={"text": "Ask schools."}, version=row.version, at=AT
        )
    assert (after.version, after.values["text"]) == (row.version + 1, "Ask schools.")
    assert times("proposal.corrected", register.open.public_id) == 1


def test_other_values_leave_the_place_of_the_words(register: Register, cast: Cast) -> None:
    row = list_proposals(register.open)[0]
    after = correct_proposal(
        cast.manager, ref=row.public_id, values={"label": "9"}, version=row.version, at=AT
    )
    assert (after.spans, after.values["label"]) == (row.spans, "9")


def test_what_was_cut_is_not_cut_again(cast: Cast) -> None:
    row = list_proposals(dale(cast))[0]
    pieces = ["One two three four five six", "seven eight nine ten eleven twelve."]
    split_proposal(cast.manager, ref=row.public_id, pieces=pieces, version=row.version, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        split_proposal(cast.officer, ref=row.public_id, pieces=pieces, version=row.version, at=AT)
    [difference] = refused.value.differences
    assert (difference.theirs, difference.yours) == (pieces[0], "\n\n".join(pieces))
    assert "split into 2" in difference.label


def test_more_pieces_than_there_is_room_for_push_the_rest_on(cast: Cast) -> None:
    found = dale(cast)
    row = list_proposals(found)[0]
    words = str(row.values["text"]).split()
    split_proposal(cast.manager, ref=row.public_id, pieces=words, version=row.version, at=AT)
    asked = [each for each in list_proposals(found) if each.kind == "recommendation"]
    assert [each.values["text"] for each in asked] == [*words, "Ask the child."]
    assert len({each.position for each in asked}) == len(words) + 1


def test_words_without_a_place_cannot_be_cut(cast: Cast) -> None:
    row = list_proposals(dale(cast))[0]
    Proposal.objects.filter(pk=row.pk).update(spans=[])
    with pytest.raises(Invalid, match="Only cut the words"):
        split_proposal(
            cast.manager, ref=row.public_id, pieces=["One two", "three four"], version=row.version, at=AT
        )


def dale(cast: Cast) -> Import:
    asks = (
        Ask("1", "One two three four five six seven eight nine ten eleven twelve."),
        Ask("2", "Ask the child.", promises=(Promise("A form is made."),)),
    )
    return bring_in_and_read(cast.manager, "dale.pdf", Written("Dale", asks))


def accept_all(cast: Cast, row: Import) -> None:
    for each in list_proposals(row):
        decide(cast.manager, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)


def test_only_recommendations_of_the_review_are_matched(register: Register, cast: Cast) -> None:
    row = dale(cast)
    accept_all(cast, row)
    elsewhere = register.recommendations["1"].public_id
    with pytest.raises(Invalid, match="of this review only"):
        accept_import(
            cast.manager,
            ref=row.public_id,
            choice=choice_of("Dale"),
            matches={list_proposals(row)[0].public_id: elsewhere},
            at=AT,
        )
    assert find_import(cast.manager, row.public_id).state == "open"


def test_an_action_that_serves_nothing_is_left_out(cast: Cast) -> None:
    row = dale(cast)
    Proposal.objects.filter(import_of=row, kind="action").update(parent=None, theme="Nowhere")
    accept_all(cast, row)
    review = accept_import(cast.manager, ref=row.public_id, choice=choice_of("Dale"), at=AT)
    assert review.recommendations.visible_to(cast.manager).count() == 2
    assert not review.actions.visible_to(cast.manager).exists()


def test_of_two_who_take_it_out_of_the_register_one_is_told(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = find_import(cast.manager, register.accepted.public_id)
    undo_import(cast.manager, ref=row.public_id, reason="Not yet agreed", at=AT)
    stale(monkeypatch, undoing, "find_import", row)
    with pytest.raises(NotNow, match="just taken it out"):
        undo_import(cast.officer, ref=row.public_id, reason="Not yet agreed", at=AT)
    assert times("import.undone", row.public_id) == 1


def test_of_two_who_withdraw_put_back_or_erase_one_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = bring_in(cast.manager, "mistaken.txt").document
    ref = document.public_id
    library.withdraw_document(cast.manager, ref=ref, why="A mistake", at=AT)
    withdrawn = find_withdrawn_document(cast.manager, ref)
    with monkeypatch.context() as patched:
        stale(patched, library, "find_document", document)
        with pytest.raises(NotNow, match="just withdrawn"):
            library.withdraw_document(cast.officer, ref=ref, why="Mine", at=AT)
    library.put_document_back(cast.manager, ref=ref, at=AT)
    with monkeypatch.context() as patched:
        stale(patched, library, "find_withdrawn_document", withdrawn)
        patched.setattr(library, "find_same_file", lambda *_: None)
        with pytest.raises(NotNow, match="just put it back"):
            library.put_document_back(cast.officer, ref=ref, at=AT)
    library.withdraw_document(cast.manager, ref=ref, why="After all", at=AT)
    assert library.erase_document(cast.manager, ref=ref, why="A mistake", at=AT)
    with pytest.raises(NotNow, match="erased already"):
        library.erase_document(cast.manager, ref=ref, why="Again", at=AT)
    assert [times(f"document.{what}", ref) for what in ("withdrawn", "put_back", "erased")] == [2, 1, 1]
    kept = Document.objects.withdrawn_from(cast.manager).get(public_id=ref)
    assert kept.withdrawn_why == "A mistake"


def test_a_name_sent_twice_is_given_once(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = register.recommendations["1"]
    name_recommendation(cast.manager, ref=row.public_id, short_name="Meet", version=1, at=AT)
    from heed.learning import queries

    real = queries.find_recommendation
    found = iter([row])
    monkeypatch.setattr(queries, "find_recommendation", lambda *given: next(found, None) or real(*given))
    again = name_recommendation(cast.officer, ref=row.public_id, short_name="Meet", version=1, at=AT)
    assert (again.short_name, again.version) == ("Meet", 2)
    assert times("recommendation.named", row.public_id) == 1


def test_what_a_finding_led_to_is_said_once(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = register.findings[0]
    wanted = [register.recommendations[label].public_id for label in ("1", "4")]

    def say(actor: Any) -> Any:
        return say_what_it_led_to(
            actor, ref=row.public_id, recommendation_refs=wanted, version=row.version, at=AT
        )

    before = Event.objects.filter(subject_ref=row.public_id).count()
    assert say(cast.manager).version == row.version + 1
    assert say(cast.officer).version == row.version + 1, "the same again changes nothing"
    wanted.pop()
    monkeypatch.setattr(
        findings, "take_version", lambda *_, **__: False
    )  # as when somebody says so meanwhile
    assert say(cast.officer).links.count() == 2
    assert Event.objects.filter(subject_ref=row.public_id).count() == before + 1


def test_a_finding_of_another_document_keeps_a_recommendation(register: Register, cast: Cast) -> None:
    """Findings of a second document that lead to a recommendation of the first hold it in the register."""
    from heed.learning.models import FindingLink

    second = bring_in_and_read(cast.manager, "second.pdf", ALDER)
    accept_all(cast, second)
    review = accept_import(cast.manager, ref=second.public_id, choice=choice_of("Second"), at=AT)
    finding = review.findings.visible_to(cast.manager)[0]
    FindingLink.objects.create(finding=finding, recommendation=register.recommendations["1"], why="read")
    with pytest.raises(NotNow, match="Another document's finding led to"):
        findings.withdraw_findings(cast.manager, reading_id=register.accepted.reading_id, at=AT)
