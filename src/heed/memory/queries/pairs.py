"""Pairs of recommendations for those who see both: what the machine makes of them, and what people said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.memory.models import Alike, Pair, PairAnswer
from heed.memory.types import Likeness, Said
from heed.plans.queries import CameOf
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.types import Actor


def seen_pairs(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of `Pair` or `Alike`, those whose two recommendations the actor both sees."""
    scopes = visible_scope_ids(actor)
    own = {"one__partnership": actor.partnership_id, "other__partnership": actor.partnership_id}
    return rows.filter(one__scope__in=scopes, other__scope__in=scopes, **own)


def in_order(one: Any, other: Any) -> tuple[Any, Any]:
    """The earlier of two first: by the day of their reviews, never by the order in which they came in."""

    def place(row: Any) -> tuple[date, str]:
        return row.review.ordered_on or date.min, row.reference

    return (one, other) if place(one) <= place(other) else (other, one)


def repeats_closed(came: CameOf, later: Any) -> bool:
    """Whether all that was promised for an earlier one (what came of it) had been closed when the later one was asked;
    where a day is not known, it counts as closed by then."""
    on = later.review.ordered_on
    return came.is_closed and not (came.closed_on and on and came.closed_on >= on)


def find_pair(actor: Actor, one_id: int, other_id: int) -> Pair | None:
    """What was said of these two, with every answer; None where nobody has said anything."""
    low, high = sorted((one_id, other_id))
    answers = Prefetch("answers", PairAnswer.objects.select_related("by"))
    found: Pair | None = (
        seen_pairs(actor, Pair.objects.all()).filter(one=low, other=high).prefetch_related(answers).first()
    )
    return found


def said_of(actor: Actor, recommendation_id: int) -> dict[int, Said]:
    """What was said last of this recommendation and each other, by the other's key. Two queries."""
    rows = seen_pairs(actor, Pair.objects.exclude(answer=""))
    found = rows.filter(Q(one=recommendation_id) | Q(other=recommendation_id)).prefetch_related(
        Prefetch("answers", PairAnswer.objects.select_related("by"))
    )
    return {row.other_id if row.one_id == recommendation_id else row.one_id: said_last(row) for row in found}


def said_last(row: Pair) -> Said:
    """The newest answer of a pair that has one; its answers are prefetched."""
    last = list(row.answers.all())[-1]
    return Said(
        answer=last.answer,
        reason=last.reason,
        why_not_held=last.why_not_held,
        by=last.by.name,
        at=last.at,
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs as a family is made of them, by keys: `same` the surest first, those that people confirmed before those
    that the machine takes for the same; `apart` those of which somebody said something else."""

    same: tuple[tuple[int, int], ...]
    confirmed: frozenset[frozenset[int]]
    apart: frozenset[frozenset[int]]


def judged_pairs(actor: Actor, *, among: Collection[int] | None = None) -> Judged:
    """All pairs that the actor sees both of; where `among` is given, those with one of these. Two queries."""
    pairs, alerts = seen_pairs(actor, Pair.objects.all()), seen_pairs(actor, Alike.objects.all())
    if among is not None:
        touching = Q(one__in=among) | Q(other__in=among)
        pairs, alerts = pairs.filter(touching), alerts.filter(touching)
    said = {
        (one, other): answer
        for one, other, answer in pairs.values_list("one_id", "other_id", "answer")
        if answer
    }
    confirmed = [pair for pair, answer in said.items() if answer == Likeness.SAME]
    found = [
        (one, other)
        for one, other in alerts.order_by("-score", "pk").values_list("one_id", "other_id")
        if (one, other) not in said
    ]
    return Judged(
        same=(*confirmed, *found),
        confirmed=frozenset(map(frozenset, confirmed)),
        apart=frozenset(frozenset(pair) for pair, answer in said.items() if answer != Likeness.SAME),
    )


def rows_by_ref(actor: Actor, refs: tuple[str, ...]) -> list[Any]:
    """As `rows_by_key`, by public ids and in order of their reviews' days."""
    wanted = RecommendationFilter(refs=refs)
    keys = list(filter_recommendations(actor, wanted).values_list("pk", flat=True)) if refs else []
    found = rows_by_key(actor, keys).values()
    return sorted(found, key=lambda row: (row.review.ordered_on or date.max, row.reference))


def rows_by_key(actor: Actor, keys: Collection[int]) -> dict[int, Any]:
    """These recommendations, those that the actor may see, each with its review, area and whom it asks."""
    rows = filter_recommendations(actor, RecommendationFilter()).filter(pk__in=list(keys))
    loaded = rows.select_related("review__area").prefetch_related("addressees__agency").order_by()
    return {row.pk: row for row in loaded}
