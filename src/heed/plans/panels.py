"""What other rooms' pages show of actions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.library.types import Place, offsets_of
from heed.plans.models import Action
from heed.plans.policies import can, check_may_decide
from heed.plans.presenters import Promised, action_row
from heed.plans.proof_presenters import difference_panel, proof_panel
from heed.plans.queries import (
    actions_of_recommendation,
    checks_of_action,
    evidence_for_recommendation,
    evidence_of_action,
    first_agreed,
    judgements_of,
    marks_of_action,
    withdrawn_of_action,
)
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.panels import Panel


def actions_panel(actor: Actor, recommendation: Any) -> Panel | None:
    """What was promised for a recommendation, on its page."""
    today = clock.today()
    rows = tuple(action_row(row, today=today) for row in actions_of_recommendation(actor, recommendation.pk))
    may = actor.may(Permission.PLAN_ACTIONS)
    plan = f"{reverse('plans:make')}?serves={recommendation.reference}" if may else ""
    return Panel("plans/of_recommendation.html", Promised(rows=rows, plan=plan))


def proof_of_action(actor: Actor, action: Action) -> Panel:
    """What shows an action and what was said of it, on its page."""
    pieces = evidence_of_action(actor, action.pk)
    marks, checks = marks_of_action(actor, action), checks_of_action(actor, action)
    withdrawn = withdrawn_of_action(actor, action)
    return Panel(
        "plans/proof.html", proof_panel(action, pieces, marks, checks, withdrawn, today=clock.today())
    )


def difference_of_recommendation(actor: Actor, recommendation: Any) -> Panel:
    """What came of a recommendation, on its page: output, outcome and impact apart, with what speaks against it."""
    judgements = judgements_of(actor, recommendation.public_id)
    pieces = evidence_for_recommendation(actor, recommendation.pk)
    may = can(lambda: check_may_decide(actor, Permission.JUDGE_DIFFERENCE))
    href = reverse("plans:judge", args=[recommendation.public_id]) if may else ""
    data = difference_panel(
        judgements,
        pieces,
        agreed_on=first_agreed(actor, recommendation.pk),
        judge_href=href,
        today=clock.today(),
    )
    return Panel("plans/difference.html", data)


def places_of_actions(actor: Actor, reading: Any) -> list[Place]:
    """Where a Reading's actions stand in its text, for its document's page."""
    rows = Action.objects.visible_to(actor).filter(reading_id=reading.pk)
    return [
        Place(
            ref=row.public_id, look=f"action-{row.stated}", offsets=offsets_of(row.spans), label=row.reference
        )
        for row in rows
    ]
