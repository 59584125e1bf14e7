"""What reviews ask for, and what agencies answer: verbatim, each tied to its place in a Reading."""

from __future__ import annotations

from django.db import models

from heed.learning.types import RecommendationState
from heed.platform.access.models import Record


class Theme(models.Model):
    """A heading of one review that gathers several of its recommendations."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="themes")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "name"], name="theme_once_in_review")]

    def __str__(self) -> str:
        return self.name


class Recommendation(Record):
    """One ask. `text` never changes; `short_name` is ours. `state` and `thread` are computed, never typed."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="recommendations")
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    text = models.TextField()
    short_name = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=80, blank=True)
    withheld = models.BooleanField(default=False)
    before_publication = models.BooleanField(default=False)
    reading = models.ForeignKey("library.Reading", on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)
    registered_at = models.DateTimeField()
    state = models.CharField(
        max_length=30,
        choices=[(state.value, state.value) for state in RecommendationState],
        default=RecommendationState.REGISTERED,
    )
    thread = models.JSONField(default=list)

    class Meta:
        ordering = ["-review_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="recommendation_reference_once")
        ]
        indexes = [
            models.Index(
                fields=["partnership", "state", "-review", "position", "scope"],
                name="recommendation_by_state",
            ),
            models.Index(
                fields=["partnership", "-review", "position", "scope"], name="recommendation_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RecommendationPart(models.Model):
    """One ask inside a compound recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text[:60]


class Addressee(models.Model):
    """Whom a recommendation asks, in the document's words, and the agency that this is taken to mean."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="addressees")
    words = models.CharField(max_length=200)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.words


class Response(Record):
    """What an agency says to a recommendation, or to a whole theme, in its own words and a dated round."""

    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    theme = models.ForeignKey(
        Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency_words = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveIntegerField()
    reading = models.ForeignKey("library.Reading", on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recommendation__isnull=False, theme__isnull=True)
                | models.Q(recommendation__isnull=True, theme__isnull=False),
                name="response_answers_a_recommendation_or_a_theme",
            )
        ]
        indexes = [
            models.Index(fields=["partnership", "-reading", "position", "scope"], name="response_in_order")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Finding(Record):
    """What a review learned: good practice as well as weakness. `text` never changes."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    section = models.CharField(max_length=200, blank=True)
    recommendations = models.ManyToManyField(Recommendation, through="FindingLink", related_name="findings")
    reading = models.ForeignKey("library.Reading", on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["-review_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="finding_reference_once")
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
