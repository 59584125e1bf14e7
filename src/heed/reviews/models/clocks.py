"""Clocks of reviews: each by the rule that was in force when it began."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.kit.clocks import Pause
from heed.platform.access.models import Record


class ReviewClock(Record):
    """One deadline. `rule` is the timescale as it was when the clock began, so that a later edition moves nothing;
    `due_on` (None while it is paused, or where the calendar does not reach) and `because` were computed by it."""

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="clocks")
    key = models.CharField(max_length=40)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whose clock it is, where one agency is waited for."""
    about = models.CharField(max_length=120, blank=True)
    """What it is about, where a review has several of its kind."""
    rule = models.JSONField(default=dict)
    starts_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    because = models.TextField()
    ended_on = models.DateField(null=True, blank=True)
    end_words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "key", "agency", "about"],
                condition=Q(ended_on__isnull=True),
                name="review_clock_runs_once",
            ),
            models.UniqueConstraint(
                fields=["review", "key", "about"],
                condition=Q(ended_on__isnull=True, agency__isnull=True),
                name="review_clock_runs_once_for_all",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "due_on"], name="review_clock_due")]

    def __str__(self) -> str:
        return f"{self.key} of {self.review_id}"


class ClockPause(models.Model):
    """While this lasts the clock does not run. `cause` is what paused it, for whoever resumes it when that ends."""

    clock = models.ForeignKey(ReviewClock, on_delete=models.CASCADE, related_name="pauses")
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    cause = models.CharField(max_length=60, blank=True)
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("began_on")),
                name="clock_pause_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["clock", "cause"],
                condition=Q(ended_on__isnull=True),
                name="clock_paused_once_for_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return f"pause of {self.clock_id}"

    @property
    def counted(self) -> Pause:
        """As the counting of days takes it."""
        return Pause(self.began_on, self.reason, self.ended_on)
