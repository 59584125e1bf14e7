"""A person's own second factors: allauth's views behind Heed's pages, addresses and refusals."""

from __future__ import annotations

import json
import time
from typing import Any

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.platform.base.errors import NotVisible
from heed.platform.entrance.middleware import before_second_factor
from heed.platform.entrance.operations.factors import note_factor_added, note_factor_removed
from heed.platform.http.middleware import public
from heed.platform.http.requests import actor_of_request, number_of


class _Refused422:
    """A form with something wrong in it is answered with status 422, as everywhere in Heed."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class _OwnPage(_Refused422):
    """Afterwards: the printed codes, where they were just made, or the page of one's own sign-in."""

    did_generate_recovery_codes = False

    def get_success_url(self) -> str:
        made = self.did_generate_recovery_codes
        return reverse("mfa_view_recovery_codes" if made else "your_sign_in")


class _Adds(_OwnPage):
    """Adding a factor, and the printed codes that come with the first, are events."""

    kind = ""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        actor, at = actor_of_request(self.request), timezone.now()  # type: ignore[attr-defined]
        note_factor_added(actor, kind=self.kind, at=at)
        if self.did_generate_recovery_codes:
            note_factor_added(actor, kind="recovery_codes", at=at)
        return answer


class _Removes(_OwnPage):
    """Removing one is an event; the session no longer counts as having shown one."""

    kind = ""

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        request.session.pop("second_factor", None)
        note_factor_removed(actor_of_request(request), kind=self.kind, at=timezone.now())
        return answer


class _AddApp(_Adds, ActivateTOTPView):  # type: ignore[misc]
    kind = "totp"


class _RemoveApp(_Removes, DeactivateTOTPView):  # type: ignore[misc]
    kind = "totp"


class _WithOptions:
    """What the browser is asked about passkeys, as text for an attribute: a page holds no script of its own."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["options"] = json.dumps(context.get("js_data", {}), cls=DjangoJSONEncoder)
        return context


class _AddPasskey(_WithOptions, _Adds, AddWebAuthnView):  # type: ignore[misc]
    kind = "webauthn"


class _RemovePasskey(_Removes, RemoveWebAuthnView):  # type: ignore[misc]
    """Which one is said by its number, as a field: one's own only, and said before anything is asked."""

    kind = "webauthn"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        which = number_of(request, "which", most=2**31)
        if which is None or not self.get_queryset().filter(pk=which).exists():
            raise NotVisible
        self.kwargs["pk"] = which
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]


class _Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    pass


class _NewCodes(_Refused422, GenerateRecoveryCodesView):  # type: ignore[misc]
    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        note_factor_added(actor_of_request(self.request), kind="recovery_codes", at=timezone.now())
        return answer


class _SecondStep(_WithOptions, AuthenticateView):  # type: ignore[misc]
    """After the password: a code, a passkey or a printed code."""

    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 422
        return response


class _Again(_Refused422, ReauthenticateView):  # type: ignore[misc]
    pass


class _AgainByCode(_Refused422, ReauthenticateByCodeView):  # type: ignore[misc]
    pass


class _AgainByPasskey(_WithOptions, ReauthenticateWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        response.status_code = 422
        return response


_JUST_SIGNED_IN = 10 * 60
"""Seconds after signing in within which a first factor may be added without typing the password again."""


def _let_through_to_the_first(request: HttpRequest) -> None:
    """Whoever signed in a moment ago and has no factor yet need not say once more who they are."""
    fresh = time.time() - request.session.get("began", 0) < _JUST_SIGNED_IN
    if fresh and not is_mfa_enabled(request.user):
        reauthenticate_by_password(request)


def _own(view: Any) -> Any:
    """For somebody who has signed in; what changes a factor and its event stand or fall together."""
    answers = view.as_view()

    @before_second_factor
    @require_http_methods(["GET", "POST"])
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _let_through_to_the_first(request)
        if request.method == "GET":
            return answers(request, *args, **kwargs)  # type: ignore[no-any-return]
        with transaction.atomic():
            return answers(request, *args, **kwargs)  # type: ignore[no-any-return]

    return asked


add_app = _own(_AddApp)
remove_app = _own(_RemoveApp)
add_passkey = _own(_AddPasskey)
remove_passkey = _own(_RemovePasskey)
codes = before_second_factor(require_http_methods(["GET"])(_Codes.as_view()))
new_codes = _own(_NewCodes)
again = _own(_Again)
again_by_code = _own(_AgainByCode)
again_by_passkey = _own(_AgainByPasskey)
second_step = public(require_http_methods(["GET", "POST"])(_SecondStep.as_view()))
