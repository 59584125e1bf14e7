"""What lies behind what reviews learned, which question it answers, and what was learned early."""

from __future__ import annotations

from django.db import models

from heed.learning.models.findings import Finding
from heed.learning.models.records import Recommendation
from heed.platform.access.models import Record


class Behind(models.Model):
    """What lies behind a finding: why people acted as they did, how it looked to them at the time, where that is
    known from, what research says, how the work was organised, and what it was like for the child. `hindsight`: it
    judges with what was known only later."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="behind")
    reasons = models.TextField(blank=True)
    at_the_time = models.TextField(blank=True)
    hindsight = models.BooleanField(default=False)
    sources = models.TextField(blank=True)
    research = models.TextField(blank=True)
    organisation = models.TextField(blank=True)
    childs_life = models.TextField(blank=True)
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "behind"

    def __str__(self) -> str:
        return f"behind {self.finding}"


class QuestionAnswered(models.Model):
    """A question of the review's terms that a finding or a recommendation answers, as somebody said."""

    question = models.ForeignKey("reviews.Question", on_delete=models.PROTECT, related_name="answered")
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    recommendation = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.CASCADE, related_name="answers"
    )
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finding__isnull=False, recommendation__isnull=True)
                | models.Q(finding__isnull=True, recommendation__isnull=False),
                name="question_is_answered_by_one_thing",
            ),
            models.UniqueConstraint(fields=["question", "finding"], name="question_answered_once_by_finding"),
            models.UniqueConstraint(
                fields=["question", "recommendation"], name="question_answered_once_by_recommendation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding or self.recommendation} answers {self.question}"


class EarlyLearning(Record):
    """Something learned before the review ends, issued at once: `recommendation` is what is asked for, followed like
    any other. Later it is tied to the final recommendation that takes it up."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="early_learning")
    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="early")
    spotted_on = models.DateField()
    audience = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)
    """The post that answers for it until then."""
    issued_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    tied_to = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="began_as"
    )
    tied_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "early learning"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tied_to__isnull=True) | ~models.Q(tied_to=models.F("recommendation")),
                name="early_learning_is_tied_to_another",
            ),
            models.CheckConstraint(
                condition=models.Q(tied_to__isnull=True)
                | models.Q(tied_by__isnull=False, tied_at__isnull=False),
                name="early_learning_is_tied_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"early learning {self.recommendation}"
