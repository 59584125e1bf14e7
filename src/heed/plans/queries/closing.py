"""What a review waits for before it is closed: that its actions are embedded."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from heed.plans.models import Action
from heed.plans.types import GONE, ActionState
from heed.platform.access.types import Actor
from heed.platform.ui.wording import plural


def actions_keep_open(actor: Actor, review: Any) -> str:
    """How many of the review's actions are neither embedded nor gone, nor rest with what their own agency assured."""
    rests = Q(state=ActionState.ASSURED, single_agency=True)
    rows = Action.objects.visible_to(actor).filter(review_id=review.pk).exclude(rests)
    many = rows.exclude(state__in=[ActionState.EMBEDDED, *GONE]).count()
    if not many:
        return ""
    return f"{many} of its actions {plural(many, 'is', 'are')} not embedded yet: a review is closed once all are."
