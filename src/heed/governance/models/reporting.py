"""What is reported to whom, how often, and what was."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class ReportDue(Record):
    """Something that is reported again and again: by a group or an agency, to a group or somebody else."""

    name = models.CharField(max_length=200)
    from_group = models.ForeignKey(
        "partnerships.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="reports_made"
    )
    from_agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_group = models.ForeignKey(
        "partnerships.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="reports_awaited"
    )
    to_words = models.CharField(max_length=160, blank=True)
    every = models.CharField(max_length=20)
    """How often, by `rules/meetings.yaml`."""
    every_words = models.CharField(max_length=40, blank=True)
    """The word that was typed, where it can mean two things."""
    basis = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    """The next day by which it is due."""
    ended_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_group__isnull=True) | Q(from_agency__isnull=True),
                name="report_is_of_one_body",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def recipient(self) -> str:
        """To whom it is reported, in words."""
        return self.to_group.name if self.to_group else self.to_words


class ReportSent(models.Model):
    """That it was reported, for which day it was due, to whom and when."""

    report = models.ForeignKey(ReportDue, on_delete=models.CASCADE, related_name="sent")
    due_on = models.DateField()
    sent_on = models.DateField()
    to = models.CharField(max_length=160)
    words = models.CharField(max_length=300, blank=True)
    kept_by = models.CharField(max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reports sent"
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(fields=["report", "due_on"], name="report_sent_once_for_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} for {self.due_on}"
