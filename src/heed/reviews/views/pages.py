"""The register of reviews, and each one with its documents."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from heed.library.queries import documents_of_review
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.reviews.parts import ahead_of
from heed.reviews.presenters import DocumentLink, review_page
from heed.reviews.presenters.reviews import Course
from heed.reviews.queries import find_review
from heed.reviews.queries.cases import clocks_of, referrals_of, stages_of
from heed.reviews.queries.safety import questions_of
from heed.reviews.registers import REVIEWS


@require_safe
def reviews(request: HttpRequest) -> HttpResponseBase:
    return show_register(request, REVIEWS, template="reviews/list.html", more=_bring_in)


def _bring_in(actor: Actor) -> str:
    return reverse("intake:bring_in") if actor.may(Permission.BRING_IN_DOCUMENTS) else ""


@require_safe
def review(request: HttpRequest, ref: str) -> HttpResponse:
    actor = actor_of_request(request)
    found = find_review(actor, ref)
    documents = tuple(
        DocumentLink(title=str(each), href=reverse("library:document", args=[each.public_id]))
        for each in documents_of_review(actor, found.pk)
    )
    page = review_page(
        actor,
        found,
        documents,
        panels_for("review", actor, found),
        course=_course(actor, found),
        today=clock.today(),
    )
    return render(request, "reviews/review.html", page)


def _course(actor: Actor, review: Any) -> Course:
    """One that came in with its report has taken no steps here; what it waits for is told all the same."""
    return Course(
        stages=stages_of(actor, review),
        referrals=referrals_of(actor, review),
        questions=questions_of(actor, review),
        clocks=clocks_of(actor, review),
        ahead=ahead_of(actor, review),
    )
