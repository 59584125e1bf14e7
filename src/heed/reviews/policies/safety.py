"""Who may say whether any child is unsafe now."""

from __future__ import annotations

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotAllowed
from heed.platform.partnerships.models import Agency


def answers_safety(actor: Actor, agency_id: int) -> bool:
    """Whether the question is this actor's to answer: the agency's own people's, and the team's."""
    if not actor.may(Permission.REFER_CASES) and not actor.may(Permission.WORK_ON_CHRONOLOGIES):
        return False
    team = actor.may(Permission.RUN_REVIEWS) or actor.may(Permission.WORK_ON_CHRONOLOGIES)
    return team or actor.agency_id == agency_id


def check_answers_safety(actor: Actor, agency: Agency) -> None:
    """Raise unless this actor may answer for this agency."""
    if answers_safety(actor, agency.pk):
        return
    check_may(actor, Permission.REFER_CASES)
    raise NotAllowed(f"This is answered by {agency.name}, from which it came, or by the partnership's team.")
