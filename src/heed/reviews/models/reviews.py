"""Reviews: what was learned from, where and when."""

from __future__ import annotations

from datetime import date

from django.db import models

from heed.platform.access.models import Record
from heed.reviews.types import METHODS, Outcome, ReviewState, Tie


class Review(Record):
    """Any learning review. `area` and `body` tell where it comes from; who holds it here is the partnership."""

    reference = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    area = models.ForeignKey(
        "partnerships.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in ReviewState],
        default=ReviewState.PUBLISHED.value,
    )
    published_text = models.CharField(max_length=80, blank=True)
    published_earliest = models.DateField(null=True, blank=True)
    published_latest = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    """When its report was accepted in Heed, or it was decided on or closed without one; not while it is carried out."""
    registered_at = models.DateTimeField()
    incident_text = models.CharField(max_length=80, blank=True)
    """The day of the incident as it was told, "early March 2024"; what it may mean stands beside it."""
    incident_earliest = models.DateField(null=True, blank=True)
    incident_latest = models.DateField(null=True, blank=True)
    decision = models.CharField(
        max_length=14, blank=True, choices=[(each.value, each.value) for each in Outcome]
    )
    """What stands decided about the case; "" where nothing is. Written when those who decide have said so."""
    look_again_on = models.DateField(null=True, blank=True)
    guidance = models.CharField(max_length=120, blank=True)
    """The edition in force when it was referred."""
    method = models.CharField(max_length=14, blank=True, choices=list(METHODS.items()))
    documents = models.ManyToManyField("library.Document", related_name="reviews")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="review_reference_once"),
            models.CheckConstraint(
                condition=models.Q(published_earliest__isnull=True)
                | models.Q(published_latest__gte=models.F("published_earliest")),
                name="review_published_range_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(incident_earliest__isnull=True)
                | models.Q(incident_latest__gte=models.F("incident_earliest")),
                name="review_incident_range_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision="defer") | models.Q(look_again_on__isnull=False),
                name="review_deferred_has_a_day_to_look_again",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"

    @property
    def ordered_on(self) -> date | None:
        """The day by which it is earlier or later than others: of its publication, the last it can be; where it is not
        published, of the step that it reached. None while it is carried out, and where its document names no day."""
        return self.published_latest or self.reached_on


class ReviewStage(Record):
    """A step that a review took on a day. Rows are added, never changed: the newest is where the review is."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="stages")
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ReviewState])
    reached_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)
    framework = models.CharField(max_length=300, blank=True)
    """The partnership's framework documents in force on that day."""
    said_by = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["review", "state"], name="stage_of_review")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.state} on {self.reached_on}"


class DayCorrection(Record):
    """That somebody corrected the day by which a review is earlier or later than others (`Review.ordered_on`): what it
    said before and since, in words, and why. Rows are added, never changed."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="day_corrections")
    was = models.CharField(max_length=120)
    now = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.now}, before: {self.was}"


class RelatedReview(Record):
    """Two reviews of which somebody said how they belong together: about the same child, or not at all."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="related")
    other_ref = models.CharField(max_length=12)
    tie = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Tie])
    why = models.CharField(max_length=300, blank=True)
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "other_ref"], name="related_review_once")]

    def __str__(self) -> str:
        return f"{self.review_id} and {self.other_ref}"
