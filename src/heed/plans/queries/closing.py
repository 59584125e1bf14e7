"""What closes: an action by a group's decision, and a review once its actions are embedded."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from heed.plans.models import Action
from heed.plans.types import GONE, VERIFIED_OR_FURTHER, ActionState
from heed.platform.access.types import Actor
from heed.platform.ui.wording import plural

WAITS_TO_BE_VERIFIED = Q(state=ActionState.REPORTED) | Q(state=ActionState.ASSURED, single_agency=False)
"""For somebody to verify it; what concerns one agency alone may rest with its lead's assurance."""
WAITS_FOR_A_GROUP = Q(state__in=VERIFIED_OR_FURTHER, closed_on__isnull=True)
"""Verified, and no group has closed it."""


def can_be_closed(action: Action) -> bool:
    """Whether a group can close this action: it is verified, and none has since it was open last."""
    return action.state in VERIFIED_OR_FURTHER and action.closed_on is None


def actions_keep_open(actor: Actor, review: Any) -> str:
    """How many of the review's actions are neither embedded nor gone, nor rest with what their own agency assured."""
    rests = Q(state=ActionState.ASSURED, single_agency=True)
    rows = Action.objects.visible_to(actor).filter(review_id=review.pk).exclude(rests)
    many = rows.exclude(state__in=[ActionState.EMBEDDED, *GONE]).count()
    if not many:
        return ""
    return f"{many} of its actions {plural(many, 'is', 'are')} not embedded yet: a review is closed once all are."


def actions_to_close(actor: Actor, review_id: int) -> int:
    """How many of a review's actions were verified, and no group has closed them."""
    return int(Action.objects.visible_to(actor).filter(WAITS_FOR_A_GROUP, review_id=review_id).count())
