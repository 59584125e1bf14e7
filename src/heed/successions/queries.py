"""Who held this work before, and what was inherited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.queries import ActionFilter, filter_actions
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.reviews.queries import ReviewFilter, filter_reviews
from heed.successions.models import Succession


@dataclass(frozen=True, slots=True)
class Inherited:
    """What somebody may see of what went with a succession: registered before it was agreed."""

    reviews: int
    recommendations: int
    actions: int
    open_actions: int


def list_successions(actor: Actor) -> list[Succession]:
    """Every succession of the actor's partnership, the newest first; proposals that were taken back as well."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Succession.objects.filter(partnership_id=actor.partnership_id)
    return list(rows.select_related("proposed_by", "answered_by"))


def find_succession(actor: Actor, ref: str) -> Succession:
    """One of the actor's partnership, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = Succession.objects.filter(partnership_id=actor.partnership_id, public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def count_inherited(actor: Actor, row: Succession) -> Inherited:
    """Counted anew for whoever looks, so that a count tells nobody of what they may not see."""
    until = row.answered_at or clock.now()
    reviews = filter_reviews(actor, ReviewFilter()).filter(registered_at__lte=until)
    asked = filter_recommendations(actor, RecommendationFilter()).filter(registered_at__lte=until)
    actions = filter_actions(actor, ActionFilter()).filter(registered_at__lte=until)
    still_open = filter_actions(actor, ActionFilter(open_only=True)).filter(registered_at__lte=until)
    return Inherited(
        reviews=reviews.count(),
        recommendations=asked.count(),
        actions=actions.count(),
        open_actions=still_open.count(),
    )


def find_predecessor(actor: Actor, *, since: date) -> Succession | None:
    """The first succession after this day, if there was one: work that began by then was inherited."""
    agreed = Succession.objects.filter(partnership_id=actor.partnership_id, state=Succession.State.AGREED)
    return agreed.filter(on__gt=since).order_by("on").first()


def labels_of_successions(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these are called, those of the actor's partnership, by public id."""
    rows = Succession.objects.filter(partnership_id=actor.partnership_id, public_id__in=refs)
    return {row.public_id: str(row) for row in rows} if actor.may(Permission.READ_REGISTER) else {}
