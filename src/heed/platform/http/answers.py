"""How a refusal looks: a page for people, JSON for programs."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

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
        return _conflict(request, refusal)
    return ErrorPage(
        title=refusal.title,
        sentence=refusal.sentence,
        next_step=_NEXT.get(refusal.status, "Go back to the page before and try again."),
        link=link,
    )


def _conflict(request: HttpRequest, refusal: ChangedMeanwhile) -> ConflictPage:
    """Both texts, and a form for each way on: what was sent, with the version that the record has now."""
    seen_at = _seen_at(request)
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (refusal.sent_as, "csrfmiddlewaretoken", "_seen_at")
    ]
    sent.append(("_seen_at", seen_at))
    version = (refusal.sent_as, str(refusal.version))
    differing = {each.name for each in refusal.differences}
    can_choose = bool(refusal.version) and "" not in differing
    return ConflictPage(
        title=refusal.title,
        sentence=refusal.sentence,
        link=Link(label="Keep theirs", href=seen_at),
        theirs_by=refusal.by,
        differences=refusal.differences,
        action=request.get_full_path() if can_choose else "",
        mine=(*sent, version),
        others=(*(pair for pair in sent if pair[0] not in differing), version),
    )


def _seen_at(request: HttpRequest) -> str:
    """The page that the form stood on: said by an earlier answer of ours, or by the browser; a path of ours."""
    here = request.get_host()
    for given in (request.POST.get("_seen_at", ""), request.META.get("HTTP_REFERER", "")):
        if given and url_has_allowed_host_and_scheme(given, {here}, require_https=request.is_secure()):
            parts = urlsplit(given)
            return urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return request.path
