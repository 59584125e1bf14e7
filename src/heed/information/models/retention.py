"""What must not be disposed of, and what was: by whose decision, under which rule, in numbers."""

from __future__ import annotations

from django.db import models

from heed.information.types import DisposalState
from heed.platform.access.models import Record


class Hold(Record):
    """A legal hold: nothing of this review, or nothing that mentions this person, is disposed of until it is lifted."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person_name = models.CharField(max_length=200, blank=True)
    other_names = models.JSONField(default=list)
    born_on = models.DateField(null=True, blank=True)
    asked_by = models.CharField(max_length=200)
    reason = models.TextField()
    placed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="hold_reference_once"),
            models.CheckConstraint(
                condition=models.Q(review__isnull=False, person_name="")
                | (models.Q(review__isnull=True) & ~models.Q(person_name="")),
                name="hold_is_on_a_review_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Disposal(Record):
    """A disposal as one person proposed it and another decided it. Done, it is the tombstone: counts, no words.

    The subject is known by its kind, public id and reference alone; its own row is gone.
    """

    reference = models.CharField(max_length=12)
    rule = models.CharField(max_length=30)
    rule_edition = models.PositiveIntegerField()
    subject_kind = models.CharField(max_length=12)
    subject_ref = models.CharField(max_length=12)
    subject_reference = models.CharField(max_length=30)
    due_on = models.DateField()
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in DisposalState],
        default=DisposalState.PROPOSED,
    )
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    """How many rows of each kind, and how many files, are gone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="disposal_reference_once"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_ref"],
                condition=models.Q(state="proposed"),
                name="disposal_proposed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="disposal_takes_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_by__isnull=False),
                name="disposal_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
