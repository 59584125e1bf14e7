"""A partnership's own editions of rules. What Heed is shipped with, in `rules/`, is edition 0."""

from __future__ import annotations

from django.db import models


class RuleEdition(models.Model):
    """One edition of one set of rules, never changed once made; the newest that is valid on the day counts."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "number"], name="rule_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, edition {self.number}"
