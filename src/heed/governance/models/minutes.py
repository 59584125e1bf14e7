"""What was decided and minuted, and what was sent to whom."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.governance.models.meetings import AgendaItem, Meeting
from heed.governance.types import DecisionKind
from heed.platform.access.models import Record


class Decision(Record):
    """Something decided: by a group in a meeting, or by the independent chair alone (then there is no meeting)."""

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in DecisionKind])
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    action = models.ForeignKey(
        "plans.Action", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=160)
    """The group, or the independent chair's name."""
    chair = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_by = models.CharField(max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="decision_reference_once"),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, chair__isnull=True)
                | Q(meeting__isnull=True, chair__isnull=False),
                name="decision_is_of_a_meeting_or_of_the_chair",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Minutes(Record):
    """One version of a meeting's minutes. Approved ones never change; re-opening begins the next, with a reason."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    begun_by = models.CharField(max_length=120)
    begun_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    approved_in = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "minutes"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="minutes_version_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(approved_at__isnull=True), name="minutes_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}, version {self.number}"


class MinutesLine(Record):
    """A passage of approved minutes as it was approved; one about a case stands in that case's scope."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    words = models.TextField()
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.minutes_id}.{self.position}"


class SentPack(Record):
    """A pack as it was sent to one member: its bytes, and which cases are in it. `batch` is the job that made it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    made_for = models.CharField(max_length=200)
    batch = models.CharField(max_length=12)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    cases = models.JSONField(default=list)
    """Public ids of the cases that it tells of: who may not see one of them any more cannot open it."""
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120)

    class Meta:
        ordering = ["-sent_at", "made_for", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "membership"], name="pack_sent_once_to_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.made_for}, {self.sent_at:%Y-%m-%d}"
