"""Steps of a review that those who decide take together."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class StepProposal(Record):
    """That a report is withheld, or a review closed, put forward with its reasons. It is so from `reached_on`, the day
    on which the last of those who decide agreed. Rows are added, and never changed but for that day."""

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=12, choices=[("withheld", "withheld"), ("closed", "closed")])
    why = models.TextField()
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    reached_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="step_is_proposed_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.review_id} to be {self.state}"
