"""Views of registers that people keep: an address under a name, for themselves or for the partnership."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class SavedView(models.Model):
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "owner", "register", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
