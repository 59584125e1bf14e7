"""How allauth behaves here: nobody signs up by themselves, and second factors are kept encrypted."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator or at the first run, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Said only to somebody who gave the right password of a closed account."""
        messages.error(request, "This account is closed. Ask your partnership's administrator.")
        return redirect("account_login")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own mails are not sent: Heed's audit log says what changed."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks of us about second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every 30 seconds: type the one shown now.",
        "cannot_delete_authenticator": "This factor cannot be removed.",
    }

    def encrypt(self, text: str) -> str:
        """Whoever reads the database alone must not be able to make anybody's codes."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With another signing key than it was made with, a secret that fits no code: it must be re-issued."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return get_random_string(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    def _get_site_name(self) -> str:
        return "Heed"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "Passkey or hardware key"


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"heed second factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
