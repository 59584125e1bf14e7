"""What can be due of assurance."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.assurance.queries import AssuranceFilter, filter_assurance
from heed.assurance.types import State
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather


def find_unanswered(actor: Actor, wanted: Wanted) -> Found:
    """What waits for an agency's reply."""
    rows = filter_assurance(actor, AssuranceFilter(state=State.OPEN)).select_related("agency", "review")
    return gather(rows, wanted, on="due_on", agency="agency_id", make=_due)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("assurance:one", args=[row.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id if row.review else "",
        agency_id=row.agency_id,
        who=row.agency.name,
        note=row.topic,
    )


ASSURANCE = DueKind(
    name="assurance",
    record="assurance",
    what="Reply to a request for assurance",
    ask="Reply to {reference}",
    chase="{who} has not replied to {reference}",
    button="Reply",
    noun=("request for assurance", "requests for assurance"),
    owners=frozenset({Role.AGENCY_LEAD}),
    find=find_unanswered,
    older_href=lambda actor: f"{reverse('assurance:requests')}?state=late",
)
