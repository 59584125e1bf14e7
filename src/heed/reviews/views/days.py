"""The day by which a review is earlier or later than others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.base import clock
from heed.platform.http.acting import bound, carry_out
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render
from heed.platform.ui.things import Doing
from heed.reviews.forms.days import DayForm
from heed.reviews.operations.days import correct_day
from heed.reviews.policies.days import check_has_a_day, has_a_day
from heed.reviews.policies.submissions import runs_reviews
from heed.reviews.presenters.days import day_page, day_typed
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import day_corrections_of


@require_http_methods(["GET", "POST"])
def review_day(request: HttpRequest, ref: str) -> HttpResponse:
    """Which day it is, each time that it was corrected, and the form that corrects it."""
    actor = actor_of_request(request)
    review = find_review(actor, ref)
    if request.method == "POST":
        check_may(actor, Permission.RUN_REVIEWS)
        check_has_a_day(review)
    doings = (_correcting(request, review),) if runs_reviews(actor) and has_a_day(review) else ()

    def correct(given: dict[str, Any]) -> str:
        correct_day(actor, ref=ref, **given, at=clock.now())
        return "Its day is corrected."

    if done := carry_out(request, doings, {"correct": correct}):
        return done
    page = day_page(actor, review, day_corrections_of(actor, review), doings)
    return render(request, "reviews/work.html", page, status=422 if page.has_errors else 200)


def _correcting(request: HttpRequest, review: Any) -> Doing:
    form = bound(request, "correct", DayForm, initial={"version": review.version, **day_typed(review)})
    return Doing(key="correct", title="Correct the day", button="Correct it", form=form, tone="primary")
