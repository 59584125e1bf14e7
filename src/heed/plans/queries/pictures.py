"""What the pictures of the plan count, each by few queries however many actions there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet
from django.db.models.functions import Cast, Substr

from heed.kit.dates import months_after
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.learning.types import RecommendationState
from heed.plans.models import ActionStep, EvidenceUse
from heed.plans.queries.actions import ActionFilter, filter_actions
from heed.plans.queries.classes import AGES, MOVES, come_so_far, moved_times, of_age
from heed.plans.queries.counting import counts
from heed.plans.types import OPEN, REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER, EvidenceLevel
from heed.platform.access.types import Actor


@dataclass(frozen=True, slots=True)
class Month:
    """How many actions had come how far at the end of a month."""

    name: str
    """As 2025-03."""
    reported: int
    verified: int


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """The figures behind the pictures, of what an actor may see and chose."""

    actions: int
    open: int
    reported: int
    verified: int
    ages: tuple[int, ...]
    """Open actions by the classes of `AGES`."""
    moves: tuple[int, ...]
    """Actions with a date by `MOVES`."""
    levels: tuple[int, ...]
    """Actions reported complete or further by the most that their evidence shows: nothing, then each level."""
    recommendations: int
    implemented: int
    embedded: int
    superseded: int
    asked_in_reviews: int
    """How many reviews these recommendations come from."""


def count_plan(actor: Actor, wanted: ActionFilter, *, today: date) -> PlanCounts:
    """Three queries, however many actions."""
    rows = filter_actions(actor, wanted).order_by()
    counted = rows.aggregate(
        actions=Count("pk", filter=come_so_far("in_plan")),
        open=Count("pk", filter=Q(state__in=OPEN)),
        reported=Count("pk", filter=Q(state__in=REPORTED_OR_FURTHER)),
        verified=Count("pk", filter=Q(state__in=VERIFIED_OR_FURTHER)),
        **{f"age{at}": Count("pk", filter=Q(state__in=OPEN) & of_age(at, today)) for at in range(len(AGES))},
        **{f"moves{each}": Count("pk", filter=moved_times(each)) for each in MOVES},
    )
    asked = _recommendations(actor, wanted)
    stood = asked.aggregate(
        recommendations=Count("pk"),
        implemented=Count("pk", filter=Q(state=RecommendationState.IMPLEMENTED)),
        embedded=Count("pk", filter=Q(state=RecommendationState.EMBEDDED)),
        superseded=Count("pk", filter=Q(state=RecommendationState.SUPERSEDED)),
        asked_in_reviews=Count("review", distinct=True),
    )
    return PlanCounts(
        **{name: counted[name] for name in ("actions", "open", "reported", "verified")},
        ages=tuple(counted[f"age{at}"] for at in range(len(AGES))),
        moves=tuple(counted[f"moves{each}"] for each in MOVES),
        levels=_levels(rows, today),
        **stood,
    )


def _levels(rows: QuerySet[Any], today: date) -> tuple[int, ...]:
    """Only the few pieces of evidence are gone through, not every action."""
    done = rows.filter(state__in=REPORTED_OR_FURTHER)
    uses = EvidenceUse.objects.filter(counts(today, "evidence__"), action__in=done.values("pk"))
    highest: dict[int, int] = {}
    for action, level in uses.values_list("action", "evidence__level").distinct():
        highest[action] = max(level, highest.get(action, -1))
    found = list(highest.values())
    of_levels = [found.count(int(each)) for each in EvidenceLevel]
    return (done.count() - len(found), *of_levels)


def _recommendations(actor: Actor, wanted: ActionFilter) -> QuerySet[Any]:
    meant = RecommendationFilter(
        review=wanted.review, agency=wanted.agency, theme=wanted.theme, area=wanted.area
    )
    return filter_recommendations(actor, meant).order_by()


MONTHS = 24
"""So many are drawn, this one the last."""


def months_of_plan(
    actor: Actor, wanted: ActionFilter, *, today: date, months: int = MONTHS
) -> Sequence[Month]:
    """Reported and verified at the end of each of the last months, from the steps that actions took here.

    One query: steps are counted by month, and summed up over time.
    """
    rows = filter_actions(actor, wanted).order_by()
    steps = ActionStep.objects.filter(action__in=rows.values("pk")).order_by()
    named = steps.annotate(month=Substr(Cast("at", CharField()), 1, 7)).values("month")
    counted = named.annotate(
        **_crossings("reported", REPORTED_OR_FURTHER), **_crossings("verified", VERIFIED_OR_FURTHER)
    )
    changes = {
        month: (into - out, seen - unseen)
        for month, into, out, seen, unseen in counted.values_list(
            "month", "reported", "reported_left", "verified", "verified_left"
        )
    }
    first = months_after(today.replace(day=1), 1 - months)
    names = [f"{months_after(first, at):%Y-%m}" for at in range(months)]
    reported = sum(each[0] for month, each in changes.items() if month < names[0])
    verified = sum(each[1] for month, each in changes.items() if month < names[0])
    found = []
    for name in names:
        more = changes.get(name, (0, 0))
        reported, verified = reported + more[0], verified + more[1]
        found.append(Month(name, reported, verified))
    return found


def _crossings(name: str, states: frozenset[Any]) -> dict[str, Count]:
    """Steps into these states from others, and out of them."""
    into, out_of = Q(to_state__in=states), Q(from_state__in=states)
    return {name: Count("pk", filter=into & ~out_of), f"{name}_left": Count("pk", filter=out_of & ~into)}
