"""Terms of reference: what a review asks, in versions; a question is the same one in each version that asks it."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Question(Record):
    """What a review asks. Findings and recommendations say which they answer. `key` is that of a standard one."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    key = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["review", "text"], name="question_once_in_review")]

    def __str__(self) -> str:
        return self.text[:80]


class Terms(Record):
    """One version of a review's terms of reference, never changed; the next one follows. It is in force once
    approved; one that is not approved may be withdrawn, with a reason, and the one before stands again."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    agencies = models.ManyToManyField("partnerships.Agency", related_name="+")
    words = models.TextField(blank=True)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.CharField(max_length=200, blank=True)
    """The body that approved it, as it is called."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "terms"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="terms_version_once"),
            models.CheckConstraint(
                condition=models.Q(period_to__gte=models.F("period_from")), name="terms_period_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(approved_on__isnull=True) | ~models.Q(approved_by=""),
                name="terms_are_approved_by_a_body",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | (models.Q(approved_on__isnull=True) & ~models.Q(withdrawn_why="")),
                name="terms_withdrawn_before_approval_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"terms, version {self.number}"


class TermsQuestion(models.Model):
    """A question that a version asks, in its order."""

    terms = models.ForeignKey(Terms, on_delete=models.CASCADE, related_name="asks")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["terms", "question"], name="terms_ask_once")]

    def __str__(self) -> str:
        return f"{self.terms}: {self.question}"
