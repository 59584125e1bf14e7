"""Assurance asked of agencies: requests and their replies, letters answered yes or no, and challenges."""

from __future__ import annotations

from django.db import models

from heed.assurance.types import Grade, Kind, State, Step
from heed.platform.access.models import Record


class Assurance(Record):
    """One thing that one agency was asked. `to_as` and `asked_for` stay as the agencies were called then.

    `asked_for` is who asks, or who challenges: the board, or an agency of it. `sent_with` is the reference that the
    same letter to several agencies shares. `follows` is the one whose reply was not enough.
    """

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Kind])
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="assurances"
    )
    topic = models.CharField(max_length=200)
    question = models.TextField()
    asked_for = models.CharField(max_length=160)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    to_as = models.CharField(max_length=160)
    due_on = models.DateField()
    state = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in State], default=State.OPEN
    )
    answer = models.CharField(max_length=3, blank=True)
    """Yes or no, for a letter."""
    grade = models.CharField(max_length=8, blank=True, choices=[(each.value, each.value) for each in Grade])
    effect = models.TextField(blank=True)
    """What a challenge has changed."""
    sent_with = models.CharField(max_length=12, blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )

    recommendation = models.ForeignKey(
        "learning.Recommendation", null=True, blank=True, on_delete=models.PROTECT, related_name="challenges"
    )
    response = models.ForeignKey(
        "learning.Response", null=True, blank=True, on_delete=models.SET_NULL, related_name="challenges"
    )
    """The answer that is challenged, and to which recommendation; a document that is taken out of the register again
    takes its answer with it."""

    class Meta:
        verbose_name_plural = "assurance"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="assurance_reference_once"),
            models.CheckConstraint(
                condition=models.Q(answer="") | models.Q(kind="letter"), name="only_a_letter_says_yes_or_no"
            ),
            models.CheckConstraint(
                condition=models.Q(recommendation__isnull=True, response__isnull=True)
                | models.Q(kind="challenge", recommendation__isnull=False),
                name="only_a_challenge_is_of_an_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["partnership", "kind", "state", "due_on", "scope"], name="assurance_by_day"),
            models.Index(fields=["agency", "state", "due_on", "scope"], name="assurance_of_agency"),
        ]

    def __str__(self) -> str:
        return self.reference


class AssuranceEntry(models.Model):
    """Something written under one: a reply, what was made of it, that it was taken further. Never changed.

    `restricted` holds what is about single people or teams: read by those who asked and by the agency itself, and in
    no list, download or report.
    """

    assurance = models.ForeignKey(Assurance, on_delete=models.CASCADE, related_name="entries")
    step = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Step])
    said = models.CharField(max_length=10, blank=True)
    words = models.TextField(blank=True)
    restricted = models.TextField(blank=True)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_for = models.CharField(max_length=160)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "assurance entries"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.step} of {self.assurance}"
