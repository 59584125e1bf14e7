"""Searches that people keep, and are told of when something new answers them."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class SavedSearch(models.Model):
    """A question with its filters under a name, of one membership. `looked_up_to` is the newest passage that it was
    asked of; where `tells`, newer ones that answer become a notice."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    tells = models.BooleanField(default=False)
    looked_up_to = models.BigIntegerField(default=0)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "name"], name="saved_search_name_once"),
            models.UniqueConstraint(fields=["membership", "reference"], name="saved_search_reference_once"),
        ]

    def __str__(self) -> str:
        return self.name
