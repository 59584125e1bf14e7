"""Recommendations of a review while they are drafted."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Drafted(Record):
    """A draft: what is to be asked, of whom, by when, how it will be known, and what is to change for children.

    It stands in its review's scope. It becomes a recommendation when the report is brought in; nothing here is one.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.TextField()
    asked_of = models.CharField(max_length=200, blank=True)
    by_when = models.CharField(max_length=120, blank=True)
    how_we_will_know = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "drafted"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:60]
