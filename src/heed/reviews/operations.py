"""Registering reviews."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid
from heed.platform.base.operations import take_references
from heed.platform.partnerships.queries import get_or_add_area
from heed.reviews.events import ReviewDocumentAdded, ReviewDocumentLeft, ReviewRegistered
from heed.reviews.models import Review
from heed.reviews.types import reference_prefix


@transaction.atomic
def register_review(
    actor: Actor,
    *,
    name: str,
    kind: str,
    area: str,
    body: str,
    published_text: str,
    published_earliest: date | None,
    published_latest: date | None,
    at: datetime,
) -> Review:
    """A review that was published before Heed knew it. Its reference carries the year of publication, or says
    that it is undated."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    if not name.strip():
        raise Invalid("Give the review a name.", fields={"name": "Give the review a name"})
    if published_earliest and published_latest and published_latest < published_earliest:
        raise Invalid(
            "The review's last possible date is before its first.",
            fields={"published": "The last possible date must not be before the first"},
        )
    year = published_earliest.year if published_earliest else "undated"
    prefix = f"{reference_prefix(kind)}-{year}"
    [reference] = take_references(partnership_id=actor.partnership_id, name=prefix, how_many=1, width=3)
    review = Review.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=reference,
        name=name.strip()[:200],
        kind=kind.strip()[:80],
        area=get_or_add_area(actor.partnership_id, area) if area.strip() else None,
        body=body.strip()[:200],
        published_text=published_text.strip()[:80],
        published_earliest=published_earliest,
        published_latest=published_latest,
        registered_at=at,
    )
    record(
        actor,
        ReviewRegistered(reference=reference),
        subject_kind="review",
        subject_ref=review.public_id,
        at=at,
    )
    return review


@transaction.atomic
def add_document(actor: Actor, *, review: Review, document_id: int, document_ref: str, at: datetime) -> None:
    """Say that this document belongs to this review."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    review.documents.add(document_id)
    record(
        actor,
        ReviewDocumentAdded(document=document_ref),
        subject_kind="review",
        subject_ref=review.public_id,
        at=at,
    )


@transaction.atomic
def leave_document(actor: Actor, *, review: Review, document_id: int, empty: bool, at: datetime) -> None:
    """Take a document away from a review; one that has no other document and is `empty` goes with it."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    review.documents.remove(document_id)
    left = review.documents.for_everyone(because="whether a review stands on any document at all")
    alone = empty and not left.exists()
    record(
        actor,
        ReviewDocumentLeft(removed=alone),
        subject_kind="review",
        subject_ref=review.public_id,
        at=at,
    )
    if alone:
        review.delete()
