"""Searches that people keep, and are told of when something new answers them."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class SavedSearch(models.Model):
    """A question with its filters under a name, of one membership. `known` are the passages that answered it until now
    (None: nobody looked yet); where `tells`, others that answer become a notice, and `news` are those told of last.
    Both are keys (`queries.saved`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    tells = models.BooleanField(default=False)
    known = models.BinaryField(null=True)
    news = models.BinaryField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["membership", "name"], name="saved_search_name_once"),
            models.UniqueConstraint(fields=["membership", "reference"], name="saved_search_reference_once"),
        ]

    def __str__(self) -> str:
        return self.name
