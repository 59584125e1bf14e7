"""The drafts of a review's report, what was decided about each at its gates, and how it was challenged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.reviews.types.drafts import Answered, GateOutcome


class ReportDraft(Record):
    """One version of the report, exactly as it was sent. A newer one replaces it; it stays to be read.

    `words` are its paragraphs, one on a line, for reading it here and comparing it. It is accepted when those who
    decide have all agreed to it, on the last of their days.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    words = models.TextField()
    note = models.TextField(blank=True)
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_for = models.CharField(max_length=160)
    sent_at = models.DateTimeField()
    accepted_on = models.DateField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="report_draft_numbered_once"),
            models.UniqueConstraint(
                fields=["review"], condition=Q(accepted_on__isnull=False), name="report_accepted_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True, accepted_at__isnull=True)
                | Q(accepted_on__isnull=False, accepted_at__isnull=False),
                name="report_accepted_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.number} of {self.review_id}"


class DraftGate(models.Model):
    """What was decided about a draft at one gate, on which day and where. `points` are the standards as they stood,
    each met or not; one that is not met stands with `unmet`, the reason why the draft goes on nevertheless."""

    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="gates")
    key = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in GateOutcome])
    points = models.JSONField(default=list)
    unmet = models.TextField(blank=True)
    words = models.TextField(blank=True)
    meeting = models.CharField(max_length=200)
    framework = models.CharField(max_length=300, blank=True)
    """The partnership's framework documents in force on `held_on`."""
    held_on = models.DateField()
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_for = models.CharField(max_length=160)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "key"], name="draft_decided_once_at_a_gate"),
            models.CheckConstraint(
                condition=Q(outcome="passed") | ~Q(words=""), name="draft_is_sent_back_with_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} at {self.key}"


class DraftChallenge(Record):
    """Something in a draft that somebody challenges. It stays as it was said; so does its answer."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="draft_challenges")
    draft = models.ForeignKey(ReportDraft, on_delete=models.PROTECT, related_name="challenges")
    number = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_for = models.CharField(max_length=160)
    said_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Answered]
    )
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="draft_challenge_numbered_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True)
                | (Q(answered_by__isnull=False) & ~Q(answer="") & ~Q(outcome="")),
                name="draft_challenge_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"challenge {self.number} of {self.review_id}"
