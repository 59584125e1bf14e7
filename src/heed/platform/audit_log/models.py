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


class Link(models.Model):
    """A sealed event's place in its partnership's chain, by the sealer alone; never changed.

    `content` is the SHA-256 of the event's canonical bytes, `hash` that of the link before, the sequence and the
    content (`chain.py`). Events keep no foreign key, and neither does this.
    """

    partnership_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    event_id = models.BigIntegerField(unique=True)
    content = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership_id", "sequence"], name="one_link_in_each_place")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} of {self.partnership_id}"


class Chain(models.Model):
    """How far a partnership's chain is sealed, anchored and verified: what pages show, and no evidence of anything."""

    partnership_id = models.BigIntegerField(unique=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    anchored_sequence = models.BigIntegerField(default=0)
    anchored_at = models.DateTimeField(null=True)
    verified_sequence = models.BigIntegerField(default=0)
    verified_hash = models.CharField(max_length=64, blank=True)
    verified_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    """What the last verification found wrong, in a sentence; "" where it found nothing."""

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.sequence} sealed"


class Tombstone(models.Model):
    """Where an event was that a retention rule removed. The chain holds what removed it, and a digest of these."""

    partnership_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    disposal_ref = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership_id", "sequence"], name="one_tombstone_in_each_place")
        ]

    def __str__(self) -> str:
        return f"{self.sequence} of {self.partnership_id}, by {self.disposal_ref}"


class Sighting(models.Model):
    """An index over events, made while sealing: who was shown a record on a day, and by which event first."""

    subject_ref = models.CharField(max_length=40)
    actor_ref = models.CharField(max_length=12)
    day = models.DateField()
    event_id = models.BigIntegerField()
    partnership_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref", "actor_ref", "day", "partnership_id"], name="one_sighting_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_ref} by {self.actor_ref} on {self.day}"
