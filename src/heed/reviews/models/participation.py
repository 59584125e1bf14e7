"""Who takes part in a review: practitioners and family, and what they said, asked and asked for."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record
from heed.reviews.types.participation import Part


class Participant(Record):
    """Somebody who takes part, or was offered to. Their name is for few; `called` is what the report may call them.
    `told_on`: when they were told that records of the review may be disclosed."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="participants")
    part = models.CharField(max_length=14, choices=[(each.value, each.value) for each in Part])
    name = models.CharField(max_length=160)
    called = models.CharField(max_length=160)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_on = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    support = models.TextField(blank=True)
    views = models.TextField(blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="participant_reference_once"),
            models.CheckConstraint(
                condition=~models.Q(part="practitioner") | models.Q(agency__isnull=False),
                name="practitioner_is_of_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ParticipantContact(models.Model):
    """One contact: how, on which day, what they saw of the review, and what came of it. Never changed."""

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="contacts")
    on = models.DateField()
    kind = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    stage = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.participant} on {self.on}"


class ParticipantQuestion(Record):
    """What somebody who takes part asked. It has an owner from the first, and an answer before the final draft."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField()
    asked_on = models.DateField()
    owner = models.CharField(max_length=200)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(owner=""), name="participant_question_has_an_owner"),
            models.CheckConstraint(
                condition=models.Q(answered_on__isnull=True)
                | (models.Q(answered_by__isnull=False) & ~models.Q(answer="")),
                name="participant_question_is_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class FamilyRequest(Record):
    """What somebody of the family asked for. It binds publication until it is taken back by them; `words` name
    nobody."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=20)
    words = models.TextField()
    days_from = models.DateField(null=True, blank=True)
    days_to = models.DateField(null=True, blank=True)
    asked_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days_to__isnull=True) | models.Q(days_to__gte=models.F("days_from")),
                name="family_request_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | ~models.Q(ended_why=""),
                name="family_request_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:80]
