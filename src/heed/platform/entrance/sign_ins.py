"""What Django tells of signing in and out becomes Heed's own operations."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from heed.platform.accounts.models import Person
from heed.platform.entrance.operations.sessions import begin_session, leave_session, note_password_changed


def listen() -> None:
    """Called once, at start-up."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    password_changed.connect(_password_changed)


def _signed_in(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:
    kept = begin_session(
        person=user,
        session_key=request.session.session_key or "",
        device=request.META.get("HTTP_USER_AGENT", ""),
        address=get_adapter().get_client_ip(request) if request.META.get("REMOTE_ADDR") else "",
        at=timezone.now(),
    )
    now = time.time()
    request.session.update(
        {"began": now, "seen": now, "known_as": kept.session_key, "session_ref": kept.public_id}
    )


def _signed_out(sender: Any, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None and request.session.session_key:
        leave_session(person=user, session_key=request.session.session_key, at=timezone.now())


def _password_changed(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:
    note_password_changed(person=user, at=timezone.now())
