"""A document's actions leave the register as they came: by those who may, written down, and nothing else with them."""

from __future__ import annotations

from typing import Any

import pytest

from heed.learning.models import Recommendation
from heed.plans.models import Action
from heed.plans.operations import assign_agency, withdraw_actions
from heed.platform.audit_log.models import Event
from heed.platform.base.errors import NotAllowed, NotNow
from heed.platform.partnerships.models import Agency
from tests.cast import AT, BIRCH, Cast, Register, register_of


def actions(**wanted: Any) -> Any:
    return Action.objects.for_everyone(because="a test").filter(**wanted)


def reading_of(register: Register) -> int:
    return int(register.actions[0].reading_id)


def test_each_action_withdrawn_is_an_event_and_its_threads_are_computed_again(
    register: Register, cast: Cast
) -> None:
    register_of(cast.manager, BIRCH, review="Birch")
    links = Action.recommendations.through.objects
    assert links.exists()
    assert withdraw_actions(cast.manager, reading_id=reading_of(register), at=AT) == len(register.actions)
    assert not actions(reading_id=reading_of(register)).exists()
    assert not links.filter(
        recommendation__in=[each.pk for each in register.recommendations.values()]
    ).exists()
    events = Event.objects.filter(kind="action.withdrawn", subject_kind="action")
    assert {each.subject_ref for each in events} == {each.public_id for each in register.actions}
    for row in Recommendation.objects.for_everyone(because="a test").filter(review=register.review):
        assert {step["of"] for step in row.thread if step["step"] in ("planned", "reported")} == {0}


def test_those_who_may_not_withdraw_nothing(register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        withdraw_actions(cast.reader, reading_id=reading_of(register), at=AT)
    assert actions().count() == len(register.actions)


def test_an_action_that_somebody_worked_on_stays_with_all_the_others(register: Register, cast: Cast) -> None:
    actions(pk=register.actions[0].pk).update(version=2)
    with pytest.raises(NotNow, match="worked on"):
        withdraw_actions(cast.manager, reading_id=reading_of(register), at=AT)
    assert actions().count() == len(register.actions)


def test_only_those_who_manage_agencies_say_who_acts(register: Register, cast: Cast) -> None:
    before = dict(actions().values_list("pk", "agency"))
    council = Agency.objects.get(name="Westmere Council")
    with pytest.raises(NotAllowed):
        assign_agency(
            cast.reader, was=council.pk, agency_id=Agency.objects.get(name="Vale NHS Trust").pk, at=AT
        )
    assert dict(actions().values_list("pk", "agency")) == before
