"""What passes on when one agency comes after another, room by room."""

from __future__ import annotations

from datetime import datetime

from heed.agencies.types import Work
from heed.learning.operations import pass_requests, requests_come_back
from heed.learning.queries import requests_held
from heed.plans.operations import pass_open_actions
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency

WORK: dict[str, Work] = {"requests": Work(requests_held, pass_requests, requests_come_back)}
"""What goes to whatever came after an agency, by a name of its own."""


def when_work_passes(key: str, work: Work) -> None:
    """Called at start-up by a room above, whose records go to whatever came after an agency; nothing is changed."""
    WORK[key] = work


def pass_on(actor: Actor, *, was: Agency, now: Agency, at: datetime) -> int:
    """What an agency was asked and has still to do goes to the one that came after it; returns how many records."""
    passes = (pass_open_actions, *(work.passes for work in WORK.values()))
    return sum(each(actor, was=was.pk, agency_id=now.pk, at=at) for each in passes)
