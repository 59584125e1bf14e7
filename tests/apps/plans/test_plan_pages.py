"""Pages on which actions are planned, agreed, moved and stalled: as people use them, without script."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from heed.plans.models import Action
from heed.plans.operations import ask_for_move, change_action, make_action
from heed.plans.queries import ActionFilter, filter_actions, find_action, list_actions, rules_of
from heed.plans.queries.planning import find_repeats
from heed.plans.rules import Planned, smart_tests
from heed.plans.types import ActionState
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid
from heed.platform.partnerships.models import Agency, Membership
from heed.platform.partnerships.operations import add_member
from tests import cast_plans
from tests.cast import AT, Cast, Register

Opens = Callable[[Actor], Client]
SOON = timezone.localdate() + timedelta(days=60)


def typed(**more: str) -> dict[str, str]:
    """The form of an action that could be agreed, as it is sent."""
    return {
        "text": "Audit twenty core group records each quarter.",
        "kind": "one_off",
        "agency": cast_plans.agency_ref(),
        "owner": "Named Nurse",
        "due_day": str(SOON.day),
        "due_month": str(SOON.month),
        "due_year": str(SOON.year),
        "how_we_will_know": "18 of 20 hold.",
        "outcome": "Children see the same people act together.",
        "version": "1",
        **more,
    }


# The five tests


@pytest.mark.parametrize(
    ("more", "fails"),
    [
        ({}, None),
        ({"text": "Ensure awareness of the protocol among staff"}, "Specific"),
        ({"text": "Consider a toolkit for schools"}, "Specific"),
        ({"text": "Do it"}, "Specific"),
        ({"measure": ""}, "Measurable"),
        ({"measure": "Practice will improve"}, "Measurable"),
        ({"owner": " "}, "Owned"),
        ({"outcome": ""}, "Outcome"),
        ({"outcome": "Audit twenty records each quarter"}, "Outcome"),
        ({"dated": False}, "Dated"),
    ],
)
@pytest.mark.capability("B09")
def test_each_of_the_five_tests_says_what_is_missing(more: dict[str, Any], fails: str | None) -> None:
    given: dict[str, Any] = {
        "text": "Audit twenty records each quarter",
        "measure": "18 of 20 hold",
        "owner": "Named Nurse",
        "outcome": "Children are seen sooner",
        "dated": True,
    }
    tests = smart_tests(Planned(**{**given, **more}), rules_of("smart"))
    assert len(tests) == 5
    assert [each.name for each in tests if not each.passed] == ([fails] if fails else [])


def test_checking_shows_the_tests_and_saves_nothing(client_of: Opens, cast: Cast) -> None:
    before = Action.objects.for_everyone(because="a test").count()
    sent = typed(do="check", text="Ensure awareness of the protocol", owner="")
    page = client_of(cast.manager).post(reverse("plans:make"), sent).content.decode()
    assert "says nothing that one could see being done" in page
    assert "nobody owns it" in page
    assert "Ensure awareness of the protocol" in page
    assert Action.objects.for_everyone(because="a test").count() == before


def test_the_tests_come_while_it_is_typed(client_of: Opens, cast: Cast) -> None:
    page = client_of(cast.manager).post(reverse("plans:smart"), typed(how_we_will_know="")).content.decode()
    assert "4 of 5 tests" in page
    assert "<html" not in page


# Planning and agreeing


@pytest.mark.capability("B08")
def test_an_action_is_planned_agreed_and_overdue_in_the_register(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    client = client_of(cast.manager)
    serves = register.recommendations["4"].reference
    done = client.post(
        reverse("plans:make"), typed(serves=serves, milestones=f"{SOON:%-d %B %Y}: first audit")
    )
    assert done.status_code == 302
    row = Action.objects.for_everyone(because="a test").latest("pk")
    assert (row.state, row.first_due, row.milestones.get().text) == (
        ActionState.PROPOSED,
        SOON,
        "first audit",
    )
    agreed = client.post(reverse("plans:do", args=[row.public_id, "agree"]), {"reason": ""}, follow=True)
    page = agreed.content.decode()
    assert "is agreed" in page
    assert "Named Nurse: vacant, nobody holds this post" in page
    late = ActionFilter(late_on=SOON + timedelta(days=1), refs=(row.public_id,))
    assert filter_actions(cast.manager, late).count() == 1


@pytest.mark.capability("B09")
def test_agreeing_is_refused_in_a_sentence_that_says_what_is_missing(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.proposed(cast, owner="", how_we_will_know="")
    answer = client_of(cast.manager).post(reverse("plans:do", args=[row.public_id, "agree"]), {})
    assert answer.status_code == 409
    assert "the owner and how we will know are missing" in answer.content.decode()
    page = client_of(cast.manager).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "SMART: 3 of 5" in page


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"text": ""}, "Say what will be done"),
        ({"due_day": "31", "due_month": "2"}, "Enter a real date"),
        ({"due_year": "2019"}, "is over"),
        ({"serves": "REC-9999"}, "There is no REC-9999 that you can see"),
        ({"depends_on": "ACT-9999"}, "There is no ACT-9999 that you can see"),
        ({"milestones": "first audit"}, "begin with a day"),
        ({"agency": ""}, "An owner is a post in an agency"),
    ],
)
def test_bad_input_is_said_at_its_field_and_what_was_typed_is_kept(
    more: dict[str, str], sentence: str, client_of: Opens, register: Register, cast: Cast
) -> None:
    answer = client_of(cast.manager).post(reverse("plans:make"), typed(**more))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "18 of 20 hold." in page


def test_what_is_printed_in_a_document_stays(client_of: Opens, register: Register, cast: Cast) -> None:
    row = find_action(cast.manager, register.actions[0].public_id)
    sent = typed(
        version=str(row.version), serves="\n".join(each.reference for each in row.recommendations.all())
    )
    client_of(cast.manager).post(reverse("plans:change_plan", args=[row.public_id]), sent)
    now = find_action(cast.manager, row.public_id)
    assert (now.text, now.how_we_will_know, now.owner_words) == (row.text, "18 of 20 hold.", row.owner_words)
    assert now.first_due == row.due_latest


# Repeats


@pytest.mark.capability("B14")
def test_a_repeat_is_found_offered_and_joined_and_counted_once(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    first = cast_plans.agreed(cast, register.recommendations["1"])
    client = client_of(cast.manager)
    nearly = typed(text="Audit twenty core group records each quarter, and report what was found")
    page = client.post(reverse("plans:make"), nearly).content.decode()
    assert "Nearly the same" in page
    assert first.reference in page
    assert client.post(reverse("plans:make"), {**nearly, "another": "on"}).status_code == 302
    second = Action.objects.for_everyone(because="a test").latest("pk")
    before = filter_actions(cast.manager, ActionFilter(open_only=True)).count()
    address = reverse("plans:join", args=[second.public_id])
    assert f"{first.reference}: {first.text}" in client.get(address).content.decode()
    chosen = f"{address}?{urlencode({'other': first.reference})}"
    both = client.get(chosen).content.decode()
    assert "Which one stays" in both
    assert (first.text in both, second.text in both) == (True, True)
    assert filter_actions(cast.manager, ActionFilter(open_only=True)).count() == before, "nothing by looking"
    assert client.post(chosen, {}).status_code == 422, "one of them is chosen"
    assert client.post(chosen, {"stays": first.public_id}).status_code == 302
    assert filter_actions(cast.manager, ActionFilter(open_only=True)).count() == before - 1
    page = client.get(reverse("plans:action", args=[second.public_id])).content.decode()
    assert f"{first.reference} stands for this one now" in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"reference": ""}, "Choose one, or give a reference such as ACT-0012"),
        ({"reference": "ACT-9999"}, "There is no such action that you can see"),
        ({"reference": "itself"}, "Choose another action than this one"),
    ],
)
def test_joining_with_nothing_or_with_itself_is_answered_at_the_field(
    client_of: Opens, register: Register, cast: Cast, asked: dict[str, str], said: str
) -> None:
    row = cast_plans.agreed(cast)
    sent = {"reference": row.reference.lower() if asked["reference"] == "itself" else asked["reference"]}
    answer = client_of(cast.manager).get(reverse("plans:join", args=[row.public_id]), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert client_of(cast.reader).get(reverse("plans:join", args=[row.public_id])).status_code == 403


def test_a_repeat_in_another_partnership_is_no_repeat(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    assert [each.pk for each in find_repeats(cast.reader, row.text)] == [row.pk]
    assert find_repeats(cast.outsider, row.text) == []


# Owners


def test_an_agency_that_ended_is_given_no_new_action_and_keeps_what_it_has(
    register: Register, cast: Cast
) -> None:
    police, trust = (Agency.objects.get(name=name) for name in ("Westmere Police", "Vale NHS Trust"))
    plan = cast_plans.a_plan(agency_ref=police.public_id, owner="Superintendent")
    kept = make_action(cast.manager, plan=plan, at=AT)
    Agency.objects.filter(pk=police.pk).update(ended_on=date(2025, 1, 1), successor=trust)
    with pytest.raises(Invalid) as refused:
        make_action(cast.manager, plan=plan, at=AT)
    assert refused.value.fields == {
        "agency": "Westmere Police has ended: its work is done by Vale NHS Trust now"
    }
    changed = replace(plan, outcome="Something else")
    row = change_action(cast.manager, ref=kept.public_id, plan=changed, version=kept.version, at=AT)
    assert row is not None
    assert (row.agency, row.outcome) == (police, "Something else")


def test_an_owner_who_left_shows_as_a_vacancy(client_of: Opens, register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast, owner="Named Midwife")
    trust = Agency.objects.get(name="Vale NHS Trust")
    lead = Membership.objects.get(pk=cast.of[Role.AGENCY_LEAD].membership_id)
    place = add_member(
        lead.partnership,
        person=lead.person,
        agency=trust,
        roles=[],
        post="Named Midwife",
        starts_on=date(2020, 1, 1),
    )
    shown = reverse("plans:action", args=[row.public_id])
    assert f"Named Midwife: {lead.person.name}" in client_of(cast.reader).get(shown).content.decode()
    Membership.objects.filter(pk=place.pk).update(ends_on=date(2021, 1, 1))
    assert "Named Midwife: vacant" in client_of(cast.reader).get(shown).content.decode()


def test_actions_are_narrowed_by_who_owns_them(client_of: Opens, register: Register, cast: Cast) -> None:
    row, other = cast_plans.agreed(cast, owner="Named Midwife"), cast_plans.agreed(cast, owner="Named Nurse")
    for owner, found in (("Named Midwife", [True, False]), ("nobody", [False, False]), ("", [True, True])):
        page = (
            client_of(cast.reader).get(reverse("plans:list"), {"owner": owner}, follow=True).content.decode()
        )
        assert [each.reference in page for each in (row, other)] == found, owner


def test_work_of_an_agency_that_ended_passes_to_the_one_after_it(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    police = Agency.objects.get(name="Westmere Police")
    Agency.objects.filter(name="Vale NHS Trust").update(ended_on=date(2025, 1, 1), successor=police)
    page = client_of(cast.manager).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "Vale NHS Trust, whose work is done by Westmere Police now" in page
    again = find_action(cast.manager, row.public_id)
    from heed.plans.operations import report_complete

    assert report_complete(cast.manager, ref=again.public_id, at=AT).state == ActionState.REPORTED


# Dates


@pytest.mark.capability("B19")
def test_at_the_review_date_it_is_dated_again_with_a_reason_or_escalated(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast, review_on=date(2025, 4, 1))
    client = client_of(cast.officer)
    page = client.get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "Its review date has come" in page
    listed = client.get(reverse("plans:list"), {"due": "review"}).content.decode()
    assert row.reference in listed
    address = reverse("plans:do", args=[row.public_id, "review"])
    day = {
        "next_review_day": str(SOON.day),
        "next_review_month": str(SOON.month),
        "next_review_year": str(SOON.year),
    }
    assert client.post(address, {"outcome": "re_dated", "reason": "", **day}).status_code == 422
    assert client.post(address, {"outcome": "escalated", "reason": "Two left", **day}).status_code == 422
    done = client.post(address, {"outcome": "re_dated", "reason": "Two left", **day}, follow=True)
    assert "looked at again later: Two left" in " ".join(
        done.content.decode().replace("</strong>", "").split()
    )


@pytest.mark.capability("B17")
def test_a_stalled_action_shows_its_clock_its_interim_measure_and_when_it_goes_on(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    client = client_of(cast.officer)
    address = reverse("plans:do", args=[row.public_id, "stall"])
    assert client.post(address, {"reason": "", "interim_measure": ""}).status_code == 422
    day = {
        "restart_on_day": str(SOON.day),
        "restart_on_month": str(SOON.month),
        "restart_on_year": str(SOON.year),
    }
    sent = {"reason": "The room is closed.", "interim_measure": "A bulletin.", **day}
    page = client.post(address, sent, follow=True).content.decode()
    assert f"Meanwhile: A bulletin. It goes on {SOON:%-d %B %Y}" in page
    assert "days late" in page, "its date stays, and its clock runs"
    stalled = client.get(reverse("plans:list"), {"state": "stalled"}).content.decode()
    assert row.reference in stalled


def test_a_moved_date_stands_beside_the_first_in_the_register(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    ask_for_move(cast.officer, ref=row.public_id, wanted=SOON, reason="Two are ill", at=AT)
    client = client_of(cast.manager)
    client.post(
        reverse("plans:do", args=[row.public_id, "decide-date"]), {"decision": "approved", "reason": ""}
    )
    page = client.get(reverse("plans:list"), {"moved": "1"}).content.decode()
    assert "first date 30 Sep 2025, moved once" in page
    assert row.reference in page
    assert row.reference not in client.get(reverse("plans:list"), {"moved": "0"}).content.decode()
    life = client.get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert f"Asked for {SOON:%-d %B %Y} instead of 30 September 2025: the date moved" in life


def test_who_asked_is_told_that_somebody_else_decides(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.agreed(cast)
    client = client_of(cast.manager)
    day = {"wanted_day": str(SOON.day), "wanted_month": str(SOON.month), "wanted_year": str(SOON.year)}
    client.post(reverse("plans:do", args=[row.public_id, "ask-date"]), {"reason": "Ill", **day})
    answer = client.post(
        reverse("plans:do", args=[row.public_id, "decide-date"]), {"decision": "approved", "reason": ""}
    )
    assert answer.status_code == 403


# Colours


def colour_of(cast: Cast, row: Action) -> str:
    rows, _ = list_actions(cast.manager, ActionFilter(refs=(row.public_id,)))
    return str(rows[0].shown_colour)  # type: ignore[attr-defined]


def test_the_colour_follows_the_printed_rule(register: Register, cast: Cast) -> None:
    assert colour_of(cast, cast_plans.agreed(cast)) == "red", "its last day is over today"
    assert colour_of(cast, cast_plans.verified(cast)) == "blue"
    assert colour_of(cast, cast_plans.reported(cast)) == "amber"
    row = cast_plans.agreed(cast)
    rows = Action.objects.for_everyone(because="a test").filter(pk=row.pk)
    rows.update(due_latest=timezone.localdate() + timedelta(days=20), due_earliest=None)
    assert colour_of(cast, row) == "amber"
    rows.update(due_latest=timezone.localdate() + timedelta(days=200))
    assert colour_of(cast, row) == "green"
    rows.update(state=ActionState.WITHDRAWN)
    assert colour_of(cast, row) == ""


def test_every_rule_of_colours_can_be_computed_and_ends_with_everything(cast: Cast) -> None:
    from heed.plans.queries.colours import with_colours

    for key, rule in rules_of("colours")["rules"].items():
        assert rule["lines"][-1]["when"] == "any"
        rows = Action.objects.visible_to(cast.manager)
        assert list(with_colours(rows, key, today=AT.date()))


def test_a_partnership_chooses_the_rule_and_another_colour_needs_a_name_and_a_reason(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    row = cast_plans.stalled(cast)
    rows = Action.objects.for_everyone(because="a test").filter(pk=row.pk)
    rows.update(due_latest=timezone.localdate() + timedelta(days=200), due_earliest=None, restart_on=SOON)
    assert colour_of(cast, row) == "amber"
    client = client_of(cast.manager)
    client.post(reverse("plans:colours"), {"rule": "by_date_alone", "after": "0"})
    assert colour_of(cast, row) == "green"
    address = reverse("plans:do", args=[row.public_id, "colour"])
    version = str(find_action(cast.manager, row.public_id).version)
    assert client.post(address, {"colour": "red", "reason": "", "version": version}).status_code == 422
    client.post(address, {"colour": "red", "reason": "Nobody came", "version": version})
    assert colour_of(cast, row) == "red"
    page = client.get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert f"Nobody came (set by {cast.manager.name})" in page
    assert row.reference in client.get(reverse("plans:list"), {"colour": "red"}).content.decode()
    assert row.reference not in client.get(reverse("plans:list"), {"colour": "amber"}).content.decode()


# Who may


def test_a_reader_is_offered_nothing_and_refused(client_of: Opens, register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    page = client_of(cast.reader).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "What you can do" not in page
    for what in ("agree", "ask-date", "withdraw"):
        assert client_of(cast.reader).get(reverse("plans:do", args=[row.public_id, what])).status_code == 403


@pytest.mark.capability("B07")
def test_what_a_document_states_shows_as_stated_and_unevidenced(
    client_of: Opens, register: Register, cast: Cast
) -> None:
    standing = next(each for each in register.actions if each.stated == "in_place")
    done = next(each for each in register.actions if each.stated == "taken")
    client = client_of(cast.reader)
    page = client.get(reverse("plans:action", args=[standing.public_id])).content.decode()
    assert "In place · stated as in place, unevidenced" in page
    page = client.get(reverse("plans:action", args=[done.public_id])).content.decode()
    assert "Reported complete · stated as done, unevidenced" in page


def test_two_who_change_a_plan_at_once(client_of: Opens, register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast)
    change_action(
        cast.manager, ref=row.public_id, plan=cast_plans.a_plan(text="One thing."), version=1, at=AT
    )
    sent = typed(text="Another thing.", version="1")
    answer = client_of(cast.officer).post(reverse("plans:change_plan", args=[row.public_id]), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "One thing." in page
    assert "Another thing." in page
