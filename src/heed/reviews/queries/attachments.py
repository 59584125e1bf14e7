"""Files that came in with a case, for those who may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.reviews.models import Attachment, CaseReferral, RapidReview, Review, Submission

CameWith = CaseReferral | RapidReview | Submission
"""What a file can come in with."""


def attached_to(actor: Actor, review: Review, about: str = "") -> list[Attachment]:
    """What was attached in this review, or to one thing in it, in order; what was taken out too."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Attachment.objects.visible_to(actor).filter(review=review)
    rows = rows.filter(about=about) if about else rows
    return list(rows.select_related("agency", "attached_by", "taken_out_by"))


def find_attachment(actor: Actor, ref: str) -> Attachment:
    """The attachment with this public id, or `NotVisible`; one that was taken out is nobody's any more."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Attachment.objects.visible_to(actor).filter(public_id=ref, taken_out_at__isnull=True)
    row: Attachment | None = rows.select_related("review", "file", "agency").first()
    if row is None:
        raise NotVisible
    return row


def came_with(actor: Actor, review: Review, about: str) -> CameWith:
    """What has this reference in a review, or `NotVisible`."""
    for model, related in ((CaseReferral, ["agency"]), (Submission, ["agency"]), (RapidReview, ["review"])):
        rows = model.objects.visible_to(actor).filter(review=review, reference=about)
        row: CameWith | None = rows.select_related(*related).first()
        if row is not None:
            return row
    raise NotVisible


def attachment_rows(case_ref: str) -> QuerySet[Any]:
    """The attachments of a case."""
    every = Attachment.objects.for_everyone(because="a case moves as a whole")
    found: QuerySet[Any] = every.filter(review__public_id=case_ref)
    return found
