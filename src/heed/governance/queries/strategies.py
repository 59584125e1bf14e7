"""Priorities, strategies and business plans with what is tied to them, and their focus groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from heed.governance.models import Decision, FocusGroup, FocusPoint, Strategy
from heed.governance.queries.groups import groups_of
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.queries import ActionFilter, filter_actions, list_actions
from heed.plans.types import GONE, OPEN, REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.base.versions import hold

MOST = 300
"""So many items of a plan, and recommendations, are shown with a strategy."""


def filter_strategies(actor: Actor) -> QuerySet[Any]:
    """All that this actor may see, by name."""
    check_may(actor, Permission.READ_REGISTER)
    rows: QuerySet[Any] = Strategy.objects.visible_to(actor)
    return rows.select_related("group", "lead_post__agency", "under")


def find_strategy(actor: Actor, ref: str) -> Strategy:
    """The one with this public id, or `NotVisible`."""
    row = filter_strategies(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def hold_strategy(actor: Actor, ref: str) -> Strategy:
    """The same, held until the caller's transaction ends."""
    check_may(actor, Permission.READ_REGISTER)
    row = hold(Strategy.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def labels_of_strategies(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these are called, by public id."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    rows = Strategy.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "title"))


SHOWS: dict[str, tuple[str, Callable[[Any, date], bool]]] = {
    "all": ("in its plan", lambda row, today: True),
    "open": ("still open", lambda row, today: row.state in OPEN),
    "overdue": (
        "overdue",
        lambda row, today: row.state in OPEN and row.due_latest is not None and row.due_latest < today,
    ),
    "reported": ("reported complete", lambda row, today: row.state in REPORTED_OR_FURTHER),
    "verified": ("verified", lambda row, today: row.state in VERIFIED_OR_FURTHER),
}
"""What is counted of a strategy's plan, in words; each count is the length of the rows it leads to."""


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a strategy's plan that a person may see, by what is counted of them."""

    of: dict[str, list[Any]]
    left_off: int


def items_of(actor: Actor, strategy: Strategy, *, today: date) -> Items:
    """The actions tied to it that this actor may see, the first due first; what is gone from the plan is left out."""
    rows = filter_actions(actor, ActionFilter()).filter(strategies=strategy).exclude(state__in=GONE)
    refs = tuple(rows.values_list("public_id", flat=True)[:MOST])
    found = list_actions(actor, ActionFilter(refs=refs), order="due", limit=MOST)[0] if refs else []
    of = {name: [row for row in found if fits(row, today)] for name, (_, fits) in SHOWS.items()}
    return Items(of=of, left_off=max(rows.count() - MOST, 0) if len(refs) == MOST else 0)


def counts_of(actor: Actor, strategies: Sequence[Strategy], *, today: date) -> dict[int, dict[str, int]]:
    """How far the plan of each is, counted over the actions that this actor may see: two queries for them all."""
    rows = filter_actions(actor, ActionFilter()).exclude(state__in=GONE)
    through = Strategy.actions.through.objects.filter(strategy__in=strategies, action__in=rows)
    found: dict[int, dict[str, int]] = {}
    for each in through.select_related("action"):
        of = found.setdefault(each.strategy_id, dict.fromkeys(SHOWS, 0))
        for name, (_, fits) in SHOWS.items():
            of[name] += fits(each.action, today)
    return found


def served_by(actor: Actor, strategy: Strategy) -> list[Any]:
    """The recommendations that it serves, those that this actor may see."""
    rows = filter_recommendations(actor, RecommendationFilter()).filter(strategies=strategy)
    return list(rows.select_related("review").order_by("reference")[:MOST])


def strategies_of(actor: Actor, **tied: Any) -> list[Strategy]:
    """Those that a record is tied to: `actions=` or `recommendations=` its key."""
    if not actor.may(Permission.READ_REGISTER):
        return []
    return list(filter_strategies(actor).filter(**tied).order_by("title"))


def why_actions_stay(keys: Sequence[int]) -> str:
    """Why actions stay in the plan because of this room, or ""."""
    decided = Decision.objects.for_everyone(because="whatever was decided keeps an action in the plan")
    if decided.filter(action__in=keys).exists():
        return "A meeting decided about one of these actions, so they stay in the plan."
    if Strategy.actions.through.objects.filter(action__in=keys).exists():
        return "One of these actions is part of a priority or strategy, so they stay in the plan."
    return ""


def listens(actor: Actor, strategy: Strategy, *, on: date) -> bool:
    """Whether this actor reads what was said in its focus groups: who reads all meetings, and its own group."""
    return actor.may(Permission.READ_MEETINGS) or strategy.group_id in groups_of(actor, on=on)


def focus_groups_of(actor: Actor, strategy: Strategy) -> list[FocusGroup]:
    """Its focus groups with what was said and what changed, in order of their days."""
    rows = FocusGroup.objects.visible_to(actor).filter(strategy=strategy)
    return list(rows.prefetch_related("points__changes"))


def planned_focus_groups(actor: Actor) -> QuerySet[Any]:
    """Those that are to meet, of strategies that have not ended."""
    check_may(actor, Permission.READ_REGISTER)
    rows: QuerySet[Any] = FocusGroup.objects.visible_to(actor).filter(held_on__isnull=True, not_held_why="")
    in_force = rows.filter(strategy__ended_on__isnull=True)
    return in_force.select_related("strategy__group", "strategy__lead_post")


def find_focus_group(actor: Actor, ref: str) -> FocusGroup:
    """One of them, or `Invalid`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = FocusGroup.objects.visible_to(actor).filter(public_id=ref)
    row = rows.select_related("strategy__group").first()
    if row is None:
        raise Invalid("Choose a focus group.", fields={"focus": "Choose a focus group of the list"})
    return row  # type: ignore[no-any-return]


def find_point(actor: Actor, ref: str) -> FocusPoint:
    """Something that was said in a focus group, or `Invalid`."""
    check_may(actor, Permission.READ_REGISTER)
    seen = FocusGroup.objects.visible_to(actor)
    rows = FocusPoint.objects.filter(public_id=ref, focus_group__in=seen)
    row = rows.select_related("focus_group__strategy__group").first()
    if row is None:
        raise Invalid("Choose a point.", fields={"point": "Choose a point of the list"})
    return row
