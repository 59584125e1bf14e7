"""Changes of many actions at once, and what is about to be changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from heed.plans.models import AgencyChange
from heed.plans.queries.actions import ActionFilter, filter_actions
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def find_agency_change(actor: Actor, ref: str) -> AgencyChange:
    """A change of many actions that this person made, or `NotVisible`."""
    mine = AgencyChange.objects.filter(partnership_id=actor.partnership_id, made_by_id=actor.person_id)
    row = mine.filter(public_id=ref).select_related("agency").first()
    if row is None:
        raise NotVisible
    return row


def list_agency_changes(actor: Actor, *, limit: int = 20) -> list[AgencyChange]:
    """The last changes of many actions that this person made, the newest first, with how many each changed."""
    check_may(actor, Permission.MANAGE_AGENCIES)
    mine = AgencyChange.objects.filter(partnership_id=actor.partnership_id, made_by_id=actor.person_id)
    return list(mine.select_related("agency").annotate(actions=Count("moved"))[:limit])


@dataclass(frozen=True, slots=True)
class ForGiving:
    """How many actions somebody is about to give to an agency, and how many of them have one already."""

    actions: int
    with_agency: int


def count_for_giving(actor: Actor, wanted: ActionFilter) -> ForGiving:
    """Counted as `operations.give_to_agency` would find them."""
    rows = filter_actions(actor, wanted)
    return ForGiving(actions=rows.count(), with_agency=rows.filter(agency__isnull=False).count())
