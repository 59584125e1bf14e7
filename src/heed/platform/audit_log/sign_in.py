"""People coming and going, as the libraries that sign them in tell it."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from heed.platform.access.queries import find_actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.events import PasswordChanged, SignedIn, SignedOut
from heed.platform.audit_log.noting import noted_so_far
from heed.platform.audit_log.operations import who_acts, who_is, write_event
from heed.platform.audit_log.types import Result


def listen() -> None:
    """Called once, at start-up."""
    user_logged_in.connect(_signed_in, dispatch_uid="audit_log.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="audit_log.signed_out")
    password_changed.connect(_password_changed, dispatch_uid="audit_log.password_changed")


def _signed_in(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:
    _write(user, SignedIn())


def _signed_out(sender: Any, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        _write(user, SignedOut(), getattr(request, "actor", None))


def _password_changed(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:
    _write(user, PasswordChanged(), getattr(request, "actor", None))


def _write(person: Person, happened: Any, actor: Any = None) -> None:
    actor = actor or find_actor(person, on=timezone.localdate())
    with transaction.atomic():
        write_event(
            who_acts(actor) if actor else who_is(person),
            happened,
            subject_kind="person",
            subject_ref=person.public_id,
            result=Result.DONE,
            at=timezone.now(),
        )
    noted = noted_so_far()
    if noted is not None:
        noted.written += 1
