"""What can be due of framework documents: that they are reviewed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.reviews.queries.frameworks import newest_editions


def find_to_review(actor: Actor, wanted: Wanted) -> Found:
    """Editions that no other follows, by the day on which they are to be reviewed."""
    rows = newest_editions(actor).filter(review_on__isnull=False)
    return gather(rows, wanted, on="review_on", make=_due)


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=str(row),
        href=reverse("reviews:frameworks"),
        on=row.review_on,
        scope_id=row.scope_id,
        note="To be reviewed",
    )


FRAMEWORKS = DueKind(
    name="framework",
    record="framework",
    what="Framework document to review",
    ask="Review {reference}",
    chase="{reference} was not reviewed",
    button="Open",
    noun=("framework document to review", "framework documents to review"),
    owners=frozenset({Role.BUSINESS_MANAGER}),
    find=find_to_review,
    older_href=lambda actor: reverse("reviews:frameworks"),
    by_agency=False,
    may=Permission.CHANGE_RULES,
)
