"""Pages that are for everybody: answered before anything asks who it is that asks.

No session is read and no cookie is set, so that a cache may keep them, and nothing of a person can stand on them. A
cache asks again each time (`no-cache`) and is told by the ETag whether anything changed: what is withdrawn is gone from
every cache with the next request.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from heed.platform.http.answers import answer_refusal
from heed.platform.http.middleware import public, refusal_of

Next = Callable[[HttpRequest], HttpResponseBase]


def open_to_all(view: Any) -> Any:
    """Mark a view that answers everybody alike, whoever they are."""
    view.is_open = True
    return public(view)


class OpenPages:
    """Answers what is marked as open; everything else goes on to where people are known."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.next(request)
        if not getattr(match.func, "is_open", False):
            return self.next(request)
        request.get_host()  # an address that is not ours is refused, as it is everywhere
        request.resolver_match = match
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except Exception as fault:
            refusal = refusal_of(fault)
            if refusal is None:
                raise
            response = answer_refusal(request, refusal)
        return _for_caches(request, response)


def _for_caches(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "public, no-cache" if response.status_code == 200 else "no-store, private"
    response["X-Frame-Options"] = "DENY"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if response.status_code != 200:
        return response
    if not response.has_header("ETag") and isinstance(response, HttpResponse):
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    # A file's bytes are streamed; it takes what it needs of an answer, its headers, from either.
    answer: Any = response
    return get_conditional_response(request, etag=response["ETag"], response=answer) or response
