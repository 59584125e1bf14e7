"""Which rows of the plan are of which case: seen together or not at all."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from heed.plans.models import Action, Evidence
from heed.platform.access.models import Level
from heed.platform.base.errors import NotVisible

EVERYDAY = (Level.PARTNERSHIP, Level.PUBLISHED)


def action_rows(case_ref: str) -> QuerySet[Any]:
    """The actions of a case."""
    rows = Action.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def evidence_rows(case_ref: str) -> QuerySet[Any]:
    """The evidence that was given first for an action of a case."""
    rows = Evidence.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def seen_by_all_who_see(scope_path: str, whose: str) -> Q:
    """Rows whose scope (at `scope_path`) shows them to everybody who sees what stands in the scope `whose` (an `F`):
    of the same case, or of none that has a scope of its own. What is not may not count there either, as a count
    would tell of it."""
    everyday = Q(**{f"{scope_path}__case_ref": "", f"{scope_path}__level__in": EVERYDAY})
    return Q(**{scope_path: F(whose)}) | everyday


def check_one_case(scope_id: int, others: list[Any]) -> None:
    """Raise `NotVisible` unless all of these stand in the scope: an action never ties two cases that different
    people see."""
    if any(each.scope_id != scope_id for each in others):
        raise NotVisible
