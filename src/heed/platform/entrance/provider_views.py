"""Signing in through one's own organisation."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from heed.platform.accounts.models import Person
from heed.platform.base.errors import NotVisible
from heed.platform.entrance.invite_views import site_of
from heed.platform.entrance.operations.providers import come_in_by_provider
from heed.platform.entrance.providers import Provider, hear_from, list_providers, provider_for, send_to
from heed.platform.http.middleware import public

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_POST
def sign_in_next(request: HttpRequest) -> HttpResponse:
    """After the address: on to the organisation's own sign-in, or to the password. The part after the @ decides
    alone, so that nobody learns who has an account."""
    email, going = request.POST.get("email", "").strip()[:254], request.POST.get("next", "")
    provider = provider_for(email)
    if provider is None:
        return redirect(f"{reverse('account_login')}?{urlencode({'email': email, 'next': going})}")
    if url_has_allowed_host_and_scheme(going, {request.get_host()}):
        request.session["going_to"] = going
    back = site_of(request) + reverse("sign_in_back", args=[provider.key])
    return send_to(provider, request, back=back, email=email)


@public
@require_safe
def sign_in_back(request: HttpRequest, key: str) -> HttpResponse:
    """Back from the organisation's sign-in."""
    provider = next((each for each in list_providers() if each.key == key), None)
    if provider is None:
        raise NotVisible
    person = come_in_by_provider(vouched=hear_from(provider, request), at=timezone.now())
    return _come_in(request, person, provider)


def _come_in(request: HttpRequest, person: Person, provider: Provider) -> HttpResponse:
    """Signed in; where the provider asks for a second factor itself, Heed does not ask again."""
    going = request.session.pop("going_to", "") or reverse("home")
    if not provider.second_factor:
        answer: HttpResponse = perform_login(request, Login(user=person, redirect_url=going))
        return answer
    login(request, person, backend=BACKEND)
    request.session["second_factor"] = True
    return redirect(going)
