"""What was done to a review and to everything of it, the newest first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.platform.history.queries import history_of_case
from heed.platform.http.requests import actor_of_request, number_of
from heed.platform.ui.frame import render
from heed.reviews.presenters.history import history_page
from heed.reviews.queries import find_review


@require_safe
def review_history(request: HttpRequest, ref: str) -> HttpResponse:
    """A page of it at a time; the review's own words before stand on the page of its record."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    before = number_of(request, "before", most=10**9 - 1)
    lines, more = history_of_case(actor, "review", review.public_id, before=before)
    page = history_page(actor, review, lines, more, is_newest=before is None)
    return render(request, "reviews/history.html", page)
