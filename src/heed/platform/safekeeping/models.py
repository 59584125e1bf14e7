"""What is remembered about backups: when, how it went, and whether it was proven by restoring it."""

from __future__ import annotations

from django.db import models


class Backup(models.Model):
    """One backup that Heed made by schedule or because somebody asked on the page; it is of the whole installation.

    A row says `verified_at` only after the backup was restored into a temporary place and compared.
    """

    made_at = models.DateTimeField()
    name = models.CharField(max_length=120)
    asked_by = models.CharField(max_length=120, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    missing = models.PositiveIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name} {'verified' if self.verified_at else 'not verified'}"
