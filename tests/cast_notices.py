"""What the cast was told: one thing that is late, to everybody whom the rules name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from heed.plans.models import Action
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.models import Notice
from heed.platform.notices.operations import make_digests
from tests.cast import Cast


def promise(actor: Actor, row: Action, *, on: date) -> None:
    """An action of the actor's agency, open and due on this day."""
    Action.objects.for_everyone(because="a test").filter(pk=row.pk).update(
        agency_id=actor.agency_id, due_earliest=on, due_latest=on, state="agreed_in_principle"
    )


def ensure(cast: Cast, *, at: datetime) -> None:
    """Everybody was told what is due, once in a test."""
    if Notice.objects.for_everyone(because="a test").exists():
        return
    row = Action.objects.visible_to(cast.manager).order_by("pk").first()
    promise(cast.of[Role.AGENCY_LEAD], row, on=at.date() - timedelta(days=30))
    make_digests(at=at)
