"""What an action's page shows of meetings: what was decided about it there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.governance.presenters.words import title_of
from heed.governance.queries.minutes import DECISION_NAMES, decisions_about
from heed.governance.types import DecisionKind
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


def _address(row: Any) -> str:
    return reverse("governance:minutes", args=[row.meeting.public_id])
