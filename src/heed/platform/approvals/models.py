"""Approvals given together: what was put to whom, and what each of them said, kept whatever happens later."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class JointApproval(Record):
    """One decision put to those who must take it, about exactly these words or bytes.

    Who they are is fixed when it is put (`Seat`), by the edition of guidance in force on `decided_on`. It stands
    until it is withdrawn, or superseded because the record says something else by now; both stay to be read.
    """

    kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=12)
    decision = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    words = models.TextField()
    """What was put to them, whole where it is text; for a file, what it is called."""
    sha256 = models.CharField(max_length=64)
    decided_on = models.DateField()
    edition = models.CharField(max_length=200)
    by = models.CharField(max_length=300)
    rules_edition = models.PositiveIntegerField(default=0)
    """The partnership's own edition of who decides; 0 is Heed's."""
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_ref", "decision"],
                condition=Q(superseded_at__isnull=True, withdrawn_at__isnull=True),
                name="joint_approval_stands_once",
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject_ref"], name="joint_approval_of_subject")]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One of those who must approve: a partner agency, or the independent chair (no agency)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    joint = models.ForeignKey(JointApproval, on_delete=models.PROTECT, related_name="seats")
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    roles = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["joint", "name", "agency"], name="seat_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """What one of them said, on a day: signed here, answered by a link, or minuted by somebody who was told."""

    class How(models.TextChoices):
        SIGNED = "signed"
        LINK = "link"
        MINUTED = "minuted"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="approvals")
    name = models.CharField(max_length=160)
    post = models.CharField(max_length=160, blank=True)
    agrees = models.BooleanField()
    approved_on = models.DateField()
    how = models.CharField(max_length=8, choices=How.choices)
    meeting = models.CharField(max_length=160, blank=True)
    words = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who signed, where they did so here."""
    task = models.OneToOneField(
        "single_use.OneTask", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    """Who signed, minuted it or made the link."""
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=Q(withdrawn_at__isnull=True), name="approval_stands_once"
            ),
            models.CheckConstraint(
                condition=(
                    Q(how="signed", person__isnull=False)
                    | Q(how="link", task__isnull=False)
                    | Q(how="minuted") & ~Q(meeting="")
                ),
                name="approval_rests_on_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.seat}"
