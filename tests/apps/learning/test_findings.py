"""Findings are records: accepted beside the document, led to what the document says, taken out again with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heed.intake.operations import accept_import, decide, decide_findings, undo_import
from heed.intake.queries import find_import, list_proposals, tally
from heed.intake.types import Decision, ProposalKind
from heed.learning.models import Finding
from heed.learning.operations import say_what_it_led_to
from heed.learning.queries import find_finding, findings_of_review
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from tests.cast import AT, BIRCH, Cast, Learned, Register, Written, bring_in_and_read, choice_of, register_of

Browser = Callable[[Actor], Client]


def led_to(row: Any) -> list[tuple[str, str]]:
    return [(link.recommendation.label, link.why) for link in row.led_to]


def test_an_accepted_finding_is_a_record_with_its_place(register: Register, cast: Cast) -> None:
    late, practice = findings_of_review(cast.reader, register.review.pk)
    assert (late.reference, practice.reference) == ("FND-0001", "FND-0002")
    assert (late.kind, practice.kind) == ("weakness", "good practice")
    assert late.reading == register.accepted.reading
    ((start, end, _),) = late.spans
    assert late.reading.document == register.accepted.document
    assert register.accepted.reading.text[start:end] == late.text


def test_it_leads_where_the_document_says_so(register: Register, cast: Cast) -> None:
    late, practice = findings_of_review(cast.reader, register.review.pk)
    assert led_to(late) == [("1", "the words name it")]
    assert led_to(practice) == []


def test_a_finding_nobody_decided_on_stays_out(register: Register, cast: Cast) -> None:
    for each in list_proposals(register.open):
        if each.kind == ProposalKind.RECOMMENDATION:
            decide(cast.officer, ref=each.public_id, decision=Decision.ACCEPTED, at=AT)
    review = accept_import(cast.officer, ref=register.open.public_id, choice=choice_of("Birch"), at=AT)
    assert findings_of_review(cast.officer, review.pk) == []


def test_all_findings_at_once(register: Register, cast: Cast) -> None:
    ref = register.open.public_id
    assert decide_findings(cast.officer, import_ref=ref, decision=Decision.ACCEPTED, at=AT) == 2
    counted = tally(list_proposals(find_import(cast.officer, ref)))
    assert (counted.findings_accepted, counted.findings_open, counted.accepted) == (2, 0, 0)
    assert decide_findings(cast.officer, import_ref=ref, decision=Decision.REJECTED, at=AT) == 0


def test_a_report_that_only_found_something_can_go_in(cast: Cast) -> None:
    only = Written(
        title="What we learned", asks=(), learned=(Learned("Visits were not recorded.", label="1"),)
    )
    review = register_of(cast.manager, only, review="Dogwood")
    assert [row.text for row in findings_of_review(cast.reader, review.pk)] == ["Visits were not recorded."]


def test_the_same_words_do_not_come_in_twice(register: Register, cast: Cast) -> None:
    row = bring_in_and_read(
        cast.manager,
        "alder-again.txt",
        Written("Alder again", (), learned=(Learned(register.findings[0].text),)),
    )
    decide_findings(cast.manager, import_ref=row.public_id, decision=Decision.ACCEPTED, at=AT)
    again = choice_of("Alder")
    accept_import(
        cast.manager,
        ref=row.public_id,
        choice=type(again)(review_ref=register.review.public_id),
        at=AT,
    )
    assert len(findings_of_review(cast.manager, register.review.pk)) == 2


def test_a_person_says_what_it_led_to(register: Register, cast: Cast) -> None:
    row = register.findings[0]
    wanted = [register.recommendations[label].public_id for label in ("1", "2a")]
    say_what_it_led_to(cast.officer, ref=row.public_id, recommendation_refs=wanted, version=1, at=AT)
    found = find_finding(cast.reader, row.public_id)
    assert led_to(found) == [("1", "the words name it"), ("2a", f"said by {cast.officer.name}")]
    assert Event.objects.filter(kind="finding.linked", subject_ref=row.public_id).count() == 1


def test_two_people_at_once_lose_nothing(register: Register, cast: Cast) -> None:
    ref = register.findings[1].public_id
    first, second = (register.recommendations[label] for label in ("1", "4"))
    say_what_it_led_to(cast.officer, ref=ref, recommendation_refs=[first.public_id], version=1, at=AT)
    with pytest.raises(ChangedMeanwhile) as refused:
        say_what_it_led_to(cast.manager, ref=ref, recommendation_refs=[second.public_id], version=1, at=AT)
    (difference,) = refused.value.differences
    assert (difference.theirs, difference.yours) == (first.reference, second.reference)


def test_it_is_refused_to_readers_and_for_other_reviews(register: Register, cast: Cast) -> None:
    ref = register.findings[0].public_id
    mine = [register.recommendations["1"].public_id]
    with pytest.raises(NotAllowed):
        say_what_it_led_to(cast.reader, ref=ref, recommendation_refs=mine, version=1, at=AT)
    with pytest.raises(NotVisible):
        say_what_it_led_to(cast.outsider, ref=ref, recommendation_refs=mine, version=1, at=AT)
    with pytest.raises(Invalid):
        say_what_it_led_to(cast.officer, ref=ref, recommendation_refs=["zzzzzzzzzzzz"], version=1, at=AT)


def test_taking_the_document_out_takes_its_findings_along(register: Register, cast: Cast) -> None:
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    assert not Finding.objects.for_everyone(because="a test").exists()
    row = find_import(cast.manager, register.accepted.public_id)
    assert tally(list_proposals(row)).findings_accepted == 2
    assert Event.objects.filter(kind="finding.withdrawn").count() == 2


def test_what_was_worked_on_is_not_taken_out(register: Register, cast: Cast) -> None:
    say_what_it_led_to(
        cast.officer,
        ref=register.findings[1].public_id,
        recommendation_refs=[register.recommendations["1"].public_id],
        version=1,
        at=AT,
    )
    with pytest.raises(NotNow):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    assert Finding.objects.for_everyone(because="a test").count() == 2


def test_the_thread_is_pulled_from_either_end(register: Register, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.reader)
    row, asked = register.findings[0], register.recommendations["1"]
    page = client.get(reverse("learning:finding", args=[row.public_id])).content.decode()
    assert asked.reference in page
    assert "the words name it" in page
    assert "thread--small" in page
    page = client.get(reverse("learning:recommendation", args=[asked.public_id])).content.decode()
    assert row.reference in page
    assert "What was found" in page
    page = client.get(reverse("reviews:review", args=[register.review.public_id])).content.decode()
    assert row.reference in page
    assert "Good practice" in page


def test_the_register_of_findings_narrows_and_is_taken_away(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    client = client_of(cast.reader)
    address = reverse("learning:findings")
    assert "2 findings" in client.get(address).content.decode()
    page = client.get(address, {"kind": "good practice"}).content.decode()
    assert register.findings[1].reference in page
    assert register.findings[0].reference not in page
    page = client.get(address, {"led": "yes"}).content.decode()
    assert register.findings[0].reference in page
    assert register.findings[1].reference not in page
    answer = client.get(address, {"download": "csv"})
    words = b"".join(answer).decode()  # type: ignore[arg-type]
    assert "FND-0001,Weakness" in words
    assert "REC-0001 (1)" in words


def test_a_form_says_what_it_led_to(register: Register, cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.officer)
    row = register.findings[1]
    address = reverse("learning:led_to", args=[row.public_id])
    assert register.recommendations["2a"].reference in client.get(address).content.decode()
    sent = {"version": "1", "recommendation": [register.recommendations["2a"].public_id]}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "recommendation": []}).status_code == 409
    assert led_to(find_finding(cast.officer, row.public_id)) == [("2a", f"said by {cast.officer.name}")]


def test_beside_the_document_findings_stand_by_themselves(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    page = (
        client_of(cast.officer).get(reverse("intake:import", args=[register.open.public_id])).content.decode()
    )
    assert "Findings and good practice" in page
    assert BIRCH.learned[1].text in page
    assert "Accept all 2" in page
    assert "Leave all 2 out" in page


def test_a_finding_that_was_missed_can_be_added(register: Register, cast: Cast, client_of: Browser) -> None:
    words = "Schools should be asked to every strategy meeting."
    address = reverse("intake:add", args=[register.open.public_id])
    sent = {"words": words, "kind": "finding", "label": "7", "page": "", "parent": ""}
    assert client_of(cast.officer).post(address, sent).status_code == 302
    added = [each for each in list_proposals(register.open) if each.kind == ProposalKind.FINDING][-1]
    assert any(
        each.values == {"text": words, "kind": "other", "label": "7", "section": ""}
        for each in list_proposals(register.open)
        if each.kind == ProposalKind.FINDING
    ), added.values
