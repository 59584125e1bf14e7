"""What people said of themes: confirmed, taken away or added, by whom and why."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Themed(Record):
    """One person's word on one theme of a recommendation or a finding: rows are added, never changed, and the newest
    counts. It stands in its record's scope and moves with its case. Where nobody has said anything, what the list
    proposes counts."""

    class Says(models.TextChoices):
        IS = "is", "It is"
        IS_NOT = "is_not", "It is not"

    kind = models.CharField(max_length=14)
    source_id = models.BigIntegerField()
    ref = models.CharField(max_length=12)
    theme = models.CharField(max_length=80)
    says = models.CharField(max_length=6, choices=Says.choices)
    why = models.CharField(max_length=300, blank=True)
    """What the list proposed it for, or what the person gave as a reason."""
    edition = models.PositiveIntegerField(default=0)
    """Of the list of themes, as it was then."""
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "themed"
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "source_id"], name="themed_by_record")]

    def __str__(self) -> str:
        return f"{self.ref} {self.says} {self.theme}"
