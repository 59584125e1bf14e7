"""Proceedings that run beside a review: police, courts, coroner, employers."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Proceedings(Record):
    """One set of proceedings, from when to when, and which steps of the review it holds up since when.

    It ends once. Where it is opened again, that is another row, which names this one (`reopens`). `resumed_at` is when
    somebody had seen, after it ended, that the steps it held up go on.
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="proceedings")
    kind = models.CharField(max_length=20)
    body = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    began_on = models.DateField()
    blocks = models.JSONField(default=list)
    blocks_since = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    """When somebody is to ask how far it is: the day of a hearing, or of a decision."""
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    reopens = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reopened_as"
    )
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    resumed_words = models.TextField(blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "proceedings"
        ordering = ["-began_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="proceedings_reference_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | (models.Q(ended_on__gte=models.F("began_on")) & ~models.Q(outcome="")),
                name="proceedings_end_after_they_begin_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(resumed_at__isnull=True) | models.Q(ended_on__isnull=False),
                name="proceedings_resume_after_they_end",
            ),
            models.CheckConstraint(
                condition=models.Q(blocks=[]) | models.Q(blocks_since__isnull=False),
                name="proceedings_block_since_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
