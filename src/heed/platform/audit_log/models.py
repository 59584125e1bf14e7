"""One row for each thing that was done or seen. Facts and references only, never case text, no foreign keys."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Written only by `operations.record`, in the transaction of what it records; never changed or removed by Heed."""

    at = models.DateTimeField()
    partnership_id = models.BigIntegerField()
    actor_ref = models.CharField(max_length=12)
    membership_id = models.BigIntegerField(null=True)
    on_behalf_ref = models.CharField(max_length=12, blank=True, default="")
    """The person whom a deputy stood in for."""
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["partnership_id", "at"], name="event_by_partnership"),
            models.Index(fields=["subject_kind", "subject_ref"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.subject_ref}"
