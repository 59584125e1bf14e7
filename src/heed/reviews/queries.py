"""Reviews, for those who may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words
from heed.reviews.models import Review


def list_reviews(actor: Actor) -> list[Review]:
    """The newest publication first; those without a date last."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Review.objects.visible_to(actor).select_related("area").order_by("-pk")
    return sorted(rows, key=lambda review: (review.published_latest is None, _newest_first(review)))


def _newest_first(review: Review) -> int:
    return -review.published_latest.toordinal() if review.published_latest else 0


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews to show; empty means all."""

    area: str = ""
    kind: str = ""
    year: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()


ORDERS: dict[str, tuple[Any, ...]] = {
    "": (F("published_latest").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_latest").asc(nulls_last=True), "pk"),
    "name": ("name", "pk"),
    "reference": ("reference",),
}


def filter_reviews(actor: Actor, wanted: ReviewFilter, *, order: str = "") -> QuerySet[Any]:
    """The reviews that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    rows = narrow(
        Review.objects.visible_to(actor).select_related("area"),
        wanted,
        {"area": "area__name", "kind": "kind", "year": "published_earliest__year", "refs": "public_id__in"},
    )
    rows = with_words(rows, wanted.words, "name__icontains", "reference__icontains")
    return rows.order_by(*ORDERS.get(order, ORDERS[""]))


def find_review(actor: Actor, ref: str) -> Review:
    """The review with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    review = Review.objects.visible_to(actor).filter(public_id=ref).select_related("area").first()
    if review is None:
        raise NotVisible
    return review  # type: ignore[no-any-return]


def reviews_of_documents(actor: Actor, document_ids: list[int]) -> dict[int, list[Review]]:
    """Each document's reviews, those that the actor may see."""
    links = Review.documents.through.objects.filter(document_id__in=document_ids)
    visible = {review.pk: review for review in Review.objects.visible_to(actor)}
    found: dict[int, list[Review]] = {}
    for link in links:
        if link.review_id in visible:
            found.setdefault(link.document_id, []).append(visible[link.review_id])
    return found
