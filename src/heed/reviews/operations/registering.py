"""Registering reviews."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError

from heed.platform.access.cases import scope_for_new_rows, settle
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.ids import NEW, Kept
from heed.platform.base.operations import take_references
from heed.platform.partnerships.queries import get_or_add_area
from heed.reviews.events import ReviewDocumentAdded, ReviewDocumentLeft, ReviewRegistered
from heed.reviews.models import Review, ReviewStage
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
    case_ref: str = "",
    kept: Kept = NEW,
) -> Review:
    """A review that was published before Heed knew it. Its reference carries the year of publication, or says
    that it is undated.

    `case_ref` is given where its document came in for a case with access of its own: the review becomes that case.
    `kept` is what it was called before it left the register with its only document; the reference counts while it
    still says the kind and the year.
    """
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
    same = kept.reference.rpartition("-")[0] == prefix
    reference = (
        kept.reference
        if same
        else take_references(partnership_id=actor.partnership_id, name=prefix, how_many=1, width=3)[0]
    )
    own = Kept(public_id=case_ref) if case_ref else kept
    review = Review.objects.create(
        **own.as_field,
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, case_ref),
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
    """Say that this document belongs to this review; from then on it is seen by whoever sees the review.

    One review only, where either has access of its own: nobody could say who may see it otherwise.
    """
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    _check_one_case(review, document_id)
    review.documents.add(document_id)
    settle(review.partnership_id, review.public_id)
    record(
        actor,
        ReviewDocumentAdded(document=document_ref),
        subject_kind="review",
        subject_ref=review.public_id,
        at=at,
    )


def _check_one_case(review: Review, document_id: int) -> None:
    others = Review.objects.for_everyone(because="a document of two cases is seen by neither's people alone")
    other = others.filter(documents=document_id).exclude(pk=review.pk).select_related("scope").first()
    if other and (other.scope.case_ref or review.scope.case_ref):
        raise NotNow("This document belongs to another review. Take it out of that one first.")


@transaction.atomic
def leave_document(actor: Actor, *, review: Review, document_id: int, empty: bool, at: datetime) -> bool:
    """Take a document away from a review; one that came in with it, has no other document and is `empty` goes with it:
    then True. A case that was put forward in Heed stands by itself."""
    check_may(actor, Permission.ACCEPT_PROPOSALS)
    review.documents.remove(document_id)
    left = review.documents.for_everyone(because="whether a review stands on any document at all")
    steps = ReviewStage.objects.for_everyone(because="whether the case was carried on in Heed, whoever asks")
    alone = empty and not left.exists() and not steps.filter(review=review).exists()
    record(
        actor,
        ReviewDocumentLeft(removed=alone),
        subject_kind="review",
        subject_ref=review.public_id,
        at=at,
    )
    if alone:
        try:
            review.delete()
        except ProtectedError as stands_on_it:
            raise NotNow(
                "Other records stand on this review, such as a request for its material or a legal hold, so it stays."
            ) from stands_on_it
    return alone
