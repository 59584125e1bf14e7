"""What can be due of the drafts of reviews' reports: what is decided about them at their gates."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.reviews.queries.cases import running_clocks
from heed.reviews.queries.drafts import DRAFT_CLOCK


def find_waiting_drafts(actor: Actor, wanted: Wanted) -> Found:
    """Drafts at a gate, by the day on which it should be decided there."""
    return gather(running_clocks(actor).filter(key=DRAFT_CLOCK), wanted, on="due_on", make=_due)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.review.reference,
        href=reverse("reviews:drafts", args=[row.review.public_id]),
        on=row.due_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        note=row.about,
    )


DRAFTS = DueKind(
    name="draft_gate",
    record="review",
    what="Draft of a review's report",
    ask="See what is decided about the draft of {reference}",
    chase="Nothing is decided about the draft of {reference}",
    button="Open",
    noun=("draft that waits", "drafts that wait"),
    owners=frozenset({Role.OFFICER, Role.BUSINESS_MANAGER}),
    find=find_waiting_drafts,
    older_href=lambda actor: reverse("reviews:list"),
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
