"""What is published of a review, as a part of the review's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.platform.base import clock
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.publishing.presenters.of_review import of_review_page
from heed.publishing.queries.dates import standing_for
from heed.publishing.queries.publications import publications_of_review
from heed.publishing.queries.seeing import sees_publications
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import clocks_of, stages_of
from heed.reviews.queries.participation import binding_requests


@require_safe
def of_review(request: HttpRequest, ref: str) -> HttpResponse:
    """Whether the report is published or withheld, what is being prepared, and the days on which nothing comes out."""
    actor, today = actor_of_request(request), clock.today()
    review, sees = find_review(actor, ref), sees_publications(actor)
    page = of_review_page(
        actor,
        review,
        publications_of_review(actor, review.pk, today=today),
        standing_for(actor, review.pk) if sees else (),
        [each for each in binding_requests(actor, review.pk) if not each.days_from] if sees else (),
        stages=stages_of(actor, review),
        clocks=clocks_of(actor, review),
        today=today,
    )
    return render(request, "reviews/part_thing.html", page)
