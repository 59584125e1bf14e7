"""Sessions that end by themselves, and nothing shown before a second factor that a role must have."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from heed.platform.base import clock
from heed.platform.entrance.operations.sessions import see_session
from heed.platform.entrance.queries import get_factor_rule, has_second_factor

Next = Callable[[HttpRequest], HttpResponse]
_NOTE_EVERY = 60
"""Seconds between two notes of when a session was last used: a page must not cost a write each."""


def before_second_factor(view: Any) -> Any:
    """Mark a view that somebody needs in order to set up the factor that they must have."""
    view.before_second_factor = True
    return view


class SessionLimits:
    """Ends a session that is too old, was idle for too long, or began before all of its person's were ended."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if self._is_over(request):
                logout(request)
            else:
                self._note(request)
        return self.next(request)

    def _is_over(self, request: HttpRequest) -> bool:
        now = time.time()
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        ended = getattr(request.user, "sessions_ended_at", None)
        return bool(
            now - began > settings.SESSION_COOKIE_AGE
            or now - seen > settings.IDLE_SECONDS
            or (ended and began <= ended.timestamp())
        )

    def _note(self, request: HttpRequest) -> None:
        session, now, key = request.session, time.time(), request.session.session_key or ""
        if now - session.get("seen", 0) < _NOTE_EVERY and session.get("known_as") == key:
            return
        session["seen"], session["known_as"] = now, key
        if session.get("session_ref"):
            see_session(ref=session["session_ref"], session_key=key, at=timezone.now())


class SecondFactorFirst:
    """Sends somebody whose role asks for a second factor to set one up, before anything else is shown."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.next(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        actor = getattr(request, "actor", None)
        if actor is None or not settings.SECOND_FACTOR or settings.DEMO:
            return None
        if getattr(view, "is_public", False) or getattr(view, "before_second_factor", False):
            return None
        if request.session.get("second_factor") or has_second_factor(actor.person_id):
            request.session["second_factor"] = True
            return None
        if not get_factor_rule(actor, on=clock.today()).asks(actor.roles):
            return None
        return redirect("your_sign_in")
