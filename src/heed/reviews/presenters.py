"""Reviews as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from heed.platform.ui.panels import Panel
from heed.reviews.models import Review


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    reference: str
    name: str
    href: str
    kind: str
    area: str
    published: str


@dataclass(frozen=True, kw_only=True)
class ReviewsPage:
    title: str
    rows: tuple[ReviewRow, ...]
    bring_in: str


@dataclass(frozen=True, kw_only=True)
class DocumentLink:
    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    title: str
    facts: str
    documents: tuple[DocumentLink, ...]
    panels: tuple[Panel, ...]


def review_row(review: Review) -> ReviewRow:
    return ReviewRow(
        reference=review.reference,
        name=review.name,
        href=reverse("reviews:review", args=[review.public_id]),
        kind=review.kind,
        area=review.area.name if review.area else "",
        published=review.published_text or "not dated",
    )


def review_page(review: Review, documents: tuple[DocumentLink, ...], panels: tuple[Panel, ...]) -> ReviewPage:
    published = f"published {review.published_text}" if review.published_text else "no date printed"
    facts = [review.reference, review.kind, review.area.name if review.area else "", review.body, published]
    return ReviewPage(
        title=review.name,
        facts=" · ".join(filter(None, facts)),
        documents=documents,
        panels=panels,
    )
