"""What is typed into a form that can be drafted is not lost, whatever becomes of the request that carried it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from heed.platform.base.errors import Refusal
from heed.platform.drafts.forms import NOT_KEPT
from heed.platform.drafts.named import COOKIE, FIELD, FormNamed, form_of
from heed.platform.drafts.operations import claim_held, discard_draft, hold_form, save_draft
from heed.platform.drafts.rules import keeping

log = logging.getLogger(__name__)


class KeptDrafts:
    """A form that was saved takes its draft with it; one that was refused becomes a draft; one whose session had
    ended is held until the same person signs in again (see `HeldForms`). Stands outside `KnownActor`."""

    def __init__(self, next_: Callable[[HttpRequest], HttpResponse]):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.next(request)
        try:
            self._keep(request, response)
        except (DatabaseError, Refusal, BadRequest, SuspiciousOperation):
            log.warning("a draft could not be kept", exc_info=True)
        return response

    def _keep(self, request: HttpRequest, response: HttpResponse) -> None:
        named = form_of(request.POST.get(FIELD, "")) if _may_hold_a_form(request) else None
        if named is None or request.path.startswith(reverse("drafts:list")):
            return
        actor = getattr(request, "actor", None)
        if not request.user.is_authenticated:
            token = hold_form(named=named, fields=typed_in(request), at=timezone.now())
            response.set_cookie(
                COOKIE,
                token,
                max_age=keeping().held_minutes * 60,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        elif actor is None or not _is_of(named, actor):
            return
        elif 300 <= response.status_code < 400:
            discard_draft(actor, named=named, saved=True, at=timezone.now())
        elif response.status_code >= 400:
            save_draft(actor, named=named, fields=typed_in(request), at=timezone.now())


class HeldForms:
    """What was held when a session ended becomes a draft as soon as the same person is there again. Stands inside
    whatever decides who asks."""

    def __init__(self, next_: Callable[[HttpRequest], HttpResponse]):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.next(request)
        if getattr(request, "held_is_answered", False) and COOKIE not in response.cookies:
            response.delete_cookie(COOKIE, samesite="Lax")
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        token, actor = request.COOKIES.get(COOKIE, ""), getattr(request, "actor", None)
        if not token or actor is None:
            return
        request.held_is_answered = True  # type: ignore[attr-defined]
        if claim_held(actor, token=token, at=timezone.now()):
            messages.info(request, "Your session had ended. What you typed is kept as a draft: take it up.")


def _may_hold_a_form(request: HttpRequest) -> bool:
    """A form of words: not a file, whose body is not read again here."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    small = length.isdecimal() and len(length) < 16 and int(length) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return request.method == "POST" and small


def _is_of(named: FormNamed, actor: object) -> bool:
    mine = (getattr(actor, "person_ref", ""), getattr(actor, "partnership_id", 0))
    return mine == (named.person_ref, named.partnership_id)


def typed_in(request: HttpRequest) -> dict[str, list[str]]:
    """What a form sent, without what is no part of it."""
    return {
        name: [str(each) for each in values]
        for name, values in request.POST.lists()
        if name not in NOT_KEPT and "password" not in name
    }
