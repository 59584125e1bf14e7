"""The bytes that people brought in, kept once, under a name made from their hash."""

from __future__ import annotations

from django.db import models


class StoredFile(models.Model):
    """A file in the data folder. A row exists only after its bytes are safely on the disk, and stays when they were
    erased on purpose."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.sha256[:12]
