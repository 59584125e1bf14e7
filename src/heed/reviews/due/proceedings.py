"""What can be due of proceedings: asking how far they are, and letting go on what they held up."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse

from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.notices.due import Due, DueKind, Found, Wanted, gather
from heed.reviews.presenters.proceedings import title_of
from heed.reviews.queries.proceedings import all_proceedings


def _due(row: Any) -> Due:
    return Due(
        ref=row.public_id,
        reference=row.reference,
        href=reverse("reviews:proceeding", args=[row.public_id]),
        on=row.ended_on or row.expected_on,
        scope_id=row.scope_id,
        case_ref=row.review.public_id,
        who=row.body,
        note=f"{title_of(row)} · {row.review.name}",
    )


def _to_resume(actor: Actor, wanted: Wanted) -> Found:
    ended = all_proceedings(actor).filter(~Q(blocks=[]), ended_on__isnull=False, resumed_at__isnull=True)
    return gather(ended, wanted, on="ended_on", make=_due)


def _to_ask(actor: Actor, wanted: Wanted) -> Found:
    running = all_proceedings(actor).filter(ended_on__isnull=True, expected_on__isnull=False)
    return gather(running, wanted, on="expected_on", make=_due)


_RUN_IT = frozenset({Role.OFFICER, Role.BUSINESS_MANAGER, Role.LEAD_REVIEWER})

TO_RESUME = DueKind(
    name="proceedings_ended",
    record="proceedings",
    what="Proceedings beside a review have ended",
    ask="{reference} ended: let go on what it held up",
    chase="{reference} ended, and nobody has said that the review goes on",
    button="Go on",
    noun=("step that can go on", "steps that can go on"),
    owners=_RUN_IT,
    find=_to_resume,
    older_href=lambda actor: reverse("reviews:list"),
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)

TO_ASK = DueKind(
    name="proceedings_expected",
    record="proceedings",
    what="Proceedings beside a review",
    ask="Ask how far {reference} is",
    chase="Nobody has asked how far {reference} is",
    button="Ask",
    noun=("question about proceedings", "questions about proceedings"),
    owners=_RUN_IT,
    find=_to_ask,
    older_href=lambda actor: reverse("reviews:list"),
    by_agency=False,
    may=Permission.RUN_REVIEWS,
)
