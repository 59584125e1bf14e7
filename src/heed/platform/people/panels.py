"""The alarm on the first page: emergency access that waits, or was granted lately."""

from __future__ import annotations

from typing import Any

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.people.emergencies import alarms
from heed.platform.people.presenters import emergency_row
from heed.platform.ui.panels import Panel


def emergency_panel(actor: Actor, _: Any) -> Panel | None:
    """For those who may answer: what waits. For those who guard cases: what was granted in the last 14 days."""
    rows = tuple(emergency_row(each) for each in alarms(actor, at=clock.now()))
    return Panel("people/alarm.html", rows) if rows else None
