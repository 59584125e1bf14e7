"""What can be due of actions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.learning.presenters import beginning_of
from heed.plans.queries import ActionFilter, filter_actions
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather


def find_open(actor: Actor, wanted: Wanted) -> Found:
    """Actions that are still to be done, by the last day that was promised."""
    rows = filter_actions(actor, ActionFilter(open_only=True)).select_related("review", "agency")
    return gather(rows, wanted, on="due_latest", agency="agency", make=_due)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("plans:action", args=[row.public_id]),
        on=row.due_latest,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        who=row.agency.name if row.agency else row.agency_words,
        note=" · ".join(filter(None, [beginning_of(row.text), row.review.name if row.review else ""])),
    )


def _long_late(actor: Actor) -> str:
    own = {Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR} & actor.roles
    return f"{reverse('plans:list')}?due=late" + (f"&agency={actor.agency_ref}" if own else "")


OPEN_ACTIONS = DueKind(
    name="action",
    record="action",
    what="Action",
    ask="Say what has come of {reference}",
    chase="{who} has not finished {reference}",
    button="Open",
    noun=("action", "actions"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_open,
    older_href=_long_late,
)
