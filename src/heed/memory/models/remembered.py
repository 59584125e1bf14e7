"""The index: one row for each recommendation that has words, as restricted as they are."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Remembered(Record):
    """A recommendation taken apart and encoded. An empty `encoding` waits; `edition` says what made the rest.

    It stands in its recommendation's scope, moves with the case, and goes when the recommendation goes.
    """

    recommendation = models.OneToOneField(
        "learning.Recommendation", on_delete=models.CASCADE, related_name="remembered"
    )
    encoding = models.BinaryField(default=b"")
    ask = models.JSONField(default=dict)
    edition = models.CharField(max_length=40, blank=True)
    compared = models.CharField(max_length=40, blank=True)
    """The edition by which it was compared with all others; empty: it is still to be."""

    class Meta:
        verbose_name_plural = "remembered"
        indexes = [
            models.Index(fields=["edition"], name="remembered_by_edition"),
            # Holds all by which the rows that somebody may see are known to be the same as before.
            models.Index(fields=["partnership", "edition", "scope", "version"], name="remembered_as_it_is"),
        ]

    def __str__(self) -> str:
        return f"memory of {self.recommendation_id}"
