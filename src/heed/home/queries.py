"""What the first page counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.queries import ActionFilter, filter_actions
from heed.plans.types import ActionState
from heed.platform.access.types import Actor

if TYPE_CHECKING:
    from heed.learning.models import Recommendation


@dataclass(frozen=True, slots=True)
class Counts:
    recommendations: int
    reviews: int
    actions: int
    reported: int
    late: int


def count_register(actor: Actor) -> Counts:
    """The register in five figures, of what this actor may see."""
    recommendations = filter_recommendations(actor, RecommendationFilter())
    actions = filter_actions(actor, ActionFilter())
    return Counts(
        recommendations=recommendations.count(),
        reviews=recommendations.values("review").distinct().count(),
        actions=actions.count(),
        reported=actions.filter(state=ActionState.REPORTED).count(),
        late=filter_actions(actor, ActionFilter(late_on=timezone.localdate())).count(),
    )


def threads_that_stopped(actor: Actor, *, limit: int = 5) -> list[Recommendation]:
    """Recommendations of the newest reviews whose thread has not come to its end."""
    rows = (
        filter_recommendations(actor, RecommendationFilter())
        .exclude(state="embedded")
        .select_related("review", "theme")
        .prefetch_related("addressees")
        .order_by("-review_id", "position")
    )
    return list(rows[:limit])
