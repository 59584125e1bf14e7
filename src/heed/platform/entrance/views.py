"""Signing in, and the first run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.platform.access.queries import OwnMembership, list_cast, list_own_memberships
from heed.platform.base import clock
from heed.platform.base.errors import Invalid, NotVisible
from heed.platform.entrance.forms import FirstRunForm
from heed.platform.entrance.middleware import before_second_factor
from heed.platform.entrance.providers import list_providers
from heed.platform.entrance.setup import act_in, set_up
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request
from heed.platform.partnerships.models import Membership, Partnership
from heed.platform.ui.frame import render

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class _SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in, with its limits on guessing; in the demo it offers the cast as well."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        email = self.request.GET.get("email", "")[:254]
        if self.request.method == "GET":
            context["form"].initial["login"] = email
        asked = bool(list_providers()) and self.request.method == "GET" and not email
        return {**context, "cast": list_cast() if settings.DEMO else (), "address_first": asked}


sign_in = public(_SignIn.as_view())


@public
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """One click to be somebody in the demo; anywhere else this address does not exist."""
    if not settings.DEMO or Partnership.objects.filter(is_demo=False).exists():
        raise NotVisible
    membership = (
        Membership.objects.filter(public_id=request.POST.get("member", ""), partnership__is_demo=True)
        .select_related("person")
        .first()
    )
    if membership is None:
        raise NotVisible
    login(request, membership.person, backend=_BACKEND)
    request.session["membership"] = membership.public_id
    return redirect("home")


@dataclass(frozen=True, kw_only=True)
class MembershipsPage:
    title: str
    memberships: tuple[OwnMembership, ...]


@before_second_factor
@require_http_methods(["GET", "POST"])
def choose_membership(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own memberships; the frame of every page says which."""
    actor = actor_of_request(request)
    own = list_own_memberships(actor, on=clock.today())
    if request.method == "POST":
        if request.POST.get("membership") not in {each.ref for each in own}:
            raise NotVisible
        act_in(actor, ref=request.POST["membership"], at=timezone.now())
        request.session["membership"] = request.POST["membership"]
        return redirect("home")
    page = MembershipsPage(title="Who you act for", memberships=tuple(own))
    return render(request, "entrance/memberships.html", page)


@dataclass(frozen=True, kw_only=True)
class FirstRunPage:
    title: str
    form: FirstRunForm


@public
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """Create the partnership, its agencies and the first administrator; gone once that is done."""
    if Partnership.objects.exists():
        raise NotVisible
    form = FirstRunForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                membership = set_up(form.values(), at=timezone.now())
            except Invalid as refusal:
                for field, sentence in refusal.fields.items():
                    form.add_error(field, sentence)
            else:
                login(request, membership.person, backend=_BACKEND)
                messages.success(request, f"{membership.partnership.name} is set up.")
                return redirect("home")
        status = 422
    page = FirstRunPage(title="Set up Heed", form=form)
    return render(request, "entrance/first_run.html", page, status=status)
