"""Requests for information, and for those by a person about themselves: what was searched and found."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class InformationRequest(Record):
    """Somebody asks for information: about themselves, or by a freedom of information law.

    `due_on` was computed from the rule when it came or was extended; `due_because` says how.
    """

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=30)
    asked_by = models.CharField(max_length=200)
    asked = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField()
    due_because = models.CharField(max_length=300)
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=300, blank=True)
    person_name = models.CharField(max_length=200, blank=True)
    """Whom a subject access request is about."""
    other_names = models.JSONField(default=list)
    """Other spellings, earlier names and pseudonyms in reports."""
    born_on = models.DateField(null=True, blank=True)
    identity_checked_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_reason = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="request_reference_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_on__isnull=True)
                | (~models.Q(outcome="") & models.Q(answered_on__isnull=False)),
                name="request_answered_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Search(models.Model):
    """One search for a person: who looked for which names, and in how much."""

    request = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="searches")
    names = models.JSONField()
    searched = models.JSONField()
    """[[what in words, rows looked at, mentions found], ...]"""
    searched_by = models.CharField(max_length=120)
    searched_at = models.DateTimeField()

    class Meta:
        ordering = ["-searched_at", "-pk"]

    def __str__(self) -> str:
        return f"search for {self.request}"


class Mention(Record):
    """A place where the person was found. It has the scope of what it was found in, and is seen by no more people.

    `passage` is what stands there; `given_out` what of it goes to the person, where somebody took words out.
    """

    request = models.ForeignKey(InformationRequest, on_delete=models.CASCADE, related_name="mentions")
    model = models.CharField(max_length=60)
    row = models.BigIntegerField()
    field = models.CharField(max_length=60)
    start = models.PositiveIntegerField()
    found = models.CharField(max_length=200)
    what = models.CharField(max_length=200)
    href = models.CharField(max_length=200, blank=True)
    passage = models.TextField()
    given_out = models.TextField(blank=True)
    mark = models.CharField(max_length=14, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    marked_by = models.CharField(max_length=120, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "model", "row", "field", "start"], name="mention_once_in_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} for {self.request_id}"
