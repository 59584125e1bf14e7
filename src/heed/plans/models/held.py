"""Recommended again after it was closed: what was done did not hold, and why, by name."""

from __future__ import annotations

from django.db import models

from heed.plans.models.marks import ByName
from heed.platform.base.ids import new_public_id


class NotHeld(ByName):
    """Somebody says why what was done for a recommendation did not hold, as a later one had to say the same again.

    It counts until it is taken back, or until a difference is seen after it; it is seen by those who see both.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    recommendation = models.ForeignKey(
        "learning.Recommendation", on_delete=models.PROTECT, related_name="not_held"
    )
    repeated_by = models.ForeignKey("learning.Recommendation", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "repeated_by"],
                condition=models.Q(taken_back_at__isnull=True),
                name="did_not_hold_once",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="did_not_hold_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} did not hold"
