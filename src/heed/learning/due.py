"""What can be due of recommendations."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.learning.presenters import title_of
from heed.learning.queries import unanswered_by
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted


def find_unanswered(actor: Actor, wanted: Wanted) -> Found:
    """Recommendations that ask the actor's agency by name and that it has not answered; none has a day."""
    if not any(reach.agency_id == actor.agency_id for reach in wanted.reaches):
        return Found()
    rows = unanswered_by(actor, actor.agency_id)
    return Found(tuple(_due(actor, row) for row in rows[: wanted.limit]), rows.count())


def _due(actor: Actor, row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("learning:recommendation", args=[row.public_id]),
        on=None,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        agency_id=actor.agency_id,
        who=actor.agency_name,
        note=f"{title_of(row)} · {row.review.name}",
    )


UNANSWERED = DueKind(
    name="response",
    record="recommendation",
    what="Answer to a recommendation",
    ask="Answer {reference}",
    chase="{who} has not answered {reference}",
    button="Answer",
    noun=("recommendation", "recommendations"),
    owners=frozenset({Role.AGENCY_LEAD, Role.AGENCY_CONTRIBUTOR}),
    find=find_unanswered,
    older_href=lambda actor: f"{reverse('learning:list')}?agency={actor.agency_ref}",
)
