"""What the machine proposes of the whole, and what people hang on an event."""

from __future__ import annotations

from django.db import models

from heed.chronologies.models.entries import Chronology, Entry
from heed.chronologies.types import Decision, MarkKind, SignKind
from heed.platform.access.models import Record, Withdrawable


class Sign(Record):
    """A gap, a silence, records that differ or records that tell the same: proposed, and decided by a named person.

    `entries` are the public ids of those it is about, in order. `gone_at`: the entries do not show it any more; what
    was decided stays.
    """

    chronology = models.ForeignKey(Chronology, on_delete=models.PROTECT, related_name="signs")
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in SignKind])
    key = models.CharField(max_length=64)
    entries = models.JSONField(default=list)
    agency = models.CharField(max_length=160, blank=True)
    child = models.CharField(max_length=80, blank=True)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    days = models.PositiveIntegerField(default=0)
    what = models.CharField(max_length=80, blank=True)
    says = models.JSONField(default=list)
    likeness = models.FloatField(default=0)
    decision = models.CharField(
        max_length=10, blank=True, choices=[(each.value, each.value) for each in Decision]
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "first_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chronology", "key"], name="sign_once"),
            models.CheckConstraint(
                condition=models.Q(decision="")
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="sign_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Mark(Withdrawable):
    """A note or the mark of a finding, hung on an event by a named person."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=14, choices=[(each.value, each.value) for each in MarkKind])
    theme = models.CharField(max_length=80, blank=True)
    words = models.TextField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_for = models.CharField(max_length=160)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} on {self.entry_id}"
