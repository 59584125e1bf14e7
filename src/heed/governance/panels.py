"""What other rooms' pages show of this one: what was decided in meetings, and which priorities something serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.governance.presenters.strategies import address_of
from heed.governance.presenters.words import title_of
from heed.governance.queries.minutes import DECISION_NAMES, decisions_about
from heed.governance.queries.strategies import strategies_of
from heed.governance.types import STRATEGY_NAMES, DecisionKind, StrategyKind
from heed.platform.access.types import Actor
from heed.platform.ui.components import Happening, joined
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import link


@dataclass(frozen=True, kw_only=True)
class Decided:
    happenings: tuple[Happening, ...]


def decided_panel(actor: Actor, action: Any) -> Panel | None:
    """Decisions of meetings that the actor may read, the first one first; nothing where there is none."""
    found = decisions_about(actor, action.pk)
    if not found:
        return None
    happenings = tuple(
        Happening(
            title=DECISION_NAMES[DecisionKind(each.kind)],
            at=each.decided_on,
            by=f"{each.decided_by}, minuted by {each.kept_by}",
            body=joined(
                [each.reason, " ", link(f"{each.reference}, {title_of(each.meeting)}", _address(each))]
            ),
        )
        for each in found
    )
    return Panel("governance/_of_action.html", Decided(happenings=happenings))


@dataclass(frozen=True, kw_only=True)
class Served:
    """Priorities and strategies, each with its kind and where it is."""

    rows: tuple[tuple[str, str, str], ...]


def action_serves(actor: Actor, action: Any) -> Panel | None:
    """The priorities and strategies whose plan an action is part of."""
    return _served(strategies_of(actor, actions=action.pk))


def recommendation_served(actor: Actor, recommendation: Any) -> Panel | None:
    """The priorities and strategies that answer a recommendation."""
    return _served(strategies_of(actor, recommendations=recommendation.pk))


def _served(found: list[Any]) -> Panel | None:
    rows = tuple((each.title, STRATEGY_NAMES[StrategyKind(each.kind)], address_of(each)) for each in found)
    return Panel("governance/_strategies.html", Served(rows=rows)) if rows else None


def _address(row: Any) -> str:
    return reverse("governance:minutes", args=[row.meeting.public_id])
