"""Every record is behind two walls: queries say for whom, and whoever is outside sees none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps

from heed.platform.access.models import Record, Unscoped
from heed.platform.access.types import Actor
from heed.reviews.models import Submission
from tests import (
    cast_answers,
    cast_assurance,
    cast_chronologies,
    cast_information,
    cast_memory,
    cast_notices,
    cast_plans,
    cast_review_work,
)
from tests.cast import AT, Cast, Register
from tests.house_rules import (
    approvals,
    cases,
    drafts,
    meetings,
    notices,
    plan_sheets,
    publishing,
    reports,
    review_work,
    searching,
)

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]

QUERIES: dict[str, Callable[[Any], object]] = {
    "list": lambda rows: list(rows.all()),
    "first": lambda rows: rows.first(),
    "get": lambda rows: rows.get(pk=1),
    "filter": lambda rows: list(rows.filter(pk=1)),
    "slice": lambda rows: list(rows.all()[:1]),
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "aggregate": lambda rows: rows.aggregate(),
    "iterator": lambda rows: list(rows.iterator()),
    "in_bulk": lambda rows: rows.in_bulk([1]),
    "update": lambda rows: rows.update(version=1),
    "delete": lambda rows: rows.all().delete(),
    "inside another query": lambda rows: list(
        rows.model.objects.for_everyone(because="a test").filter(pk__in=rows.filter(pk=1))
    ),
}


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.django_db
def test_a_query_that_does_not_say_for_whom_is_refused(model: Any, query: str) -> None:
    with pytest.raises(Unscoped):
        QUERIES[query](model.objects)


def test_people_of_the_partnership_see_every_kind_and_the_outsider_none(
    register: Register, cast: Cast
) -> None:
    cast_information.ensure(cast, at=AT)
    cast_plans.ensure(cast)
    publishing.things(cast)
    publishing.reached(cast)
    publishing.mailed(cast)
    cast_memory.ensure(register, cast)
    searching.ensure(register, cast)
    plan_sheets.ensure(cast)
    approvals.put(register, cast)
    cast_answers.ensure(cast, register)
    cast_assurance.ensure(cast)
    cast_chronologies.full(cast)
    cases.things(cast)
    cases.handed_over(cast)
    cases.related(cast)
    drafts.things(cast)
    reports.things(cast, register)
    meetings.listened(cast)
    cast_notices.ensure(cast, at=AT)
    notices.a_comment(register, cast)
    review_work.ensure(cast, register)
    review_work.life(cast, register)
    review_work.day_corrected(cast, register, "3 March 2024")
    cast_review_work.say_first(cast, Submission.objects.visible_to(cast.manager).latest("pk"))
    cases.DEEDS["review.step_proposed"](register, cast)
    wrong = {model.__name__ for model in RECORDS if not _is_theirs_alone(model, cast)}
    assert wrong == {"SharedReview"}, (
        "of the tenant that all share: `memory.queries.shared` says who reads it"
    )


def _is_theirs_alone(model: Any, cast: Cast) -> bool:
    theirs, others = model.objects.visible_to(cast.manager), model.objects.visible_to(cast.outsider)
    everything = model.objects.for_everyone(because="a test").count()
    return bool(
        theirs.count() == everything > 0 and others.count() == 0 and not others.exists() and not list(others)
    )


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_nobody_sees_nothing(model: Any, register: Register) -> None:
    nobody: Actor | None = None
    assert list(model.objects.visible_to(nobody)) == []


def test_a_reason_is_needed_to_read_for_everyone() -> None:
    with pytest.raises(Unscoped):
        RECORDS[0].objects.for_everyone(because="")
