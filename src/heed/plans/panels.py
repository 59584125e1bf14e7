"""What other rooms' pages show of actions."""

from __future__ import annotations

from typing import Any

from heed.library.types import Place, offsets_of
from heed.plans.models import Action
from heed.plans.presenters import action_row
from heed.plans.queries import actions_of_recommendation
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.panels import Panel


def actions_panel(actor: Actor, recommendation: Any) -> Panel | None:
    """What was promised for a recommendation, on its page."""
    today = clock.today()
    rows = tuple(action_row(row, today=today) for row in actions_of_recommendation(actor, recommendation.pk))
    return Panel("plans/of_recommendation.html", rows)


def places_of_actions(actor: Actor, reading: Any) -> list[Place]:
    """Where a Reading's actions stand in its text, for its document's page."""
    rows = Action.objects.visible_to(actor).filter(reading_id=reading.pk)
    return [
        Place(
            ref=row.public_id, look=f"action-{row.stated}", offsets=offsets_of(row.spans), label=row.reference
        )
        for row in rows
    ]
