"""Taking a document's records out of the register again: as if it had never been accepted, and every decision kept."""

from __future__ import annotations

from typing import Any

import pytest

from heed.intake.operations import accept_import, undo_import
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision, ImportState
from heed.learning.models import Recommendation, Response, Theme
from heed.learning.operations import name_recommendation
from heed.plans.models import Action
from heed.platform.base.errors import NotAllowed, NotNow
from heed.reviews.models import Review
from tests.cast import AT, Cast, Register, choice_of


def everything(model: Any) -> Any:
    return model.objects.for_everyone(because="a test")


def test_the_register_is_as_it_was_before(register: Register, cast: Cast) -> None:
    undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
    for model in (Review, Recommendation, Response, Action):
        assert not everything(model).exists(), model.__name__
    assert not Theme.objects.filter(review=register.review.pk).exists()


def test_every_decision_is_kept_and_it_can_be_accepted_again(register: Register, cast: Cast) -> None:
    before = [(each.public_id, each.decision) for each in list_proposals(register.accepted)]
    undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
    row = find_import(cast.manager, register.accepted.public_id)
    assert row.state == ImportState.OPEN
    assert [(each.public_id, each.decision) for each in list_proposals(row)] == before
    assert Decision.ACCEPTED in {decision for _, decision in before}
    accept_import(cast.manager, ref=row.public_id, choice=choice_of("Alder"), at=AT)
    assert everything(Recommendation).count() == 4


def test_a_reference_is_never_given_twice(register: Register, cast: Cast) -> None:
    first = {row.reference for row in register.recommendations.values()}
    undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
    accept_import(cast.manager, ref=register.accepted.public_id, choice=choice_of("Alder"), at=AT)
    again = set(everything(Recommendation).values_list("reference", flat=True))
    assert not first & again


def test_it_is_refused_when_somebody_built_on_it(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    name_recommendation(cast.manager, ref=ref, short_name="Core groups", version=1, at=AT)
    with pytest.raises(NotNow):
        undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
    assert everything(Recommendation).count() == 4
    assert find_import(cast.manager, register.accepted.public_id).state == ImportState.ACCEPTED


def test_it_is_refused_twice_and_to_those_who_may_not(register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        undo_import(cast.reader, ref=register.accepted.public_id, at=AT)
    undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
    with pytest.raises(NotNow):
        undo_import(cast.manager, ref=register.accepted.public_id, at=AT)
