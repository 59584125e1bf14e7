"""Who may say that an action is done, and that it lasts: nobody who belongs to whoever did it, and nobody too early."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.plans.models import Action, EmbeddedCheck
from heed.plans.operations import (
    RowChange,
    add_evidence_version,
    change_action,
    change_actions,
    decide_move,
    join_actions,
    plan_check,
    record_check,
    reopen_action,
    start_work,
    undo_change,
)
from heed.plans.operations.evidence import NewVersion, Speaks
from heed.plans.queries import checks_waiting, show_action
from heed.plans.types import ActionState, CheckOutcome, EvidenceLevel, MoveDecision
from heed.platform.access.roles import Role
from heed.platform.base.errors import Invalid, NotAllowed, NotNow
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.operations import add_member
from tests import cast_plans
from tests.cast import AT, Cast, Register, client_of
from tests.cast_plans import MUCH_LATER, again

HOLDS, FAILED = CheckOutcome.HOLDS, CheckOutcome.FAILED


def place_at(cast: Cast, agency: str, *, ends_on: date | None = None) -> None:
    """The manager, who acts for the police, gets a second place: at this agency."""
    own = Membership.objects.get(pk=cast.manager.membership_id)
    more = add_member(
        own.partnership,
        person=own.person,
        agency=Agency.objects.get(name=agency),
        roles=[Role.GROUP_MEMBER],
        starts_on=own.starts_on,
    )
    Membership.objects.filter(pk=more.pk).update(ends_on=ends_on)


def test_nobody_verifies_the_work_of_any_place_that_they_have(register: Register, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, row)
    place_at(cast, "Vale NHS Trust")
    with pytest.raises(
        NotAllowed, match="You act for or are employed by Vale NHS Trust, which this action is for"
    ):
        cast_plans.verify(cast, row, piece)
    page = client_of(cast.manager).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "Verify it" not in page
    Membership.objects.filter(person=cast.manager.person_id, agency__name="Vale NHS Trust").update(
        ends_on=date(2025, 1, 1)
    )
    assert cast_plans.verify(cast, row, piece).state == ActionState.VERIFIED, (
        "a place that is over binds nobody"
    )


def test_an_action_that_changes_hands_is_not_verified_by_whoever_reported_it(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.assured(cast)
    piece = cast_plans.evidence_for(cast, row)
    plan = cast_plans.a_plan(agency_ref=cast_plans.agency_ref("Westmere Council"))
    change_action(cast.manager, ref=row.public_id, plan=plan, version=again(row).version, at=AT)
    trust = Agency.objects.get(name="Vale NHS Trust")
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=trust)
    with pytest.raises(NotAllowed, match="employed by Vale NHS Trust, which reported or assured it"):
        cast_plans.verify(cast, row, piece)
    assert again(row).state == ActionState.ASSURED


def test_whoever_reported_it_verifies_it_in_no_other_place(register: Register, cast: Cast) -> None:
    row = cast_plans.reported(cast)
    piece = cast_plans.evidence_for(cast, row)
    row.marks.update(by=cast.manager.person_id)
    with pytest.raises(NotAllowed, match="You said yourself that it is done"):
        cast_plans.verify(cast, row, piece)


# Is it embedded?


def refused(cast: Cast, row: Action, **more: Any) -> dict[str, str]:
    """What is said at which field where somebody says that it holds."""
    with pytest.raises(Invalid) as answer:
        cast_plans.check(cast, row, HOLDS, **more)
    return answer.value.fields


def test_it_holds_only_by_somebody_else_on_evidence_of_since_and_not_before_its_day(
    register: Register, cast: Cast
) -> None:
    row = cast_plans.verified(cast)
    soon = AT + timedelta(days=10)
    assert set(refused(cast, row, by=cast.manager, at=soon)) == {"outcome", "early", "evidence"}
    assert "what was known then" in refused(cast, row)["evidence"]
    cast_plans.evidence_for(cast, row, at=soon, period_to=date(2025, 1, 31))
    assert set(refused(cast, row)) == {"evidence"}, "handed in later, of the time before"
    cast_plans.evidence_for(cast, row, at=soon, level=EvidenceLevel.OUTPUT)
    assert set(refused(cast, row)) == {"evidence"}, "later, and too weak"
    cast_plans.evidence_for(cast, row, at=soon)
    assert "4 September 2025" in refused(cast, row, at=AT + timedelta(days=11))["early"]
    early = "An inspection looked at all of it"
    check = cast_plans.check(cast, row, HOLDS, at=AT + timedelta(days=11), early=early)
    assert (check.because, again(row).state) == (early, ActionState.EMBEDDED)
    page = client_of(cast.reader).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert f"Looked at before its day, 4 Sep 2025: {early}" in page


def test_a_newer_version_of_the_same_piece_is_of_since(register: Register, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    piece = row.evidence_uses.get().evidence
    newer = NewVersion(note="Counted again in the summer.")
    summer = Speaks(period_from=date(2025, 6, 1), period_to=date(2025, 7, 31))
    add_evidence_version(
        cast.officer, ref=piece.public_id, handed_in=newer, speaks=summer, at=AT + timedelta(days=150)
    )
    assert cast_plans.check(cast, row, HOLDS).outcome == HOLDS
    plan_check(cast.manager, ref=row.public_id, due_on=date(2026, 3, 1), reason="Once more", at=MUCH_LATER)
    later = MUCH_LATER + timedelta(days=300)
    assert set(refused(cast, row, at=later)) == {"evidence"}, "once more takes evidence of since then"


def test_that_it_does_not_hold_anybody_independent_says_at_any_time(register: Register, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    cast_plans.check(cast, row, FAILED, by=cast.manager, at=AT + timedelta(days=1))
    assert again(row).state == ActionState.RE_OPENED


def test_the_page_of_a_check_says_what_it_asks_of_whom(register: Register, cast: Cast) -> None:
    row = cast_plans.verified(cast)
    check = row.embedded_checks.get()
    address = reverse("plans:check", args=[check.public_id])
    own = client_of(cast.manager).get(address).content.decode()
    assert "You verified it, so that it holds is for somebody else to say" in own
    assert "Why it can be told before" not in own, "its day has come"
    other = client_of(cast.of[Role.QUALITY_AND_AUDIT_OFFICER])
    assert "handed in since and of a time after 4 Mar 2025" in other.get(address).content.decode()
    assert "is for somebody else to say" not in other.get(address).content.decode()
    EmbeddedCheck.objects.filter(pk=check.pk).update(due_on=date(2030, 1, 1))
    fresh = cast_plans.evidence_for(cast, row, at=MUCH_LATER)
    sent = {"outcome": "holds", "reason": "It goes on.", "evidence": [fresh.public_id]}
    answer = other.post(address, sent)
    assert answer.status_code == 422
    assert "It is to be looked at on 1 January 2030. Say why it can be told before" in answer.content.decode()
    assert other.post(address, {**sent, "early": "Inspected"}).status_code == 302
    assert again(row).state == ActionState.EMBEDDED


def test_a_check_of_an_action_that_is_open_again_or_gone_waits_for_nobody(
    register: Register, cast: Cast
) -> None:
    opened, joined = cast_plans.verified(cast), cast_plans.verified(cast)
    checks = {row.pk: row.embedded_checks.get().public_id for row in (opened, joined)}
    changes = [RowChange(opened.public_id, again(opened).version, step="reopen")]
    bulk = change_actions(cast.manager, changes=changes, reason="It stopped", at=AT)
    join_actions(cast.manager, ref=joined.public_id, into_ref=cast_plans.agreed(cast).public_id, at=AT)
    assert not checks_waiting(cast.manager).exists()
    quality = cast.of[Role.QUALITY_AND_AUDIT_OFFICER]
    for row in (opened, joined):
        with pytest.raises(NotNow, match="looked at again once it is verified"):
            record_check(
                quality, ref=checks[row.pk], outcome=FAILED, reason="Gone", evidence=(), at=MUCH_LATER
            )
    assert again(joined).state == ActionState.SUPERSEDED
    page = client_of(cast.manager).get(reverse("plans:action", args=[opened.public_id])).content.decode()
    assert "To be looked at" not in page
    assert bulk is not None
    undo_change(cast.manager, ref=bulk.public_id, at=AT)
    assert [each.action_id for each in checks_waiting(cast.manager)] == [opened.pk], (
        "verified again, asked again"
    )


# Steps and dates


def test_what_was_reported_is_never_begun_again_without_being_sent_back(
    register: Register, cast: Cast
) -> None:
    rows = [cast_plans.reported(cast), cast_plans.assured(cast), cast_plans.stalled(cast)]
    for row in rows:
        with pytest.raises(NotNow, match="cannot become under way from there"):
            start_work(cast.officer, ref=row.public_id, at=AT)
    changes = [RowChange(row.public_id, again(row).version, step="begin") for row in rows]
    made = change_actions(cast.manager, changes=changes, reason="", at=AT)
    assert made is not None
    assert all(each.left for each in made.items.all())
    assert [again(row).state for row in rows] == [
        ActionState.REPORTED,
        ActionState.ASSURED,
        ActionState.STALLED,
    ]
    opened = reopen_action(cast.manager, ref=rows[1].public_id, reason="It stopped", at=AT)
    assert start_work(cast.officer, ref=opened.public_id, at=AT).state == ActionState.UNDER_WAY


def test_a_date_does_not_move_into_the_past(register: Register, cast: Cast) -> None:
    row = cast_plans.asked_for_move(cast)
    ref, long_after = row.date_moves.get().public_id, AT + timedelta(days=300)
    given: dict[str, Any] = {"ref": ref, "at": long_after}
    with pytest.raises(Invalid, match="1 December 2025 is over by now") as answer:
        decide_move(cast.manager, decision=MoveDecision.APPROVED, reason="", **given)
    assert set(answer.value.fields) == {"decision"}
    decide_move(cast.manager, decision=MoveDecision.REFUSED, reason="That day is over", **given)
    assert (again(row).due_latest, again(row).moves) == (cast_plans.DUE, 0)


def test_a_link_shows_by_when_whatever_was_planned_here_is_asked(register: Register, cast: Cast) -> None:
    shown = show_action(cast.manager, cast_plans.agreed(cast).public_id)
    assert "Asked of Vale NHS Trust by 30 Sep 2025" in shown.words
