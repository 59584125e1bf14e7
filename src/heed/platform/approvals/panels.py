"""Approvals on the pages of what is approved, and what waits for one's own on the first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.approvals.policies import may_keep
from heed.platform.approvals.presenters import panel_data
from heed.platform.approvals.queries import list_joint_approvals, list_waiting
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import day


def panel_of(kind: str) -> Callable[[Any, Any], Panel | None]:
    """The panel for pages whose subject is a record of this kind: a room registers it for its page."""

    def build(actor: Actor, subject: Any) -> Panel | None:
        ref = subject.public_id
        views = list_joint_approvals(actor, kind=kind, ref=ref)
        put_href = reverse("approvals:put", args=[kind, ref]) if may_keep(actor) else ""
        data = panel_data(actor, views, put_href=put_href)
        return Panel("approvals/panel.html", data) if data else None

    return build


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    title: str
    decision: str
    note: str
    href: str


def waiting_panel(actor: Actor, _: Any) -> Panel | None:
    """What waits for the actor's own approval."""
    rows = tuple(
        WaitingRow(
            title=view.title,
            decision=view.decision_words,
            note=f"Put by {view.opened_by}, {day(view.opened_at)}",
            href=reverse("approvals:seat", args=[seat.ref]),
        )
        for view in list_waiting(actor)
        for seat in view.waits_for
        if seat.agency in ("", actor.agency_name)
    )
    return Panel("approvals/waiting.html", rows) if rows else None
