"""What a group keeps from one meeting to the next, and who handed its chair over."""

from __future__ import annotations

from django.db import models

from heed.governance.types import LineKind
from heed.platform.access.models import Record


class GroupLine(Record):
    """A letter, a risk or something that is to come: what a group keeps from one meeting to the next."""

    group = models.ForeignKey("partnerships.Group", on_delete=models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=8, choices=[(each.value, each.value) for each in LineKind])
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    who = models.CharField(max_length=160, blank=True)
    """From or to whom a letter went; who looks after a risk; who brings what is to come."""
    on = models.DateField(null=True, blank=True)
    """The day of a letter; when a risk is looked at again; for the meeting on or after which something comes."""
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    strategy = models.ForeignKey(
        "governance.Strategy", null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    """The priority or strategy for which something comes."""
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return self.title


class Handover(Record):
    """One chair of a group followed another: on which day, and what was handed over."""

    group = models.ForeignKey("partnerships.Group", on_delete=models.PROTECT, related_name="handovers")
    before = models.CharField(max_length=160, blank=True)
    after = models.CharField(max_length=160)
    on = models.DateField()
    words = models.TextField()
    open_matters = models.JSONField(default=list)
    """What was open on the day, in lines without the words of any case."""
    kept_by = models.CharField(max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.after} from {self.on}"
