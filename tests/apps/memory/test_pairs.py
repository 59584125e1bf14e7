"""Saying of two recommendations whether they are the same; opening the earlier one again instead of repeating it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from heed.intake.operations import undo_import
from heed.learning.models import Recommendation
from heed.memory import upkeep
from heed.memory.models import Alike, Pair
from heed.memory.operations import adopt_for_later
from heed.memory.queries import find_pair, in_order, judged_pairs, list_recommended_before, rows_by_key, tell
from heed.memory.upkeep import keep_in_step, uncompared
from heed.plans.models import Action, Mark, NotHeld
from heed.plans.operations import Judgement, judge_difference
from heed.plans.queries import came_of
from heed.plans.types import ActionState
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed, NotNow, NotVisible
from heed.platform.people.operations import exclude_person, restrict_case
from tests import cast_plans
from tests.cast import AT, Cast, Promise, Register, client_of
from tests.cast_memory import SAME, a_lesson, again, answer, of_review
from tests.house_rules.test_stored_states import differences

pytestmark = pytest.mark.django_db
CLOSED = "Each agency should minute its core group meetings and hold them when due."


@pytest.fixture
def later(register: Register, cast: Cast) -> Recommendation:
    """What says the register's first recommendation again, two years on."""
    return of_review(cast, "Cedar", SAME)[0]


@pytest.fixture
def closed(register: Register, cast: Cast) -> Recommendation:
    """An earlier one of which everything that was promised was reported complete."""
    done = (Promise("Core groups are booked a year ahead.", "taken", "Westmere Police"),)
    return of_review(cast, "Ash", CLOSED, on="2019-05-31", promises=done)[0]


def fresh(actor: Actor) -> Actor:
    return replace(actor, seen=None)


def test_the_machine_takes_two_for_the_same_once(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    row = Alike.objects.get()
    first = register.recommendations["1"]
    assert {row.one_id, row.other_id} == {first.pk, later.pk}
    assert "core group" in row.why


def test_the_earlier_is_by_the_reviews_day_and_never_by_the_order_of_coming_in(
    register: Register, cast: Cast
) -> None:
    old = of_review(cast, "Yew", SAME, on="2015-03-01")[0]
    first = register.recommendations["1"]
    assert old.pk > first.pk
    assert in_order(first, old) == (old, first)
    found = list_recommended_before(cast.manager, recommendation=first.public_id)
    assert [each.reference for each in found.matches] == [old.reference]
    assert list_recommended_before(cast.manager, recommendation=old.public_id).matches == ()


@pytest.mark.capability("B13")
def test_what_somebody_said_is_kept_and_never_asked_again_from_either_side(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    first = register.recommendations["1"]
    answer(cast, later, first, why="One asks for minutes only.", said="related")
    for one, other in ((first, later), (later, first)):
        page = client_of(cast.officer).get(reverse("memory:pair", args=[one.public_id, other.public_id]))
        words = page.content.decode()
        assert "One asks for minutes only." in words
        assert "Bola Bexley" in words
        assert "Answer anew" in words
    [match] = list_recommended_before(cast.officer, recommendation=later.public_id).matches
    assert match.said is not None
    assert (match.said.answer, match.said.by) == ("related", "Bola Bexley")
    panel = client_of(cast.officer).get(reverse("learning:recommendation", args=[later.public_id]))
    assert "Is it the same lesson?" not in panel.content.decode()
    assert Event.objects.filter(kind="pair.answered").count() == 1


def test_what_is_different_is_set_aside_and_families_keep_apart(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    answer(cast, later, register.recommendations["1"], "different")
    found = list_recommended_before(cast.manager, recommendation=later.public_id)
    assert (found.matches, found.set_aside) == ((), 1)


def test_answering_again_counts_and_keeps_what_was_said(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    first = register.recommendations["1"]
    one = answer(cast, later, first, "different", why="At first sight.")
    two = answer(cast, later, first, "same", why="Read again.", version=one.version)
    assert (two.answer, two.version) == ("same", 2)
    found = find_pair(cast.manager, first.pk, later.pk)
    assert found is not None
    assert [each.reason for each in found.answers.all()] == ["At first sight.", "Read again."]


def test_of_two_at_once_the_second_is_shown_what_the_first_said(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    first = register.recommendations["1"]
    answer(cast, later, first, "same")
    with pytest.raises(ChangedMeanwhile) as refused:
        answer(cast, first, later, "different", actor=cast.officer)
    assert refused.value.differences[0].theirs == "The same lesson"
    assert Pair.objects.get().answer == "same"
    answer(cast, later, first, "same")  # the same form sent twice
    assert Pair.objects.get().answers.count() == 1


def test_a_reason_is_asked_for_and_nobody_compares_one_with_itself(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    with pytest.raises(Invalid) as refused:
        answer(cast, later, register.recommendations["1"], why="  ")
    assert refused.value.fields == {"reason": "Say why"}
    with pytest.raises(NotVisible):
        answer(cast, later, later)


@pytest.mark.parametrize("role", [Role.READER, Role.INDEPENDENT_SCRUTINEER, Role.AGENCY_LEAD])
def test_who_may_not_say_it_is_refused(
    role: Role, register: Register, cast: Cast, later: Recommendation
) -> None:
    with pytest.raises(NotAllowed):
        answer(cast, later, register.recommendations["1"], actor=cast.of[role])


# Opened again instead of repeated.


def test_after_closure_it_is_asked_why_it_did_not_hold(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    assert came_of(cast.manager, [closed.pk])[closed.pk].closed_on == date(2019, 5, 31)
    with pytest.raises(Invalid) as refused:
        answer(cast, later, closed)
    assert "why_not_held" in refused.value.fields
    assert not Pair.objects.exists()
    page = client_of(cast.manager).get(reverse("memory:pair", args=[later.public_id, closed.public_id]))
    assert "why did what was done then not hold?" in page.content.decode()


@pytest.mark.capability("B13")
def test_the_earlier_one_is_open_again_and_says_why(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    answer(cast, later, closed, why_not_held="The list stopped when its author left.")
    row = again(closed)
    assert row.state == "re_opened"
    assert {each["step"]: each["reach"] for each in row.thread}["difference_seen"] == "none"
    assert differences() == []
    page = client_of(cast.reader).get(reverse("learning:recommendation", args=[closed.public_id]))
    assert "Did not hold, open again" in page.content.decode()
    assert "The list stopped when its author left." in page.content.decode()
    assert again(register.recommendations["1"]).state != "re_opened"


def test_another_answer_takes_it_back_and_keeps_what_was_said(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    before = again(closed).state
    pair = answer(cast, later, closed, why_not_held="The list stopped.")
    answer(cast, later, closed, "different", version=pair.version)
    assert again(closed).state == before
    assert NotHeld.objects.get().taken_back_at == AT
    assert differences() == []


def test_a_difference_seen_later_counts_again(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    answer(cast, later, closed, why_not_held="The list stopped.")
    action = cast_plans.embedded(cast, closed)
    said = Judgement(seen=True, output="A list", outcome="Groups meet", impact="Heard")
    judge_difference(
        cast.manager,
        recommendation_ref=closed.public_id,
        judgement=said,
        evidence=[each.evidence.public_id for each in action.evidence_uses.select_related("evidence")],
        at=AT.replace(year=2027),
    )
    assert again(closed).state != "re_opened"
    assert differences() == []


def test_the_new_one_takes_the_earlier_actions_up_again(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    pair = answer(cast, later, closed, why_not_held="The list stopped.")
    [action] = came_of(cast.manager, [closed.pk])[closed.pk].actions
    page = reverse("memory:pair", args=[later.public_id, closed.public_id])
    client = client_of(cast.manager)
    assert "Take the earlier actions up again" in client.get(page).content.decode()
    sent = client.post(
        page, {"do": "adopt", "adopt-actions": [action.public_id], "adopt-reason": "It is the same work."}
    )
    assert sent.status_code == 302
    action = cast_plans.again(action)
    assert set(action.recommendations.for_everyone(because="a test")) == {closed, later}
    assert action.state == ActionState.UNDER_WAY, "what was reported complete is to be shown anew"
    assert again(later).delivery["actions"] == 1
    assert differences() == []
    assert pair.answer == "same"


def test_only_actions_of_the_earlier_one_are_taken_up(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    other = register.actions[0].public_id
    with pytest.raises(Invalid):
        adopt_for_later(
            cast.manager,
            one_ref=later.public_id,
            other_ref=closed.public_id,
            action_refs=[other],
            reason="Why not",
            at=AT,
        )


# What somebody may not see.


def restricted(cast: Cast, row: Recommendation) -> None:
    restrict_case(
        cast.manager, ref=row.review.public_id, people=[], reason="Criminal trial", version=0, at=AT
    )


def test_who_does_not_see_both_sees_nothing_of_the_pair(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    answer(cast, later, closed, why_not_held="The list stopped.")
    restricted(cast, later)
    reader = fresh(cast.reader)
    assert find_pair(reader, closed.pk, later.pk) is None
    assert came_of(reader, [closed.pk])[closed.pk].not_held == ()
    assert again(closed).state != "re_opened", "the state would tell of a case that not everybody sees"
    assert differences() == []
    page = client_of(cast.reader).get(reverse("learning:recommendation", args=[closed.public_id]))
    words = page.content.decode()
    assert "The list stopped." not in words
    assert later.reference not in words
    there = client_of(cast.reader).get(reverse("memory:pair", args=[closed.public_id, later.public_id]))
    assert there.status_code == 404
    assert find_pair(fresh(cast.manager), closed.pk, later.pk) is not None


def test_an_excluded_person_finds_and_counts_nothing(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    answer(cast, later, closed, "related")
    exclude_person(
        cast.manager,
        ref=later.review.public_id,
        person=cast.officer.person_ref,
        reason="Their own practice",
        version=0,
        at=AT,
    )
    officer = fresh(cast.officer)
    assert find_pair(officer, closed.pk, later.pk) is None
    page = client_of(cast.officer).get(reverse("learning:recommendation", args=[closed.public_id]))
    assert later.reference not in page.content.decode()
    looked = client_of(cast.officer).post(reverse("memory:before"), {"text": SAME}).content.decode()
    assert later.reference not in looked
    assert "Searched: 4 recommendations of 2 reviews" in looked


def test_the_other_partnership_sees_nothing(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    answer(cast, later, closed, "related")
    assert find_pair(cast.outsider, closed.pk, later.pk) is None
    with pytest.raises(NotVisible):
        answer(cast, later, closed, actor=cast.outsider)
    looked = client_of(cast.outsider).post(reverse("memory:before"), {"text": SAME}).content.decode()
    assert "Your own register has nothing older than this that you can see." in looked


def test_a_document_of_which_somebody_has_said_something_stays(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    answer(cast, later, register.recommendations["1"], "related")
    with pytest.raises(NotNow, match="repeats another"):
        undo_import(cast.manager, ref=_import_of(cast, later).public_id, reason="A mistake", at=AT)


def _import_of(cast: Cast, row: Recommendation) -> Any:
    from heed.intake.models import Import

    return Import.objects.visible_to(cast.manager).get(review=row.review_id)


def test_what_one_may_not_see_takes_no_place_of_what_one_may(
    register: Register, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "_MOST_ALIKE", 1)
    [hidden] = of_review(cast, "Cedar", SAME, on="2019-05-31")
    review = hidden.review.public_id
    restrict_case(cast.manager, ref=review, people=[], reason="Criminal trial", version=0, at=AT)
    keep_in_step()
    [new] = of_review(cast, "Oak", SAME, on="2026-01-31")
    seen = register.recommendations["1"]
    assert {each.pk for each in judged_of(fresh(cast.reader), new)} == {seen.pk}
    assert {each.pk for each in judged_of(fresh(cast.manager), new)} == {seen.pk, hidden.pk}


def test_a_case_that_others_see_is_compared_again(
    register: Register, cast: Cast, later: Recommendation
) -> None:
    assert not uncompared().exists()
    review = later.review.public_id
    restrict_case(cast.manager, ref=review, people=[], reason="Criminal trial", version=0, at=AT)
    assert {each.recommendation_id for each in uncompared()} >= {later.pk, register.recommendations["1"].pk}


def judged_of(actor: Actor, row: Recommendation) -> list[Any]:
    keys = {key for pair in judged_pairs(actor, among=[row.pk]).same for key in pair} - {row.pk}
    return list(rows_by_key(actor, keys).values())


def test_what_was_closed_after_it_was_asked_again_needs_no_reason(
    register: Register, cast: Cast, closed: Recommendation
) -> None:
    [earlier_again] = of_review(cast, "Oak", SAME, on="2019-05-01")
    [first] = of_review(
        cast,
        "Elm",
        CLOSED,
        on="2018-05-01",
        promises=(Promise("Core groups are booked.", "taken", "Westmere Police"),),
    )
    [action] = came_of(cast.manager, [first.pk])[first.pk].actions
    Mark.objects.create(
        action=action, kind="reported", on=date(2020, 1, 1), at=AT, by_id=cast.manager.person_id
    )
    assert came_of(cast.manager, [first.pk])[first.pk].closed_on == date(2020, 1, 1)
    answer(cast, earlier_again, first)
    assert again(first).state != "re_opened"


def test_what_another_list_says_is_closed_counts_as_closed_and_is_said_so(
    register: Register, cast: Cast, closed: Recommendation, later: Recommendation
) -> None:
    actions = Action.objects.for_everyone(because="a test").filter(recommendations=closed)
    actions.update(state=ActionState.CLOSED_ELSEWHERE, due_latest=date(2019, 12, 31))
    came = came_of(cast.manager, [closed.pk])[closed.pk]
    assert (came.is_closed, came.reported, came.closed_on) == (True, 0, date(2019, 12, 31))
    with pytest.raises(Invalid) as refused:
        answer(cast, later, closed)
    assert "why_not_held" in refused.value.fields
    page = client_of(cast.manager).get(reverse("memory:pair", args=[later.public_id, closed.public_id]))
    assert "closed, here or elsewhere by 31 Dec 2019" in " ".join(page.content.decode().split())
    lesson = a_lesson(cast, closed, later)
    [told] = tell(fresh(cast.manager), [lesson])
    assert told.after_closure == 1
