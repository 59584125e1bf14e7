"""Pseudonyms, and apart from them whom they stand for."""

from __future__ import annotations

from django.db import models

from heed.chronologies.types import PersonKind
from heed.platform.access.models import Record


class Pseudonym(Record):
    """What somebody is called in a review's documents: used once in a partnership's area, so that no two children
    are ever taken for one."""

    area = models.ForeignKey("partnerships.Area", on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=80)
    folded = models.CharField(max_length=80)
    kind = models.CharField(max_length=14, choices=[(each.value, each.value) for each in PersonKind])
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="pseudonyms")
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["word", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "area", "folded"], name="pseudonym_once_in_area")
        ]

    def __str__(self) -> str:
        return self.word


class SealedName(models.Model):
    """Whom a pseudonym stands for: the names that records call them by, one on a line. Kept apart, so that no list
    and no search of pseudonyms can come upon it; opening it is an event."""

    pseudonym = models.OneToOneField(Pseudonym, on_delete=models.CASCADE, related_name="sealed")
    names = models.TextField()
    sealed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"sealed name {self.pk}"
