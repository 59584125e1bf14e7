"""Two recommendations beside one another: what the machine makes of them, and what people say.

A row is seen by those who see both; queries begin with the recommendations that somebody may see.
"""

from __future__ import annotations

from django.db import models

from heed.memory.types import Likeness
from heed.platform.base.ids import new_public_id

_ANSWERS = [(each.value, each.value) for each in Likeness]


class Alike(models.Model):
    """The machine takes these two for the same: an alert, nobody's judgement. `one` has the lower key."""

    one = models.ForeignKey("learning.Recommendation", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("learning.Recommendation", on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    why = models.CharField(max_length=400)

    class Meta:
        verbose_name_plural = "alike"
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="alike_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="alike_has_the_lower_key_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.score}"


class Pair(models.Model):
    """Two recommendations of which somebody said whether they are the same lesson. `answer` is what was said last;
    every answer stays. `one` has the lower key."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    one = models.ForeignKey("learning.Recommendation", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("learning.Recommendation", on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=_ANSWERS, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="pair_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="pair_has_the_lower_key_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.answer}"


class PairAnswer(models.Model):
    """What one person said of a pair: never changed. `why_not_held`: why what was done for the earlier one, which had
    been closed, did not hold."""

    pair = models.ForeignKey(Pair, on_delete=models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=10, choices=_ANSWERS)
    reason = models.TextField()
    why_not_held = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="pair_answer_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.pair_id}: {self.answer}"
