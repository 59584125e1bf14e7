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


class IdentityCheck(models.Model):
    """Why somebody's lost second factor was taken away: who made sure, how, that it was really them who asked."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=300)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}, checked by {self.checked_by}"
