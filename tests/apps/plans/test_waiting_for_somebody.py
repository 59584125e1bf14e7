"""What waits for a decision or for somebody to verify it comes to who can do it, with all that they need to judge it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from heed.plans.models import Action
from heed.plans.operations import decide_move, send_back, verify_action
from heed.plans.types import SENT_BACK, CheckOutcome, MoveDecision
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.models import Notice
from heed.platform.notices.operations import tell_person
from heed.platform.notices.presenters import sentence
from heed.platform.notices.queries import what_needs
from heed.platform.people.operations import exclude_person
from tests import cast_answers, cast_assurance, cast_plans
from tests.cast import AT, Cast, Register
from tests.cast_plans import again

Browser = Callable[[Actor], Client]
TODAY = AT.date()


def of_kind(actor: Actor, kind: str, *, on: date = TODAY) -> list[Any]:
    return [each for each in what_needs(actor, on=on, limit=100).rows if each.kind.name == kind]


def test_a_date_that_is_asked_for_comes_to_whoever_decides(cast: Cast, client_of: Browser) -> None:
    row = cast_plans.asked_for_move(cast)
    [needed] = of_kind(cast.manager, "date_move")
    assert sentence(needed, today=TODAY) == f"Decide whether the date of {row.reference} moves by 18 March"
    assert needed.due.note == f"{cast.officer.name} asks for 1 December 2025"
    for other in (cast.reader, cast.outsider, cast.of[Role.AGENCY_LEAD]):
        assert of_kind(other, "date_move") == []
    page = client_of(cast.manager).get(needed.due.href).content.decode()
    assert f"{cast.officer.name} asks for 1 Dec 2025 instead of" in page
    assert "Two are ill" in page
    assert "It was never moved before." in page
    move = row.date_moves.get()
    decide_move(cast.manager, ref=move.public_id, decision=MoveDecision.APPROVED, reason="", at=AT)
    assert of_kind(cast.manager, "date_move") == []


@pytest.mark.capability("J04")
def test_what_is_reported_complete_comes_to_whoever_verifies(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    row = cast_plans.reported(cast, register.recommendations["1"])
    [needed] = of_kind(cast.manager, "to_verify")
    assert needed.due.reference == row.reference
    assert needed.due.on == TODAY + timedelta(days=28)
    assert of_kind(cast.manager, "to_verify", on=TODAY + timedelta(days=28 + 181)) == []
    [older] = [
        each
        for each in what_needs(cast.manager, on=TODAY + timedelta(days=28 + 181), limit=1).older
        if each.kind.name == "to_verify"
    ]
    assert older.count == 1
    assert of_kind(cast.reader, "to_verify") == of_kind(cast.outsider, "to_verify") == []
    piece = cast_plans.evidence_for(cast, row)
    page = client_of(cast.manager).get(reverse("plans:verify", args=[row.public_id])).content.decode()
    assert f"by {cast.officer.name}: Done." in page
    assert f"How we will know: {row.how_we_will_know}" in page
    verify_action(
        cast.manager,
        ref=row.public_id,
        period_from=date(2024, 10, 1),
        period_to=date(2024, 12, 31),
        evidence=[piece.public_id],
        at=AT,
    )
    assert of_kind(cast.manager, "to_verify") == []


@pytest.mark.capability("J04")
def test_what_ones_own_employer_reported_says_that_another_verifies_it(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.reported(cast, register.recommendations["1"])
    assert not of_kind(cast.manager, "to_verify")[0].due.note.startswith("Your own")
    Action.objects.visible_to(cast.manager).filter(pk=row.pk).update(agency_id=cast.manager.agency_id)
    assert of_kind(cast.manager, "to_verify")[0].due.note.startswith(
        "Your own employer’s, so somebody of another"
    )


@pytest.mark.capability("J04")
def test_what_its_own_lead_assured_still_waits_to_be_verified(register: Register, cast: Cast) -> None:
    row, alone = cast_plans.assured(cast), cast_plans.assured(cast, single_agency=True)
    waiting = [each.due.reference for each in of_kind(cast.manager, "to_verify")]
    assert row.reference in waiting
    assert alone.reference not in waiting


def test_what_was_sent_back_is_not_told_to_whom_the_case_excludes_by_now(
    register: Register, cast: Cast, client_of: Browser
) -> None:
    row = cast_plans.reported(cast, register.recommendations["1"])
    send_back(cast.manager, ref=row.public_id, reason="Nothing shows it", at=AT)
    mine = Notice.objects.visible_to(cast.officer).filter(person_id=cast.officer.person_id, kind=SENT_BACK)
    assert mine.count() == 1
    case = register.review.public_id
    exclude_person(
        cast.manager, ref=case, person=cast.officer.person_ref, reason="A relative", version=0, at=AT
    )
    assert mine.count() == 0


def told(client_of: Browser, actor: Actor) -> str:
    return client_of(actor).get(reverse("notices:list")).content.decode()


@pytest.mark.capability("B05")
def test_whoever_reported_or_asked_is_told_what_somebody_decided(cast: Cast, client_of: Browser) -> None:
    back, moved, stays = (
        cast_plans.reported(cast),
        cast_plans.asked_for_move(cast),
        cast_plans.asked_for_move(cast),
    )
    send_back(cast.manager, ref=back.public_id, reason="Nothing shows it", at=AT)
    for row, decision in ((moved, MoveDecision.APPROVED), (stays, MoveDecision.REFUSED)):
        ref = row.date_moves.get().public_id
        decide_move(cast.manager, ref=ref, decision=decision, reason="As minuted", at=AT)
    page = told(client_of, cast.officer)
    assert f"An action that you reported complete was sent back: {back.reference}" in page
    assert f"The other date that you asked for was allowed: {moved.reference}" in page
    assert f"The other date that you asked for was refused: {stays.reference}" in page
    assert back.reference not in told(client_of, cast.manager)


def test_nobody_is_told_of_what_they_did_themselves(cast: Cast, client_of: Browser) -> None:
    row = cast_plans.reported(cast)
    lead = cast.officer
    tell_person(
        lead,
        person_id=lead.person_id,
        kind=SENT_BACK,
        subject=("action", row.public_id),
        reference=row.reference,
        scope_id=row.scope_id,
        at=AT,
    )
    assert row.reference not in told(client_of, lead)


def test_nothing_of_a_case_waits_for_whom_it_excludes(register: Register, cast: Cast) -> None:
    cast_plans.reported(cast, register.recommendations["1"])
    officer = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    assert len(of_kind(officer, "to_verify")) == 1
    case = register.review.public_id
    exclude_person(cast.manager, ref=case, person=officer.person_ref, reason="A relative", version=0, at=AT)
    assert of_kind(officer, "to_verify") == []


def test_all_that_was_given_is_ticked_when_it_is_reported_but_for_what_speaks_against(
    cast: Cast, client_of: Browser
) -> None:
    row = cast_plans.agreed(cast)
    piece, against = cast_plans.evidence_for(cast, row), cast_plans.evidence_for(cast, row, contrary=True)
    page = client_of(cast.officer).get(reverse("plans:report", args=[row.public_id])).content.decode()
    assert f'value="{piece.public_id}" checked' in page
    assert f'value="{against.public_id}"' in page
    assert f'value="{against.public_id}" checked' not in page


@pytest.mark.capability("B19")
def test_what_is_open_again_is_to_be_said_something_about_within_days(cast: Cast) -> None:
    row = cast_plans.verified(cast)
    cast_plans.check(cast, row, CheckOutcome.FAILED)
    found = TODAY + timedelta(days=200)
    assert again(row).review_on == found + timedelta(days=28)
    lead = cast.of[Role.AGENCY_LEAD]
    [needed] = of_kind(lead, "action_review", on=found + timedelta(days=21))
    assert needed.due.reference == row.reference


@pytest.mark.capability("B05")
def test_an_answer_that_was_signed_waits_to_be_judged(register: Register, cast: Cast) -> None:
    assert of_kind(cast.manager, "answer_to_judge") == []
    asked = cast_answers.ask_one(cast, register)
    cast_answers.sign(cast_answers.lead(cast), asked)
    [needed] = of_kind(cast.manager, "answer_to_judge")
    assert (needed.due.reference, needed.due.on) == (
        asked.recommendation.reference,
        TODAY + timedelta(days=28),
    )
    assert of_kind(cast.reader, "answer_to_judge") == of_kind(cast.outsider, "answer_to_judge") == []


@pytest.mark.capability("C21")
def test_a_reply_waits_for_what_is_made_of_it(cast: Cast) -> None:
    [row] = cast_assurance.ask(cast)
    assert of_kind(cast.manager, "assurance_reply") == []
    cast_assurance.reply(cast_assurance.vale(cast), row)
    [needed] = of_kind(cast.manager, "assurance_reply")
    assert (needed.due.reference, needed.due.on) == (row.reference, TODAY + timedelta(days=28))
    cast_assurance.view(cast_assurance.chair(cast), row)
    assert of_kind(cast.manager, "assurance_reply") == []
