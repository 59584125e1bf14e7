"""One row for each thing done, seen or refused. Facts and references only, never case text, no foreign keys."""

from __future__ import annotations

from django.db import models

from heed.platform.audit_log.fields import CanonicalJSON
from heed.platform.audit_log.types import Result


class Event(models.Model):
    """Written only by `operations`, in the transaction of what it records; never changed by Heed.

    Who: a person (empty: nobody signed in), in which membership, with which roles, for which agency.
    `partnership_id` is 0 for what belongs to no partnership, such as a sign-in with an address that nobody has.
    `shown` holds, for what was read, the public ids of every record on the page, by kind.
    """

    at = models.DateTimeField()
    partnership_id = models.BigIntegerField()
    actor_ref = models.CharField(max_length=12, blank=True)
    membership_id = models.BigIntegerField(null=True)
    on_behalf_ref = models.CharField(max_length=12, blank=True, default="")
    """The person whom a deputy stood in for."""
    roles = models.CharField(max_length=400, blank=True, default="")
    agency_ref = models.CharField(max_length=12, blank=True, default="")
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=40)
    result = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in Result], default=Result.DONE.value
    )
    facts = CanonicalJSON(default=dict)
    shown = CanonicalJSON(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["partnership_id", "at"], name="event_by_partnership"),
            models.Index(fields=["subject_kind", "subject_ref"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind} {self.subject_ref}"
