"""Evidence: what shows that something was done or has changed, for one action or many."""

from __future__ import annotations

from django.db import models

from heed.plans.models.actions import Action
from heed.plans.types import EvidenceLevel
from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class Evidence(Record):
    """One piece, and the period that it proves, which is not the day on which somebody gave it.

    It stands in the case of the action for which it was given first (`review`), or in the partnership's scope. Its
    period, figure and end are those of its newest version; each version keeps its own.
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    """As `rules/evidence.yaml` has them."""
    level = models.PositiveSmallIntegerField(choices=[(level.value, level.name) for level in EvidenceLevel])
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    value_on = models.DateField(null=True, blank=True)
    contrary = models.BooleanField(default=False)
    """It speaks against the action having worked: shown beside the rest, counted for nothing."""
    note = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)
    refresh_by = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    """For which agency it was given."""
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)
    withdrawn_from = models.ManyToManyField(Action, related_name="withdrawn_evidence", blank=True)
    """What it was given for, where it was given by mistake: it is used for nothing meanwhile."""

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="evidence_reference_once"),
            models.CheckConstraint(
                condition=models.Q(period_from__isnull=True)
                | models.Q(period_to__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="evidence_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~models.Q(withdrawn_why=""),
                name="evidence_withdrawn_by_somebody_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["scope", "refresh_by"], name="evidence_to_refresh")]

    def __str__(self) -> str:
        return self.reference


class EvidenceVersion(models.Model):
    """What was handed in at one moment: files, links and words, and for which time it speaks. A later version leaves
    earlier ones as they are."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    value = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    value_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class EvidenceFile(models.Model):
    """One file of a version; its SHA-256 is kept here as well, as it was on the day."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    version = models.ForeignKey(EvidenceVersion, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class EvidenceLink(models.Model):
    """An address of a version, and whether something answered there when it was last tried."""

    version = models.ForeignKey(EvidenceVersion, on_delete=models.CASCADE, related_name="links")
    address = models.URLField(max_length=500)
    checked_at = models.DateTimeField(null=True, blank=True)
    works = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.address


class EvidenceUse(models.Model):
    """One piece of evidence for one action."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="evidence_uses")
    used_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "action"], name="evidence_used_once_for_action")
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.action_id}"
