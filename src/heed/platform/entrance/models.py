"""Who is signed in where, and links that let one person in once."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from heed.platform.base.ids import new_public_id


class PersonSession(models.Model):
    """A browser in which somebody is signed in. Gone when the session ends; the audit log keeps that it was."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True)
    """What the browser says that it is."""
    address = models.GenericIPAddressField(null=True)

    def __str__(self) -> str:
        return f"{self.person} since {self.began_at:%Y-%m-%d %H:%M}"


class Invitation(models.Model):
    """A place in a partnership that waits for somebody to take it. Its link is made from `nonce` and the signing
    key, so that the database alone opens nothing; sending it again makes a new one."""

    class Mail(models.TextChoices):
        NONE = "none"
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    post = models.CharField(max_length=160, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    nonce = models.CharField(max_length=12, default=new_public_id)
    expires_at = models.DateTimeField()
    site = models.CharField(max_length=200)
    """The address that the link begins with, as the inviter reached Heed."""
    mail = models.CharField(max_length=8, choices=Mail.choices, default=Mail.NONE)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} to {self.partnership}"


class PasswordLink(models.Model):
    """A link by which somebody chooses a new password, once. Where it was asked for by mail, the worker finds out
    whose address that is: the page that asks does the same for everybody, so that nobody learns who is known."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """None where the person asked for it themselves."""
    asked_for = models.EmailField(blank=True)
    """The address that was typed, until the worker has seen to it."""
    nonce = models.CharField(max_length=12, default=new_public_id)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    site = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"for {self.person}"


class ProviderAccount(models.Model):
    """Whom an identity provider means by a subject: kept at the first sign-in, so that an address that is given to
    somebody else later does not open the account of whoever had it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="subject_is_one_person"),
            models.UniqueConstraint(fields=["issuer", "person"], name="person_has_one_subject_at_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.issuer}"


class IdentityCheck(models.Model):
    """Why somebody's lost second factor was taken away: who made sure, how, that it was really them who asked."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    """None where it was done on Heed's own machine."""
    how = models.CharField(max_length=300)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}, checked by {self.checked_by or 'whoever runs the machine'}"
