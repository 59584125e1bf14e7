"""How a refusal looks: a page for people, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from heed.platform.base.errors import ChangedMeanwhile, Refusal
from heed.platform.ui.error_pages import ConflictPage, ErrorPage, render_error
from heed.platform.ui.frame import Link

_NEXT = {
    404: "Check the address, or look for it from the home page. If you were sent a link, it may not be for you.",
    403: "If you need this for your work, ask your partnership's business manager.",
    503: "Try again in a few minutes.",
}


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a request that was refused, with the refusal's own status and sentence."""
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"error": refusal.sentence, "fields": refusal.fields}, status=refusal.status)
    return render_error(request, _page(request, refusal), status=refusal.status)


def _page(request: HttpRequest, refusal: Refusal) -> ErrorPage:
    link = Link(label="Go to the home page", href=reverse("home"))
    if isinstance(refusal, ChangedMeanwhile):
        return ConflictPage(
            title=refusal.title,
            sentence=refusal.sentence,
            next_step="Go back, copy what you need from your text, and save again.",
            link=Link(label="See it as it is now", href=request.path),
            field=refusal.field,
            theirs=refusal.theirs,
            theirs_by=refusal.by,
            yours=refusal.yours,
        )
    return ErrorPage(
        title=refusal.title,
        sentence=refusal.sentence,
        next_step=_NEXT.get(refusal.status, "Go back to the page before and try again."),
        link=link,
    )
