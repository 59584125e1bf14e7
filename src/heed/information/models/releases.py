"""A review's material that others ask for, and agencies' records that a review asks for."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class ReleaseRequest(Record):
    """A coroner, the police, a court or the national Panel asks for a review's material.

    Two people: one keeps the request, another decides. The files are fixed with the decision.
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    asked_by_kind = models.CharField(max_length=20)
    asked_by = models.CharField(max_length=200)
    their_reference = models.CharField(max_length=80, blank=True)
    asked = models.TextField()
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    legal_basis = models.CharField(max_length=30)
    legal_basis_words = models.CharField(max_length=300, blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    decision = models.CharField(max_length=8, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="release_reference_once"),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_by__isnull=True)
                | (~models.Q(decision="") & models.Q(decided_by__isnull=False)),
                name="release_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("kept_by")),
                name="release_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class ReleasedFile(models.Model):
    """A file proposed for a release, and after the decision exactly what went out. Never changed afterwards."""

    release = models.ForeignKey(ReleaseRequest, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    document_ref = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="released_name_once")]

    def __str__(self) -> str:
        return self.name


class AgencyRecord(Record):
    """An agency's own records that a review asked to see: asked, kept safe, provided or not held."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    records = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    kept_safe_on = models.DateField(null=True, blank=True)
    """When the agency said that it destroys none of them."""
    provided_on = models.DateField(null=True, blank=True)
    not_provided_because = models.CharField(max_length=300, blank=True)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="agency_record_reference_once")
        ]

    def __str__(self) -> str:
        return self.reference
