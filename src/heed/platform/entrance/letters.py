"""Mails about signing in: a link and how long it works, nothing of any case. Sent by the worker, not while a page
waits: nobody learns from the time it takes whether an address is known."""

from __future__ import annotations

import logging

from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from heed.platform.entrance.links import token_of
from heed.platform.entrance.models import Invitation, PasswordLink

log = logging.getLogger(__name__)
INVITATION, PASSWORD = "invitation", "password"  # noqa: S105  kinds of link


def invitation_address(row: Invitation) -> str:
    """The whole address that the invited person opens."""
    return row.site + reverse("accept_invitation", args=[token_of(row, kind=INVITATION)])


def password_address(row: PasswordLink) -> str:
    """The whole address at which a new password is chosen."""
    return row.site + reverse("new_password", args=[token_of(row, kind=PASSWORD)])


@task()
def send_invitation(ref: str) -> None:
    """Mail an open invitation; whether it went is kept for whoever invited."""
    row = Invitation.objects.select_related("partnership").filter(public_id=ref).first()
    if row is None or row.accepted_at or row.withdrawn_at:
        return
    words = (
        f"{row.partnership.name} invites you to Heed, where it keeps what it learns from reviews.\n\n"
        f"Open this address to begin:\n\n{invitation_address(row)}\n\n"
        f"It works once, until {timezone.localtime(row.expires_at):%-d %B %Y, %H:%M}. "
        "If you did not expect it, you need do nothing.\n"
    )
    sent = _send(row.email, "An invitation to Heed", words)
    Invitation.objects.filter(pk=row.pk).update(mail=Invitation.Mail.SENT if sent else Invitation.Mail.FAILED)


def mail_password_link(row: PasswordLink) -> bool:
    """Mail this link to its person. Returns whether it went."""
    assert row.person is not None
    words = (
        "Somebody, probably you, asked Heed for a new password.\n\n"
        f"Choose it at this address:\n\n{password_address(row)}\n\n"
        f"It works once, until {timezone.localtime(row.expires_at):%-d %B %Y, %H:%M}. "
        "If it was not you, you need do nothing: your password stays as it is.\n"
    )
    return _send(row.person.email, "A new password for Heed", words)


def _send(to: str, subject: str, words: str) -> bool:
    try:
        return bool(send_mail(subject, words, None, [to]))
    except OSError:
        log.exception("a mail about signing in could not be sent")
        return False
