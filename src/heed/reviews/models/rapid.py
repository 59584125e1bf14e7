"""A rapid review, and what each agency was asked for it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.reviews.models.cases import AsksSafety


class RapidReview(Record):
    """From the council's notification to the Panel's reply; each step has its day, the decision is the case's."""

    review = models.OneToOneField("reviews.Review", on_delete=models.CASCADE, related_name="rapid")
    reference = models.CharField(max_length=30, blank=True)
    """Its own, under which it goes to the Panel, whatever the case is called later."""
    aware_on = models.DateField()
    """When the council knew of the incident."""
    notified_on = models.DateField(null=True, blank=True)
    their_reference = models.CharField(max_length=40, blank=True)
    met_on = models.DateField(null=True, blank=True)
    met_words = models.TextField(blank=True)
    """What the meeting found: the facts, what was done for children at once, and what can be learned now."""
    sent_on = models.DateField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    reply_by = models.CharField(max_length=160, blank=True)
    reply_agrees = models.BooleanField(null=True, blank=True)
    reply_words = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True) | Q(notified_on__gte=models.F("aware_on")),
                name="rapid_review_notified_once_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_why=""),
                name="rapid_review_closed_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"rapid review of {self.review_id}"


class AgencyAsked(AsksSafety):
    """What one agency knows, asked for a rapid review. `answer` stays as it was given."""

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="asked")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "agencies asked"
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="agency_asked_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} asked for {self.review_id}"

    @property
    def asked_of(self) -> str:
        return f"{self.agency.name}, rapid review"

    @property
    def asked_since(self) -> date:
        return self.asked_on
