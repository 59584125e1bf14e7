"""Reviews: what was learned from, where and when."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record
from heed.reviews.types import ReviewState


class Review(Record):
    """Any learning review. `area` and `body` tell where it comes from; who holds it here is the partnership."""

    reference = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=80)
    area = models.ForeignKey(
        "partnerships.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    body = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(each.value, each.value) for each in ReviewState],
        default=ReviewState.PUBLISHED.value,
    )
    published_text = models.CharField(max_length=80, blank=True)
    published_earliest = models.DateField(null=True, blank=True)
    published_latest = models.DateField(null=True, blank=True)
    registered_at = models.DateTimeField()
    documents = models.ManyToManyField("library.Document", related_name="reviews")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="review_reference_once"),
            models.CheckConstraint(
                condition=models.Q(published_earliest__isnull=True)
                | models.Q(published_latest__gte=models.F("published_earliest")),
                name="review_published_range_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"
