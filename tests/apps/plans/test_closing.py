"""A review is closed when its actions are embedded, not before."""

from __future__ import annotations

from typing import Any

import pytest

from heed.plans.models import Action
from heed.plans.types import ActionState
from heed.platform.access.roles import Permission
from heed.platform.base.errors import NotNow
from heed.platform.rules.operations import make_edition
from heed.reviews.models import Review
from tests.cast import AT, Cast, Register
from tests.cast_cases import step_decided

pytestmark = [pytest.mark.django_db, pytest.mark.capability("A17")]


def actions(register: Register) -> Any:
    return Action.objects.for_everyone(because="a test").filter(review=register.review)


def close(cast: Cast, register: Register) -> Review:
    return step_decided(cast, register.review, "closed")


def test_it_stays_open_while_an_action_is_not_embedded(cast: Cast, register: Register) -> None:
    actions(register).update(state=ActionState.EMBEDDED, closed_on=AT.date(), closed_by="Case review group")
    last = actions(register).first()
    for state in (ActionState.VERIFIED, ActionState.ASSURED, ActionState.CLOSED_ELSEWHERE):
        actions(register).filter(pk=last.pk).update(state=state)
        with pytest.raises(NotNow, match="1 of its actions is not embedded yet"):
            close(cast, register)
    register.review.refresh_from_db()
    assert register.review.state == "published"


@pytest.mark.parametrize(
    "rests", [{"state": ActionState.WITHDRAWN}, {"state": ActionState.ASSURED, "single_agency": True}]
)
def test_what_is_withdrawn_or_rests_keeps_nothing_open(
    rests: dict[str, Any], cast: Cast, register: Register
) -> None:
    actions(register).update(state=ActionState.EMBEDDED, closed_on=AT.date(), closed_by="Case review group")
    actions(register).filter(pk=actions(register).first().pk).update(**rests)
    assert close(cast, register).state == "closed"


@pytest.mark.capability("B11")
def test_where_groups_close_actions_a_review_waits_for_them(cast: Cast, register: Register) -> None:
    actions(register).update(state=ActionState.EMBEDDED)
    many = actions(register).count()
    with pytest.raises(NotNow, match=f"{many} of its actions wait for a group to close them"):
        close(cast, register)
    make_edition(
        cast.manager,
        name="meetings",
        content={"close_in_groups": []},
        after=0,
        source="Agreed otherwise",
        permission=Permission.PREPARE_MEETINGS,
        at=AT,
    )
    assert close(cast, register).state == "closed"
