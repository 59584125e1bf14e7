"""Reviews as pages show them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from heed.platform.access.models import Level
from heed.platform.access.types import Actor
from heed.platform.ui.panels import Panel
from heed.reviews.models import Review
from heed.reviews.parts import OVERVIEW
from heed.reviews.presenters.frame import ReviewFrame, review_frame


@dataclass(frozen=True, kw_only=True)
class DocumentLink:
    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    title: str
    review: ReviewFrame
    facts: str
    documents: tuple[DocumentLink, ...]
    who_href: str
    restricted: bool
    panels: tuple[Panel, ...]


def review_page(
    actor: Actor, review: Review, documents: tuple[DocumentLink, ...], panels: tuple[Panel, ...]
) -> ReviewPage:
    published = f"published {review.published_text}" if review.published_text else "no date printed"
    facts = [review.reference, review.kind, review.area.name if review.area else "", review.body, published]
    return ReviewPage(
        title=review.name,
        review=review_frame(actor, review, current=OVERVIEW.key),
        facts=" · ".join(filter(None, facts)),
        documents=documents,
        who_href=reverse("people:who_can_see", args=["review", review.public_id]),
        restricted=review.scope.level == Level.RESTRICTED,
        panels=panels,
    )
