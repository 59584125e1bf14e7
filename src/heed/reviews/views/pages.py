"""The register of reviews, and each one with its documents."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from heed.library.queries import documents_of_review
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.http.requests import actor_of_request
from heed.platform.registers.views import show_register
from heed.platform.ui.frame import render
from heed.platform.ui.panels import panels_for
from heed.reviews.presenters import DocumentLink, review_page
from heed.reviews.queries import find_review
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
    return render(
        request,
        "reviews/review.html",
        review_page(actor, found, documents, panels_for("review", actor, found)),
    )
