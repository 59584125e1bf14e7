"""With whom information is shared, on what basis, and what that may do to the people concerned."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Agreement(Record):
    """An information sharing agreement, a joint controller arrangement or a contract with a processor.

    `edition` counts its wordings: each is signed anew, and earlier signatures are kept.
    """

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    purpose = models.TextField()
    legal_basis = models.CharField(max_length=30)
    legal_basis_words = models.CharField(max_length=300, blank=True)
    guidance = models.TextField(blank=True)
    """What practitioners are told about sharing under it."""
    edition = models.PositiveIntegerField(default=1)
    in_force_from = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="agreement_reference_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"


class Party(models.Model):
    """A body that an agreement is between, and when it signed which edition; no day: it has not."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField()
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["agency__name", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "agency", "edition"], name="party_once_in_each_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} to {self.agreement_id}"


class Assessment(Record):
    """A data protection impact assessment; what was answered stands in its versions."""

    reference = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    review_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="assessment_reference_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"


class AssessmentVersion(models.Model):
    """All answers of an assessment as somebody saved them; never changed. `number` is the assessment's version."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField()
    saved_by = models.CharField(max_length=120)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="assessment_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.assessment_id}"
