"""Answers that belong to no room: is Heed well, and what people see when something went wrong."""

from __future__ import annotations

import sys
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heed.platform.base.errors import Invalid, NotAllowed, NotVisible, Unavailable
from heed.platform.http.answers import answer_refusal
from heed.platform.http.middleware import public, refusal_of
from heed.platform.ui.error_pages import ErrorPage, render_error


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while Heed and its database answer; says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_refusal(request, NotVisible())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer_refusal(request, NotAllowed())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer_refusal(request, Invalid("Heed could not understand this request."))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or came from elsewhere: the browser's back button keeps what was typed."""
    return answer_refusal(
        request,
        NotAllowed("This page was open for too long. Go back, load it again, and send the form once more."),
    )


def broken(request: HttpRequest, *_: Any) -> HttpResponse:
    """A fault of ours: no traceback, no database needed. A database or disk that fails before any view is asked, while
    it is found out who asks, comes here too, and is said as what it is."""
    fault = sys.exc_info()[1]
    refusal = refusal_of(fault) if isinstance(fault, Exception) else None
    if isinstance(refusal, Unavailable):
        return answer_refusal(request, refusal)
    page = ErrorPage(
        title="Sorry, something went wrong in Heed",
        sentence="It is our fault, not yours. What you saved before is safe.",
        next_step="Try again. If it happens again, tell your administrator what you were doing and when.",
    )
    return render_error(None, page, status=500)
