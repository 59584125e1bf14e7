"""The shared library: published reviews of other areas, put in once and searched by every partnership here."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class SharedReview(Record):
    """A published review as every partnership on this installation reads it: of the tenant that all share.

    `review` is the one it was taken from, in the register of `given_by`: it is read elsewhere only while that one is
    marked as published. What was held back is in no row.
    """

    review = models.ForeignKey("reviews.Review", on_delete=models.CASCADE, related_name="+")
    given_by = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    area = models.CharField(max_length=120)
    pseudonyms = models.JSONField(default=list)
    """What the review calls its people. They are told apart by area: another's Child K is another child."""
    held_back = models.PositiveIntegerField(default=0)
    """Passages left out, for they print a name."""
    shared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    taken_out_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(taken_out_at__isnull=True), name="shared_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.area})"

    @property
    def on(self) -> date | None:
        """When its review was published, as far as that is known now: the day may be corrected there."""
        on: date | None = self.review.published_latest
        return on


class SharedPart(models.Model):
    """Words of a shared review: a recommendation, or a passage of a page. What was read from `document` goes as soon as
    that is withdrawn, erased or removed, by the database's own triggers (`memory.triggers`)."""

    shared = models.ForeignKey(SharedReview, on_delete=models.CASCADE, related_name="parts")
    document = models.ForeignKey(
        "library.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    """Of a passage of a page. A recommendation stands in the register, whatever comes of its document."""
    position = models.PositiveIntegerField()
    is_recommendation = models.BooleanField()
    label = models.CharField(max_length=60, blank=True)
    page = models.PositiveIntegerField(default=0)
    text = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["shared", "position"], name="shared_part_once")]

    def __str__(self) -> str:
        return f"part {self.position} of {self.shared_id}"
