"""The documents by which a partnership learns: its learning and improvement framework, how it holds reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class Framework(Record):
    """One edition of a framework document, in force from a day until the next edition of the same name.

    `standards` are those that it sets for reports, one in each entry; none where it sets none, and Heed's count.
    """

    name = models.CharField(max_length=120)
    edition = models.CharField(max_length=60)
    document_ref = models.CharField(max_length=12, blank=True)
    """The document itself, in the library."""
    approved_on = models.DateField()
    approved_by = models.CharField(max_length=160)
    in_force_from = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    standards = models.JSONField(default=list)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name", "in_force_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name", "in_force_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="framework_in_force_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__gte=models.F("approved_on")),
                name="framework_in_force_once_approved",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
                name="framework_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.edition}"
