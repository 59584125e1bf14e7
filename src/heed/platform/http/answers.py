"""How a refusal looks: a page for people, a fragment for htmx, JSON for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from heed.platform.base.errors import ChangedMeanwhile, Refusal
from heed.platform.ui.frame import ErrorPage, render


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The answer to a request that was refused, with the refusal's own status and sentence."""
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"error": refusal.sentence, "fields": refusal.fields}, status=refusal.status)
    page = ErrorPage(
        title=refusal.title,
        sentence=refusal.sentence,
        next_step=_NEXT.get(refusal.status, ""),
        theirs=refusal.theirs if isinstance(refusal, ChangedMeanwhile) else "",
        yours=refusal.yours if isinstance(refusal, ChangedMeanwhile) else "",
    )
    return render(request, "errors/refusal.html", page, status=refusal.status)


_NEXT = {
    404: "Check the address, or look for it from the home page. If you were sent a link, it may not be for you.",
    403: "If you need this for your work, ask your partnership's business manager.",
    503: "Try again in a few minutes. What you wrote before is saved.",
}
