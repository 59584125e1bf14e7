"""Each request of a person becomes an event before its answer leaves the house: what was shown, or why it was refused.

Writes record their own events, in their own transactions; this is for everything else. Where the event cannot be
written, nothing is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from heed.platform.access.queries import find_actor
from heed.platform.accounts.models import Person
from heed.platform.audit_log.events import FormNotTaken, FormSent, NotSignedIn, PageShown, RequestRefused
from heed.platform.audit_log.noting import Noted, listening
from heed.platform.audit_log.operations import NOBODY, Who, who_acts, who_is, write_event
from heed.platform.audit_log.records import record_of_page, records_linked
from heed.platform.audit_log.types import Result
from heed.platform.base import clock
from heed.platform.base.errors import Unavailable
from heed.platform.http.answers import answer_refusal

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]

_WHY = {
    302: "sign in first",
    400: "not understood",
    401: "sign in first",
    403: "not allowed",
    404: "not there, or not theirs to see",
    405: "not answered in this way",
    409: "not in this state",
    413: "too large",
    429: "too many tries",
}
_WAYS_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_")
"""How the names of the pages begin at which people sign in."""
_READING = ("GET", "HEAD")
_NO_PAGE = "no page"


def quiet(view: Any) -> Any:
    """Mark a view that is asked again and again by a page that is itself an event, and shows nothing more."""
    view.is_quiet = True
    return view


class AuditedRequests:
    """Outside everything that answers, so that it sees every answer; inside what only adds headers."""

    def __init__(self, next_: Next):
        self.next = next_

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with listening() as noted:
            response = self.next(request)
            try:
                _write_down(request, response, noted)
            except DatabaseError:
                log.exception("the audit log could not be written, so nothing is shown")
                response.close()
                return answer_refusal(
                    request,
                    Unavailable("Heed cannot write its audit log at the moment, so it shows nothing."),
                )
        return response


def _write_down(request: HttpRequest, response: HttpResponseBase, noted: Noted) -> None:
    found = _what_happened(request, response, noted)
    if found is None:
        return
    happened, result, (kind, ref), shown = found
    with transaction.atomic():
        write_event(
            _who(request),
            happened,
            subject_kind=kind,
            subject_ref=ref,
            result=result,
            at=clock.now(),
            shown=shown,
        )


Found = tuple[Any, Result, tuple[str, str], dict[str, list[str]]]


def _what_happened(request: HttpRequest, response: HttpResponseBase, noted: Noted) -> Found | None:
    """The event of this request; None where there is none to write."""
    page, status = page_of(request), response.status_code
    if status >= 500 or getattr(_view(request), "is_quiet", False):
        return None
    if not request.user.is_authenticated:
        return _of_a_visitor(request, response, noted)
    kind, ref = subject = record_of_page(request.path)
    problem = _problem_of_form(response)
    if status == 422 or problem:
        shown = _shown(response, noted, kind, ref)
        return FormNotTaken(page=page, why=problem or "see the page"), Result.INVALID, subject, shown
    if status >= 400:
        return _refused(request, status, subject)
    if status >= 300:
        sent = request.method not in _READING and not noted.written
        return (FormSent(page=page), Result.DONE, subject, {}) if sent else None
    if _is_public(request) and not noted.shown:
        return None
    if noted.written and request.method not in _READING:
        return None
    shown = _shown(response, noted, kind, ref)
    happened = noted.happened or PageShown(page=page, records=sum(len(refs) for refs in shown.values()))
    return happened, Result.SHOWN, noted.subject if noted.happened else subject, shown


def _of_a_visitor(request: HttpRequest, response: HttpResponseBase, noted: Noted) -> Found | None:
    """Refusals of pages that Heed has, and ways in that did not open. Addresses that no page has are left to the
    web server's log: machines try them all day long."""
    if request.resolver_match is None or noted.written:
        return None
    status, page = response.status_code, page_of(request)
    problem = _problem_of_form(response)
    if page.startswith(_WAYS_IN) and _is_public(request) and (problem or status in (422, 429)):
        why = problem or _WHY.get(status, "not taken")
        person = _person_meant(request)
        return (
            NotSignedIn(page=page, why=why),
            Result.REFUSED,
            ("person", person.public_id if person else ""),
            {},
        )
    if status == 422:
        return FormNotTaken(page=page, why=problem or "see the page"), Result.INVALID, ("", ""), {}
    asked_to_sign_in = status == 302 and not _is_public(request) and request.path != "/"
    if asked_to_sign_in or status >= 400:
        return _refused(request, status, record_of_page(request.path))
    return None


def _refused(request: HttpRequest, status: int, subject: tuple[str, str]) -> Found:
    happened = RequestRefused(
        page=page_of(request), method=str(request.method)[:10], why=_WHY.get(status, f"status {status}")
    )
    return happened, Result.REFUSED, subject, {}


def page_of(request: HttpRequest) -> str:
    """The name of the address; what was typed into it beyond that is not kept, for it may be anything."""
    return request.resolver_match.view_name[:120] if request.resolver_match else _NO_PAGE


def _view(request: HttpRequest) -> Any:
    return request.resolver_match.func if request.resolver_match else None


def _is_public(request: HttpRequest) -> bool:
    return bool(getattr(_view(request), "is_public", False))


def _shown(response: HttpResponseBase, noted: Noted, kind: str, ref: str) -> dict[str, list[str]]:
    """The record that the page is of, what views noted, and every record that the page links to."""
    if ref:
        noted.add(kind, [ref])
    if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
        for kind, refs in records_linked(response.content.decode(response.charset)).items():
            noted.add(kind, refs)
    return noted.as_lists()


def _problem_of_form(response: HttpResponseBase) -> str:
    """The code of the first thing that is wrong with a form that allauth shows again; "" where nothing is."""
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form is None or not form.is_bound or not form.errors:
        return ""
    codes = [problem.code for problems in form.errors.as_data().values() for problem in problems]
    return str(codes[0] or "not taken").replace("_", " ")[:60]


def _who(request: HttpRequest) -> Who:
    actor = getattr(request, "actor", None)
    if actor is not None:
        return who_acts(actor)
    if request.user.is_authenticated:
        # Where no view was reached (no such address, a forged form), nobody has asked yet who this is.
        found = find_actor(
            request.user, on=clock.today(), membership_ref=request.session.get("membership", "")
        )
        return who_acts(found) if found else who_is(request.user)
    return who_is(_person_meant(request)) if request.method == "POST" else NOBODY


def _person_meant(request: HttpRequest) -> Person | None:
    """Whose account a visitor tries: by the address typed at sign-in, or by the password that was right before a
    code was asked for."""
    begun = request.session.get("account_login")
    if isinstance(begun, dict) and begun.get("user_pk"):
        return Person.objects.filter(pk=url_str_to_user_pk(begun["user_pk"])).first()
    typed = request.POST.get("login", "")[:254] if _is_public(request) else ""
    return Person.objects.filter(email__iexact=typed.strip()).first() if typed else None
