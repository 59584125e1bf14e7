"""Files that came in with a case: with its referral, with its rapid review, or with what an agency gives."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class Attachment(Record):
    """A file as it came in. `about` is the reference of what it came with: a referral, a rapid review or a submission.

    One that was attached by mistake is taken out, with a reason: nobody is given it any more, and that it was there
    stays.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="attachments")
    about = models.CharField(max_length=30)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_out_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_out_at__isnull=True) | ~Q(taken_out_why=""),
                name="attachment_taken_out_for_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"attachment to {self.about}"
