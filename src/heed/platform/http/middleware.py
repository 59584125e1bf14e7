"""What every request goes through: who asks, what may be kept, and how a refusal looks."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from heed.platform.access.queries import find_actor
from heed.platform.access.types import Seen
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotAllowed, NotVisible, Refusal, Unavailable
from heed.platform.http.answers import answer_refusal
from heed.platform.partnerships.models import Partnership

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


def public(view: Any) -> Any:
    """Mark a view that answers people who have not signed in. Every other view asks for an actor first."""
    view.is_public = True
    return view


class ErrorsAsPages:
    """Turns a refusal into its page, fragment or JSON; a person never sees a traceback."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        refusal = refusal_of(exception)
        return answer_refusal(request, refusal) if refusal else None


def refusal_of(exception: Exception) -> Refusal | None:
    """What a person is told of this; None where it is a fault of ours."""
    if isinstance(exception, Refusal):
        return exception
    if isinstance(exception, Http404):
        return NotVisible()
    if isinstance(exception, PermissionDenied):
        return NotAllowed()
    if isinstance(exception, OperationalError | InterfaceError):
        log.error("the database did not answer", exc_info=exception)
        return Unavailable(
            "Heed cannot save or find anything at the moment. Nothing of what you sent was saved."
        )
    if isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT):
        log.error("there is no room left for files", exc_info=exception)
        return Unavailable(
            "Heed cannot keep files: there is no room left where it runs. Nothing of what you sent was saved."
        )
    if isinstance(exception, OSError) and exception.errno in (errno.EROFS, errno.EIO, errno.EACCES):
        log.error("files cannot be written", exc_info=exception)
        return Unavailable("Heed cannot write files where it keeps them. Nothing of what you sent was saved.")
    return None


class BoundedBodies:
    """Turns away what is too large before any of it is kept: little from visitors, some documents from people."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = (
            settings.MAX_UPLOAD_BYTES
            if request.user.is_authenticated
            else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        )
        if length.isdecimal() and len(length) < 16 and int(length) <= most:
            return self.next(request)
        return answer_refusal(
            request, Invalid("What was sent is too large. Send fewer or smaller files at once.")
        )


class PrivatePages:
    """Nothing that a signed-in person sees may be kept by a browser or a cache on the way."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.next(request)
        add_never_cache_headers(response)
        response["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["Cookie", "HX-Request"])
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


class PlainWords:
    """Turns away text with null characters, which no keyboard makes and PostgreSQL cannot keep."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        given = [
            value for form in (request.GET, request.POST) for _, values in form.lists() for value in values
        ]
        if any("\x00" in str(value) for value in given):
            return answer_refusal(
                request, Invalid("What was sent holds characters that are no text. Type it again.")
            )
        return None


class KnownActor:
    """Sets `request.actor`, afresh for each request, and turns away whoever has none.

    A view is closed unless it is marked `public`: a new address is refused, not open, by default.
    """

    def __init__(self, next_: Next):
        self.next = next_
        self._set_up = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        return self.next(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "health":
            return None
        if not self._is_set_up() and name != "first_run":
            return redirect("first_run")
        if request.user.is_authenticated:
            actor = find_actor(
                request.user,
                on=clock.today(),
                membership_ref=request.session.get("membership", ""),
            )
            # What may be seen is asked of the database once in a request.
            request.actor = replace(actor, seen=Seen()) if actor else None  # type: ignore[attr-defined]
        if getattr(view, "is_public", False):
            return None
        if not request.user.is_authenticated:
            return redirect(f"{settings.LOGIN_URL}") if request.path == "/" else _sign_in_first(request)
        if request.actor is None:  # type: ignore[attr-defined]
            return answer_refusal(request, NotAllowed(_NO_MEMBERSHIP))
        return None

    def _is_set_up(self) -> bool:
        self._set_up = self._set_up or Partnership.objects.exists()
        return self._set_up


_NO_MEMBERSHIP = (
    "Your account is not, or no longer, part of a partnership here. "
    + "Ask your partnership's administrator to add you."
)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth.views import redirect_to_login

    return redirect_to_login(request.get_full_path())
