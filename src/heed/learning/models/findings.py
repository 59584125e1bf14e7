"""What reviews found, and which recommendations it led to."""

from __future__ import annotations

from django.db import models

from heed.learning.models.records import Recommendation
from heed.platform.access.models import Withdrawable


class Finding(Withdrawable):
    """What a review learned: good practice as well as weakness. What was printed never changes; what was written here
    may be mended, and taken out, until the report is accepted."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    section = models.CharField(max_length=200, blank=True)
    recommendations = models.ManyToManyField(Recommendation, through="FindingLink", related_name="findings")
    reading = models.ForeignKey(
        "library.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spans = models.JSONField(default=list)
    written_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who put it into the register, where it was written here and not read from a document."""
    mark = models.OneToOneField(
        "chronologies.Mark", null=True, blank=True, on_delete=models.SET_NULL, related_name="finding"
    )
    """The mark of a finding, hung on an event of the chronology, that it began as."""
    registered_at = models.DateTimeField()
    withheld = models.BooleanField(default=False)
    """Whether it stands in no report for the public."""
    withheld_why = models.CharField(max_length=300, blank=True)
    public_text = models.TextField(blank=True)
    """What reports for the public say instead of its words; "" where they say its words."""

    class Meta:
        ordering = ["-review_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="finding_reference_once"),
            models.CheckConstraint(
                condition=models.Q(withheld=False) | ~models.Q(withheld_why=""),
                name="finding_withheld_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(reading__isnull=False) | models.Q(written_by__isnull=False),
                name="finding_was_read_or_written",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "-review", "position", "scope"], name="finding_in_order"),
        ]

    def __str__(self) -> str:
        return self.reference


class FindingLink(models.Model):
    """A recommendation that a finding led to, and who or what in the document says so."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="links")
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="finding_links")
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "recommendation"], name="finding_leads_there_once")
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} led to {self.recommendation_id}"
