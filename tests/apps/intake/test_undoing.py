"""Taking a document's records out of the register again: as if it had never been accepted, and every decision kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from heed.intake.operations import accept_import, decide, put_records_back, undo_import
from heed.intake.queries import find_import, list_proposals
from heed.intake.types import Decision, ImportState
from heed.learning.models import Finding, Recommendation, Response, Theme
from heed.learning.operations import name_recommendation
from heed.plans.models import Action
from heed.platform.base.errors import NotAllowed, NotNow
from heed.reviews.models import Review
from tests.cast import AT, Cast, Register, choice_of, client_of


def everything(model: Any) -> Any:
    return model.objects.for_everyone(because="a test")


def test_the_register_is_as_it_was_before(register: Register, cast: Cast) -> None:
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    for model in (Review, Recommendation, Response, Action):
        assert not everything(model).exists(), model.__name__
    assert not Theme.objects.filter(review=register.review.pk).exists()


def test_every_decision_is_kept_and_it_can_be_accepted_again(register: Register, cast: Cast) -> None:
    before = [(each.public_id, each.decision) for each in list_proposals(register.accepted)]
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    row = find_import(cast.manager, register.accepted.public_id)
    assert row.state == ImportState.OPEN
    assert [(each.public_id, each.decision) for each in list_proposals(row)] == before
    assert Decision.ACCEPTED in {decision for _, decision in before}
    accept_import(cast.manager, ref=row.public_id, choice=choice_of("Alder"), at=AT)
    assert everything(Recommendation).count() == 4


def names_of(register: Register) -> dict[str, list[tuple[str, str]]]:
    """What every record is called, by kind."""
    found = {
        model.__name__: sorted(everything(model).values_list("public_id", "reference"))
        for model in (Review, Recommendation, Action, Finding)
    }
    found["Response"] = sorted(
        (each, "") for each in everything(Response).values_list("public_id", flat=True)
    )
    return found


def test_what_is_put_back_has_the_same_references_and_addresses(register: Register, cast: Cast) -> None:
    before, threads = (
        names_of(register),
        list(everything(Recommendation).order_by("pk").values_list("thread")),
    )
    assert all(before.values())
    ref = register.accepted.public_id
    undo_import(cast.manager, ref=ref, reason="The wrong version", at=AT)
    assert not any(names_of(register).values())
    review = put_records_back(cast.officer, ref=ref, at=AT)
    assert names_of(register) == before
    assert review.public_id == register.review.public_id
    assert list(everything(Recommendation).order_by("reference").values_list("thread")) == threads
    with pytest.raises(NotNow):
        put_records_back(cast.officer, ref=ref, at=AT)


def test_back_and_forth_keeps_them_and_what_is_new_gets_new_ones(register: Register, cast: Cast) -> None:
    before = {each.label: each.reference for each in everything(Recommendation)}
    ref = register.accepted.public_id
    for _ in range(2):
        undo_import(cast.manager, ref=ref, reason="A mistake", at=AT)
        rejected = next(
            each for each in list_proposals(register.accepted) if each.values.get("label") == "2a"
        )
        decide(cast.manager, ref=rejected.public_id, decision=Decision.REJECTED, at=AT)
        accept_import(cast.manager, ref=ref, choice=choice_of("Alder"), at=AT)
    now = {each.label: each.reference for each in everything(Recommendation)}
    assert now == {label: reference for label, reference in before.items() if label != "2a"}


def test_a_review_of_another_year_keeps_its_address_and_gets_a_reference_that_is_true(
    register: Register, cast: Cast
) -> None:
    ref = register.accepted.public_id
    undo_import(cast.manager, ref=ref, reason="A mistake", at=AT)
    other = replace(choice_of("Alder"), published_earliest="2011-01-01", published_latest="2011-12-31")
    review = accept_import(cast.manager, ref=ref, choice=other, at=AT)
    assert review.public_id == register.review.public_id
    assert review.reference != register.review.reference
    assert "-2011-" in review.reference


def test_why_is_asked_and_shown_where_it_is_put_back(register: Register, cast: Cast) -> None:
    officer, ref = client_of(cast.officer), register.accepted.public_id
    refused = officer.post(reverse("intake:undo", args=[ref]), {"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert everything(Recommendation).count() == 4
    sent = officer.post(reverse("intake:undo", args=[ref]), {"reason": "The wrong version"})
    page = officer.get(sent["Location"]).content.decode()
    assert "Taken out of the register by Osman Oakes" in page
    assert "The wrong version" in page
    assert "Put it back as it was" in page
    back = officer.post(reverse("intake:records_back", args=[ref]))
    assert back.status_code == 302
    assert "Put it back" not in officer.get(sent["Location"]).content.decode()


def test_it_is_refused_when_somebody_built_on_it(register: Register, cast: Cast) -> None:
    ref = register.recommendations["1"].public_id
    name_recommendation(cast.manager, ref=ref, short_name="Core groups", version=1, at=AT)
    with pytest.raises(NotNow):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    assert everything(Recommendation).count() == 4
    assert find_import(cast.manager, register.accepted.public_id).state == ImportState.ACCEPTED


def test_it_is_refused_twice_and_to_those_who_may_not(register: Register, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        undo_import(cast.reader, ref=register.accepted.public_id, reason="A mistake", at=AT)
    undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
    with pytest.raises(NotNow):
        undo_import(cast.manager, ref=register.accepted.public_id, reason="A mistake", at=AT)
