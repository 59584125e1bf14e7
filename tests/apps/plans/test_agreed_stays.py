"""What was agreed stays agreed, and whatever two people typed into a plan is kept or shown to them."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from heed.plans.models import Action
from heed.plans.operations import (
    Plan,
    RowChange,
    agree_action,
    agree_in_principle,
    change_action,
    change_actions,
    undo_change,
)
from heed.plans.queries import find_action
from heed.plans.types import ActionKind, ActionState
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import ChangedMeanwhile, Invalid, NotAllowed
from heed.platform.base.models import Revision
from heed.platform.notices.models import Comment
from heed.platform.partnerships.models import Agency, Membership
from tests import cast_plans
from tests.apps.plans.test_plan_pages import typed
from tests.cast import AT, Cast, Register, client_of
from tests.cast_plans import again

STEP, OTHER = ("The first audit", date(2025, 5, 1), None), ("The second audit", date(2025, 8, 1), None)


def change(by: Actor, row: Action, *, version: int = 0, reason: str = "", **more: Any) -> Action | None:
    """By this person, of the plan as `cast_plans` writes it, with something else in it."""
    plan = cast_plans.a_plan(**more)
    seen = version or again(row).version
    return change_action(by, ref=row.public_id, plan=plan, version=seen, reason=reason, at=AT)


def refused(by: Actor, row: Action, **more: Any) -> dict[str, str]:
    """What is said at which field, and that nothing was kept."""
    before, kept = again(row), Revision.objects.count()
    with pytest.raises(Invalid) as answer:
        change(by, row, **more)
    assert (again(row).version, Revision.objects.count()) == (before.version, kept)
    return answer.value.fields


# Two people


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("milestones", {"milestones": (STEP,)}),
        ("serves", {"recommendations": True}),
        ("depends_on", {"depends_on": True}),
        ("single_agency", {"single_agency": True}),
        ("review_on", {"review_on": date(2025, 8, 1)}),
        ("outcome", {"outcome": "Children are seen sooner."}),
    ],
)
def test_whatever_the_second_of_two_typed_is_shown_and_never_lost(
    name: str, more: dict[str, Any], register: Register, cast: Cast
) -> None:
    row, other = cast_plans.proposed(cast), cast_plans.proposed(cast)
    refs = {"recommendations": register.recommendations["1"].public_id, "depends_on": other.public_id}
    more = {key: (refs[key],) if key in refs else value for key, value in more.items()}
    cast_plans.evidence_for(cast, row)  # by which the action is another version
    with pytest.raises(ChangedMeanwhile) as answer:
        change(cast.manager, row, version=row.version, **more)
    assert [each.name for each in answer.value.differences] == [name]
    done = change(cast.manager, row, **more)
    assert done is not None
    assert change(cast.manager, row, version=row.version, **more) is None, "the same form sent twice"
    assert Revision.objects.filter(subject_ref=row.public_id).count() == 1
    assert Event.objects.filter(kind="action.changed", subject_ref=row.public_id).count() == 1


def test_the_page_of_two_texts_keeps_either(register: Register, cast: Cast) -> None:
    row = cast_plans.proposed(cast, due=None, review_on=date(2030, 1, 1))
    client, address = client_of(cast.officer), reverse("plans:change_plan", args=[row.public_id])
    later = {"review_on_day": "2", "review_on_month": "2", "review_on_year": "2030"}
    sent = typed(version=str(row.version), milestones="1 May 2030: the first audit", **later)
    same = typed(version=str(row.version))
    for name in ("due_day", "due_month", "due_year"):
        same.pop(name), sent.pop(name)
    change(cast.manager, row, due=None, review_on=date(2030, 1, 1), risk="Nobody looks.")
    answer = client.post(address, sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    for words in ("1 May 2030: the first audit", "Nobody looks.", "Theirs: 1 January 2030"):
        assert words in page, words
    assert "Saved." not in page
    version = str(again(row).version)
    chosen = {**sent, "version": version, "review_on": "2030-01-01", "risk": "Nobody looks."}
    assert client.post(address, chosen).status_code == 302
    now = again(row)
    assert (now.review_on, now.risk, now.milestones.count()) == (date(2030, 1, 1), "Nobody looks.", 1)
    assert client.post(address, {**chosen, "review_on": "2030-02-31"}).status_code == 422
    again_sent = client.post(address, chosen, follow=True).content.decode()
    assert "Nothing was different, so nothing was changed." in again_sent
    assert not re.search(r"Saved\.", again_sent)


# Of one agency alone


@pytest.fixture
def own(cast: Cast) -> Actor:
    """The lead of the agency whose action it is."""
    return cast.of[Role.AGENCY_LEAD]


def test_that_an_action_may_rest_with_its_own_agency_is_agreed_by_another(
    register: Register, cast: Cast, own: Actor
) -> None:
    agreed, reported = cast_plans.agreed(cast), cast_plans.reported(cast)
    wanted = cast_plans.in_principle(cast)
    for row in (agreed, wanted):
        assert "single_agency" in refused(own, row, single_agency=True, reason="It is ours")
    change(own, cast_plans.proposed(cast), single_agency=True)  # somebody else agrees it
    assert "single_agency" in refused(cast.manager, reported, single_agency=True, reason="It is theirs")
    change(cast.manager, agreed, single_agency=True, reason="Nobody else is in it")
    said = Event.objects.get(kind="action.may_rest", subject_ref=agreed.public_id)
    assert said.facts["rests"] == "yes"
    assert "Nobody else is in it" in Comment.objects.for_everyone(because="a test").get().text
    assert "single_agency" in refused(own, agreed, single_agency=False, reason="It is not")
    trust = Agency.objects.get(name="Vale NHS Trust")
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=trust)
    tied = refused(cast.manager, cast_plans.agreed(cast), single_agency=True, reason="It is ours")
    assert "You are employed by Vale NHS Trust" in tied["single_agency"]


def test_it_is_agreed_with_the_action_by_somebody_of_another_employer(
    register: Register, cast: Cast, own: Actor
) -> None:
    row = cast_plans.proposed(cast, single_agency=True)
    trust = Agency.objects.get(name="Vale NHS Trust")
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=trust)
    with pytest.raises(NotAllowed, match="agrees that it may rest"):
        agree_action(cast.manager, ref=row.public_id, at=AT)
    in_principle: dict[str, Any] = {"details_due": date(2025, 4, 1), "reason": "", "at": AT}
    with pytest.raises(NotAllowed, match="agrees that it may rest"):
        agree_in_principle(cast.manager, ref=row.public_id, **in_principle)
    Membership.objects.filter(pk=cast.manager.membership_id).update(employer=None)
    agree_action(cast.manager, ref=row.public_id, at=AT)
    assert Event.objects.filter(kind="action.may_rest", subject_ref=row.public_id).exists()
    police = cast_plans.agency_ref("Westmere Police")
    wanted = RowChange(row.public_id, again(row).version, agency_ref=police, owner="Superintendent")
    made = change_actions(cast.manager, changes=[wanted], reason="", at=AT)
    assert made is not None
    assert "Somebody of another employer agrees" in made.items.get().said, (
        "its new agency is the manager's own"
    )


def test_what_rests_with_its_own_agency_says_so(register: Register, cast: Cast, own: Actor) -> None:
    row = cast_plans.assured(cast, single_agency=True)
    cast_plans.evidence_for(cast, row)
    page = client_of(cast.reader).get(reverse("plans:action", args=[row.public_id])).content.decode()
    assert "Assured by its own agency alone, and evidenced: nobody from elsewhere has looked" in page
    assert page.count("Assured by its own agency alone") > 1, "the state says it as well"


# Dates


def test_days_that_were_agreed_move_nowhere_in_silence(register: Register, cast: Cast, own: Actor) -> None:
    row = cast_plans.agreed(cast, review_on=date(2025, 6, 1))
    for day in (date(2025, 9, 1), None):
        assert "say at its review" in refused(own, row, review_on=day)["review_on"]
    first = cast_plans.agreed(cast)
    assert change(own, first, review_on=date(2025, 6, 1)) is not None, "a first review date moves none"
    standing = cast_plans.standing(cast)
    often: dict[str, Any] = {"kind": ActionKind(standing.kind), "due": None, "frequency": "monthly"}
    for day in (cast_plans.EXPECTED + timedelta(days=90), None):
        said = refused(own, standing, **often, next_expected=day)["next_expected"]
        assert "until somebody says whether it took place" in said
    seldom = refused(own, standing, **{**often, "frequency": "annual"}, next_expected=cast_plans.EXPECTED)
    assert "frequency" in seldom


def test_a_milestone_moves_with_a_reason_and_what_it_was_stays(
    register: Register, cast: Cast, own: Actor
) -> None:
    row = cast_plans.agreed(cast, milestones=(STEP,))
    later = ("The first audit", date(2025, 7, 1), None)
    assert set(refused(own, row, milestones=(later,))) == {"reason"}
    assert set(refused(own, row, milestones=())) == {"reason"}
    change(own, row, milestones=(STEP, OTHER))  # one more
    change(own, row, milestones=((*STEP[:2], date(2025, 3, 3)), OTHER))  # one is done
    assert set(refused(own, row, milestones=(STEP, OTHER))) == {"reason"}, "nor is it undone in silence"
    change(own, row, milestones=(later, OTHER), reason="The reader is ill")
    was = Revision.objects.filter(subject_ref=row.public_id, field="milestones").order_by("pk").last()
    assert was is not None
    assert "1 May 2025: The first audit (done 3 March 2025)" in was.words
    assert "The reader is ill" in Comment.objects.for_everyone(because="a test").get().text
    page = client_of(own).get(reverse("plans:change_plan", args=[row.public_id])).content.decode()
    assert "Needed where a milestone moves or goes" in page


# Owner, date and measure


def test_what_was_agreed_keeps_its_owner_and_measure(register: Register, cast: Cast, own: Actor) -> None:
    row = cast_plans.agreed(cast)
    assert set(refused(cast.manager, row, owner="")) == {"owner"}
    assert set(refused(cast.manager, row, how_we_will_know="", reason="None is known")) == {
        "how_we_will_know"
    }
    assert set(refused(own, row, how_we_will_know="One of 20 will do.", reason="Easier")) == {
        "how_we_will_know"
    }
    assert set(refused(cast.manager, row, how_we_will_know="One of 20 will do.")) == {"reason"}
    assert change(cast.manager, row, how_we_will_know="19 of 20.", reason="The group wants more") is not None
    assert change(own, row, how_we_will_know="19 of 20.", owner="Named Midwife") is not None
    proposed = cast_plans.proposed(cast)
    assert change(own, proposed, owner="", how_we_will_know="") is not None, "nobody agreed it yet"


def test_nor_does_it_lose_them_in_the_table_or_by_undoing(register: Register, cast: Cast) -> None:
    row = cast_plans.agreed(cast)
    losses: tuple[dict[str, Any], ...] = (
        {"owner": ""},
        {"agency_ref": cast_plans.agency_ref("Westmere Council")},
    )
    for lost in losses:
        changes = [RowChange(row.public_id, again(row).version, **lost)]
        made = change_actions(cast.manager, changes=changes, reason="", at=AT)
        assert made is not None
        assert made.items.get().said == "It was agreed with the owner, which would be missing."
    row = cast_plans.proposed(cast, owner="")
    changes = [RowChange(row.public_id, row.version, owner="Named Midwife")]
    made = change_actions(cast.manager, changes=changes, reason="", at=AT)
    assert made is not None
    agree_action(cast.manager, ref=row.public_id, at=AT)
    assert undo_change(cast.manager, ref=made.public_id, at=AT) == (0, 1)
    now = again(row)
    assert (now.state, now.owner_post and now.owner_post.title) == (ActionState.AGREED, "Named Midwife")


def test_what_a_document_states_gets_its_owner_and_measure_later(register: Register, cast: Cast) -> None:
    stated = next(each for each in register.actions if each.stated == "in_place" and each.agency)
    row = find_action(cast.manager, stated.public_id)
    assert row.agency is not None
    plan = Plan(
        text=row.text,
        kind=ActionKind(row.kind),
        agency_ref=row.agency.public_id,
        recommendations=tuple(each.public_id for each in row.recommendations.all()),
    )
    known = replace(plan, how_we_will_know="A list each week.")
    done = change_action(cast.manager, ref=row.public_id, plan=known, version=row.version, at=AT)
    assert done is not None, "what was never there is no change of what was agreed"
