"""How somebody else signs in, for those who manage people: their factors and sessions, and a new password."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.platform.base.errors import Invalid
from heed.platform.entrance.invite_views import site_of
from heed.platform.entrance.letters import password_address
from heed.platform.entrance.operations.factors import reissue_factors
from heed.platform.entrance.operations.passwords import make_password_link
from heed.platform.entrance.operations.sessions import end_sessions_of
from heed.platform.entrance.queries import (
    Check,
    Factor,
    OpenSession,
    find_person,
    list_checks,
    list_factors,
    list_sessions,
)
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class PersonSignInPage:
    """`link` is a link for a new password, shown in the one answer that made it."""

    title: str
    ref: str
    name: str
    email: str
    own: bool
    factors: tuple[Factor, ...]
    sessions: tuple[OpenSession, ...]
    checks: tuple[Check, ...]
    how: str
    how_wrong: str
    link: str


@require_http_methods(["GET", "POST"])
def person_sign_in(request: HttpRequest, ref: str) -> HttpResponse:
    """See it, end their sessions, re-issue a lost factor, make a link for a new password."""
    actor, at = actor_of_request(request), timezone.now()
    person = find_person(actor, ref)
    done, status, wrong, link = request.POST.get("do", ""), 200, "", ""
    if done == "end_sessions":
        end_sessions_of(actor, person_ref=ref, at=at)
        messages.success(request, f"{person.name} is signed out everywhere.")
        return redirect("person_sign_in", ref=ref)
    if done == "reissue":
        try:
            reissue_factors(actor, person_ref=ref, how=request.POST.get("how", ""), at=at)
        except Invalid as refusal:
            status, wrong = 422, refusal.fields["how"]
        else:
            messages.success(request, f"{person.name} sets up a new factor after the next sign-in.")
            return redirect("person_sign_in", ref=ref)
    if done == "password_link":
        link = password_address(make_password_link(actor, person_ref=ref, site=site_of(request), at=at))
    page = PersonSignInPage(
        title=f"How {person.name} signs in",
        ref=ref,
        name=person.name,
        email=person.email,
        own=person.pk == actor.person_id,
        factors=tuple(list_factors(person.pk)),
        sessions=tuple(list_sessions(person.pk, at=at)),
        checks=tuple(list_checks(actor, person)),
        how=request.POST.get("how", ""),
        how_wrong=wrong,
        link=link,
    )
    return render(request, "entrance/person_sign_in.html", page, status=status)
