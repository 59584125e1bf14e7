"""What somebody put under other themes, and what is about to be."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q

from heed.learning.models import Recommendation, ThemeChange
from heed.learning.queries.recommendations import RecommendationFilter, filter_recommendations
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def recommendations_to_theme(
    actor: Actor, wanted: RecommendationFilter, *, most: int
) -> tuple[list[Any], int]:
    """The first of the recommendations that match, to be named as they were seen; and how many match in all."""
    rows = filter_recommendations(actor, wanted).select_related("review", "theme")
    return list(rows.order_by("-review_id", "position")[:most]), rows.count()


def changes_together(actor: Actor, together: str) -> list[ThemeChange]:
    """What this person changed together, of what they may still see, or `NotVisible`."""
    seen = Recommendation.objects.visible_to(actor)
    rows = ThemeChange.objects.filter(together=together, by=actor.person_id, recommendation__in=seen)
    found = list(rows.select_related("recommendation", "before", "after"))
    if not found:
        raise NotVisible
    return found


def own_theme_changes(actor: Actor, *, limit: int = 10) -> list[dict[str, Any]]:
    """The last changes of themes that this person made together, the newest first: when, to which theme, how many,
    and whether they were undone."""
    check_may(actor, Permission.NAME_RECORDS)
    seen = Recommendation.objects.visible_to(actor)
    rows = ThemeChange.objects.filter(by=actor.person_id, recommendation__in=seen).order_by()
    gathered = rows.values("together").annotate(
        made_at=Max("at"),
        theme=Max("after__name"),
        changed=Count("pk"),
        undone=Max("undone_at"),
        stayed=Count("pk", filter=~Q(stayed_why="")),
    )
    return [dict(each) for each in gathered.order_by("-made_at")[:limit]]
