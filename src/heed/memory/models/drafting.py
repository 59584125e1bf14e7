"""Recommendations of a review while they are drafted."""

from __future__ import annotations

from django.db import models

from heed.memory.types import ANSWER_NAMES
from heed.platform.access.models import Record


class Drafted(Record):
    """A draft: what is to be asked, of whom, by when, how it will be known, and what is to change for children.

    It stands in its review's scope. It is no recommendation; `registered_as` is the one that was made of it.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    text = models.TextField()
    asked_of = models.CharField(max_length=200, blank=True)
    by_when = models.CharField(max_length=120, blank=True)
    how_we_will_know = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped_why = models.CharField(max_length=300, blank=True)
    registered_as = models.OneToOneField(
        "learning.Recommendation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name_plural = "drafted"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(registered_as=None) | models.Q(dropped_at=None),
                name="drafted_is_registered_or_dropped",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class DraftedAnswer(models.Model):
    """What one person said of a draft and an earlier recommendation: never changed, and carried to the pair of the two
    when the draft is put into the register. `why_not_held` as in `PairAnswer`."""

    drafted = models.ForeignKey(Drafted, on_delete=models.CASCADE, related_name="answers")
    earlier = models.ForeignKey("learning.Recommendation", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        max_length=10, choices=[(each.value, name) for each, name in ANSWER_NAMES.items()]
    )
    reason = models.TextField()
    why_not_held = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="drafted_answer_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.drafted_id}: {self.answer}"
