"""How far everything has come, for the full partnership: reported beside verified in every count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from heed.governance.queries.plan import Listed, first_of
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.types import GONE, OPEN, REPORTED_OR_FURTHER, VERIFIED_OR_FURTHER, ActionState
from heed.platform.access.types import Actor
from heed.reviews.queries import ReviewFilter, filter_reviews

LONG_LATE = 90
"""Days late from which an action shows little or no progress."""
OFTEN_MOVED = 2


@dataclass(frozen=True, slots=True)
class Counted:
    """Recommendations and actions, of everything or of one review."""

    recommendations: int = 0
    embedded: int = 0
    """A difference was seen."""
    actions: int = 0
    open: int = 0
    overdue: int = 0
    reported: int = 0
    verified: int = 0
    lasting: int = 0
    """Embedded: looked at again later, and it held."""
    elsewhere: int = 0
    """Closed elsewhere, unverified here: neither reported nor verified."""

    def __add__(self, other: Counted) -> Counted:
        return Counted(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class OfReview:
    ref: str
    name: str
    reference: str
    published_on: date | None
    counted: Counted


@dataclass(frozen=True, slots=True)
class Progress:
    """The report as one person may read it; `on` is the day that it is made for."""

    on: date
    made_for: str
    whole: Counted
    reviews: list[OfReview]
    stuck: Listed
    """Actions with little or no progress: long late, often moved, stalled or open again."""
    untouched: list[OfReview]
    """Reviews of whose actions none was ever verified."""
    review: str = ""
    """Of which review it is (public id); "" of all."""


def progress_on(actor: Actor, *, on: date, review: str = "") -> Progress:
    """For the day, across all reviews or of one (public id); whatever the actor may not see is not counted."""
    actor = actor.looking_once()
    actions = filter_actions(actor, ActionFilter(review=review)).exclude(state__in=GONE)
    late = Q(due_latest__lt=on, state__in=OPEN)
    by_review = _by_review(
        actions,
        actions=Count("pk"),
        open=Count("pk", filter=Q(state__in=OPEN)),
        overdue=Count("pk", filter=late),
        reported=Count("pk", filter=Q(state__in=REPORTED_OR_FURTHER)),
        verified=Count("pk", filter=Q(state__in=VERIFIED_OR_FURTHER)),
        lasting=Count("pk", filter=Q(state=ActionState.EMBEDDED)),
        elsewhere=Count("pk", filter=Q(state=ActionState.CLOSED_ELSEWHERE)),
    )
    asked = _by_review(
        filter_recommendations(actor, RecommendationFilter(review=review)),
        recommendations=Count("pk"),
        embedded=Count("pk", filter=Q(state="embedded")),
    )
    wanted = ReviewFilter(refs=(review,)) if review else ReviewFilter()
    reviews = [
        OfReview(
            ref=row.public_id,
            name=row.name,
            reference=row.reference,
            published_on=row.published_latest,
            counted=Counted(**{**asked.get(row.pk, {}), **by_review.get(row.pk, {})}),
        )
        for row in filter_reviews(actor, wanted)
    ]
    own_plan = Counted(**by_review.get(None, {}))
    return Progress(
        on=on,
        made_for=f"{actor.name}, {actor.agency_name}",
        whole=sum((each.counted for each in reviews), own_plan),
        reviews=reviews,
        stuck=_stuck(actions, on),
        untouched=[each for each in reviews if each.counted.actions and not each.counted.verified],
        review=review,
    )


def _by_review(rows: Any, **counts: Any) -> dict[int | None, dict[str, int]]:
    counted: Iterable[dict[str, Any]] = rows.order_by().values("review").annotate(**counts)
    return {each.pop("review"): each for each in counted}


def _stuck(actions: Any, on: date) -> Listed:
    long_late = Q(state__in=OPEN, due_latest__lt=on - timedelta(days=LONG_LATE))
    often = Q(state__in=OPEN, moves__gte=OFTEN_MOVED)
    held_up = Q(state__in=(ActionState.STALLED, ActionState.RE_OPENED))
    return first_of(actions.filter(long_late | often | held_up))
