"""An agency's lead says, on a schedule, who of its people still needs Heed."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class AccessReview(Record):
    """One time that an agency's people were looked through. Made whole, never changed."""

    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    done_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["partnership", "agency", "-done_at"], name="access_review_newest")]

    def __str__(self) -> str:
        return f"{self.agency_id} on {self.done_at:%Y-%m-%d}"


class ConfirmedPerson(models.Model):
    """What was said of one membership: it stays, or should end because. `settled_at` is when a manager acted."""

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="people")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    said = models.CharField(max_length=6)
    reason = models.CharField(max_length=300, blank=True)
    ended = models.BooleanField(default=False)
    settled_by = models.CharField(max_length=120, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "membership"], name="said_once_of_each")]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.said}"
