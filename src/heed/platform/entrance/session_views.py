"""“Your sign-in”: password, second factors and open sessions, one's own."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account import views as allauth_views
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.platform.entrance.middleware import before_second_factor
from heed.platform.entrance.operations.sessions import end_own_other_sessions, end_own_session
from heed.platform.entrance.queries import (
    Factor,
    OpenSession,
    get_factor_rule,
    has_second_factor,
    list_factors,
    list_sessions,
)
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class YourSignInPage:
    """`must` says that nothing else is shown until there is a second factor; `has_app` hides adding another."""

    title: str
    email: str
    has_password: bool
    apps: tuple[Factor, ...]
    passkeys: tuple[Factor, ...]
    codes_left: int | None
    must: bool
    asked_of_role: bool
    sessions: tuple[OpenSession, ...]
    idle_minutes: int
    most_hours: int


@before_second_factor
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """allauth's page; whoever has no password signs in through their organisation, and there is nothing to change."""
    if not request.user.has_usable_password():  # type: ignore[union-attr]
        return redirect("your_sign_in")
    response: HttpResponse = allauth_views.password_change(request)
    return response


@before_second_factor
@require_safe
def your_sign_in(request: HttpRequest) -> HttpResponse:
    """How the person signs in, and where they are signed in."""
    actor = actor_of_request(request)
    found = list_factors(actor.person_id)
    codes = [each.left for each in found if each.kind == "recovery_codes"]
    asked = settings.SECOND_FACTOR and get_factor_rule(actor, on=timezone.localdate()).asks(actor.roles)
    trusted = bool(request.session.get("second_factor"))
    page = YourSignInPage(
        title="Your sign-in",
        email=request.user.email,  # type: ignore[union-attr]
        has_password=request.user.has_usable_password(),  # type: ignore[union-attr]
        apps=tuple(each for each in found if each.kind == "totp"),
        passkeys=tuple(each for each in found if each.kind == "webauthn"),
        codes_left=codes[0] if codes else None,
        must=asked and not trusted and not has_second_factor(actor.person_id) and not settings.DEMO,
        asked_of_role=asked,
        sessions=tuple(
            list_sessions(actor.person_id, at=timezone.now(), current_key=request.session.session_key or "")
        ),
        idle_minutes=settings.IDLE_SECONDS // 60,
        most_hours=settings.SESSION_COOKIE_AGE // 3600,
    )
    return render(request, "entrance/your_sign_in.html", page)


@before_second_factor
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    actor, at = actor_of_request(request), timezone.now()
    if request.POST.get("which") == "others":
        ended = end_own_other_sessions(actor, keep_key=request.session.session_key or "", at=at)
        messages.success(
            request, f"{ended} other sessions were ended." if ended != 1 else "One session ended."
        )
    else:
        end_own_session(actor, ref=request.POST.get("which", ""), at=at)
        messages.success(request, "The session was ended. It is asked to sign in at its next click.")
    return redirect("your_sign_in")


@public
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; the browser is told to throw away what it kept of Heed, so that Back shows nothing."""
    response: HttpResponse = allauth_views.logout(request)
    if request.method == "POST":
        # Not "cookies": that would clear those of every other site under the same domain.
        response["Clear-Site-Data"] = '"cache", "storage"'
    return response
