"""A forgotten password: asked for by mail, or handed on as a link."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.platform.base.errors import Invalid
from heed.platform.entrance.forms import ForgottenForm, NewPasswordForm
from heed.platform.entrance.invite_views import site_of
from heed.platform.entrance.operations.passwords import (
    ask_for_password_link,
    choose_password,
    find_password_link,
)
from heed.platform.http.middleware import public
from heed.platform.ui.frame import render


@dataclass(frozen=True, kw_only=True)
class ForgottenPage:
    """`mailed` says whether this Heed sends mails; `done` that one was asked for."""

    title: str
    form: ForgottenForm
    mailed: bool
    done: bool


@dataclass(frozen=True, kw_only=True)
class NewPasswordPage:
    title: str
    email: str
    form: NewPasswordForm


@public
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """The same words, after the same time, for an address that Heed knows and for one that it does not."""
    form, status, done = ForgottenForm(request.POST or None), 200, False
    if request.method == "POST" and settings.MAIL_SENT:
        too_many = ratelimit.consume_or_429(request, action="reset_password")
        if too_many is not None:
            raise Invalid("Too many links were asked for from here. Try again in some minutes.")
        if form.is_valid():
            ask_for_password_link(email=form.cleaned_data["email"], site=site_of(request), at=timezone.now())
            done = True
        else:
            status = 422
    page = ForgottenPage(title="A new password", form=form, mailed=settings.MAIL_SENT, done=done)
    return render(request, "entrance/forgotten.html", page, status=status)


@public
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password by a link, once; then sign in with it as always, second factor included."""
    now = timezone.now()
    person = find_password_link(token, at=now).person
    form, status = NewPasswordForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                choose_password(token=token, password=form.cleaned_data["password"], at=now)
            except Invalid as refusal:
                for field, sentence in refusal.fields.items():
                    form.add_error(field, sentence)
            else:
                messages.success(request, "Your new password is saved. Sign in with it.")
                return redirect("account_login")
    page = NewPasswordPage(title="Choose a new password", email=person.email if person else "", form=form)
    return render(request, "entrance/new_password.html", page, status=status)
