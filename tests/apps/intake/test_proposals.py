"""Deciding on proposals, correcting them and adding what was missed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from heed.intake.operations import (
    accept_import,
    add_proposal,
    correct_proposal,
    decide,
    decide_sure,
    split_proposal,
)
from heed.intake.queries import list_proposals, tally
from heed.intake.types import Decision, ProposalKind
from heed.learning.models import Response
from heed.library.models import Reading
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotNow
from heed.platform.base.models import Revision
from tests.cast import AT, Cast, Register, choice_of, client_of


def first(register: Register) -> Any:
    return list_proposals(register.open)[0]


def put_into_the_register(register: Register, cast: Cast) -> list[str]:
    """What was answered, once the document's second recommendation is left out."""
    second = [each for each in list_proposals(register.open) if each.parent_id is None][1]
    decide(cast.manager, ref=second.public_id, decision=Decision.REJECTED, at=AT)
    review = accept_import(cast.manager, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)
    answers = Response.objects.visible_to(cast.manager).filter(recommendation__review=review)
    return [each.text for each in answers]


def test_what_belongs_to_a_recommendation_goes_with_it(register: Register, cast: Cast) -> None:
    decide(cast.manager, ref=first(register).public_id, decision=Decision.ACCEPTED, at=AT)
    assert put_into_the_register(register, cast) == ["Accepted."]


def test_what_was_rejected_by_itself_stays_out(register: Register, cast: Cast) -> None:
    child = first(register).children.get()
    decide(cast.manager, ref=child.public_id, decision=Decision.REJECTED, at=AT)
    decide(cast.manager, ref=first(register).public_id, decision=Decision.ACCEPTED, at=AT)
    assert put_into_the_register(register, cast) == []


def test_only_what_the_reader_is_sure_of_is_accepted_at_once(register: Register, cast: Cast) -> None:
    assert decide_sure(cast.manager, import_ref=register.open.public_id, at=AT) == 2  # and a finding
    counted = tally(list_proposals(register.open))
    assert (counted.accepted, counted.open, counted.rejected) == (1, 1, 0)


def test_a_correction_keeps_what_was_read_beside_it(register: Register, cast: Cast) -> None:
    before = first(register)
    after = correct_proposal(
        cast.manager, ref=before.public_id, values={"text": "Ask schools."}, version=before.version, at=AT
    )
    assert after.values["text"] == "Ask schools."
    assert after.found["text"] == before.values["text"]
    assert after.decision == Decision.ACCEPTED


def test_words_that_are_not_the_documents_say_so_and_undo_puts_back_what_was_read(
    register: Register, cast: Cast
) -> None:
    client, before = client_of(cast.manager), first(register)
    page = reverse("intake:import", args=[register.open.public_id])
    said = f"The document says: “{before.values['text']}”"
    assert said not in client.get(page).content.decode()
    changed = {"text": "Buy everyone a bicycle."}
    after = correct_proposal(
        cast.manager, ref=before.public_id, values=changed, version=before.version, at=AT
    )
    assert said in client.get(page).content.decode()
    decide(cast.manager, ref=before.public_id, decision=Decision.REJECTED, version=after.version, at=AT)
    kept = decide(cast.manager, ref=before.public_id, decision=Decision.ACCEPTED, at=AT)
    assert kept.values["text"] == changed["text"], "rejecting and accepting change no words"
    back = decide(cast.manager, ref=before.public_id, decision=Decision.OPEN, version=kept.version, at=AT)
    assert (back.values, back.spans) == (before.values, before.spans)
    assert said not in client.get(page).content.decode()
    words = (
        Revision.objects.filter(subject_ref=before.public_id).order_by("pk").values_list("words", flat=True)
    )
    assert list(words) == [before.values["text"], changed["text"]], "what was typed is not lost"


def test_of_two_corrections_the_second_is_told_of_the_first_and_keeps_its_words(
    register: Register, cast: Cast
) -> None:
    seen = first(register)
    correct_proposal(cast.manager, ref=seen.public_id, values={"text": "First."}, version=seen.version, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        correct_proposal(
            cast.officer, ref=seen.public_id, values={"text": "Second."}, version=seen.version, at=AT
        )
    [words] = refused.value.differences
    assert (words.theirs, words.yours) == ("First.", "Second.")
    page = client_of(cast.officer).post(
        reverse("intake:edit", args=[register.open.public_id, seen.public_id]),
        {"kind": "recommendation", "text": "Second.", "version": str(seen.version)},
    )
    assert page.status_code == 409
    assert "First." in page.content.decode()
    assert "Second." in page.content.decode()


def test_words_cannot_be_taken_away_altogether(register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid, match="cannot be empty"):
        correct_proposal(cast.manager, ref=first(register).public_id, values={"text": "  "}, version=1, at=AT)


def test_what_was_missed_is_added_from_words_that_stand_in_the_document(
    register: Register, cast: Cast
) -> None:
    words = "Escalation should be recorded, with its effect"
    added = add_proposal(
        cast.manager,
        import_ref=register.open.public_id,
        kind=ProposalKind.RECOMMENDATION,
        words=words,
        page=None,
        given={"label": "3"},
        at=AT,
    )
    reading = register.open.reading
    assert isinstance(reading, Reading)
    start, end, _ = added.spans[0]
    assert reading.text[start:end] == words
    assert added.found is None, "nothing was read here"


def test_what_was_missed_before_everything_found_stands_first(register: Register, cast: Cast) -> None:
    reading = register.open.reading
    assert isinstance(reading, Reading)
    page = client_of(cast.manager).post(
        reverse("intake:add", args=[register.open.public_id]),
        {"kind": "recommendation", "words": reading.text[:12], "page": "²"},
    )
    assert page.status_code == 302
    ordered = list_proposals(register.open)
    assert ordered[0].found is None, "the one added by hand"
    assert len({each.position for each in ordered}) == len(ordered)


@pytest.mark.parametrize("words", ["These words are nowhere.", "   "])
def test_words_that_are_not_in_the_document_are_refused(words: str, register: Register, cast: Cast) -> None:
    with pytest.raises(Invalid):
        add_proposal(
            cast.manager,
            import_ref=register.open.public_id,
            kind=ProposalKind.RECOMMENDATION,
            words=words,
            page=None,
            given={},
            at=AT,
        )


def test_an_answer_is_added_to_a_recommendation_of_the_same_document_only(
    register: Register, cast: Cast
) -> None:
    elsewhere = list_proposals(register.accepted)[0]
    for parent in ("", elsewhere.public_id):
        with pytest.raises(Invalid):
            add_proposal(
                cast.manager,
                import_ref=register.open.public_id,
                kind=ProposalKind.RESPONSE,
                words="Accepted.",
                page=None,
                parent_ref=parent,
                given={},
                at=AT,
            )


def test_nothing_changes_in_a_document_that_is_in_the_register(register: Register, cast: Cast) -> None:
    accepted = list_proposals(register.accepted)[0]
    with pytest.raises(NotNow):
        decide(cast.manager, ref=accepted.public_id, decision=Decision.REJECTED, at=AT)
    with pytest.raises(NotNow):
        correct_proposal(cast.manager, ref=accepted.public_id, values={"text": "x"}, version=1, at=AT)
    with pytest.raises(NotNow):
        decide_sure(cast.manager, import_ref=register.accepted.public_id, at=AT)


def test_pieces_follow_one_another_so_that_no_words_are_used_twice(register: Register, cast: Cast) -> None:
    proposal = first(register)
    word = proposal.values["text"].split()[0]
    with pytest.raises(Invalid, match="Only cut"):
        split_proposal(
            cast.manager, ref=proposal.public_id, pieces=[word, word, word], version=proposal.version, at=AT
        )
