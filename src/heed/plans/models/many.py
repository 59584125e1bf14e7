"""Changes of many actions at once, so that whoever made one can undo it."""

from __future__ import annotations

from django.db import models

from heed.plans.models.actions import Action
from heed.platform.base.ids import new_public_id


class AgencyChange(models.Model):
    """Many actions given to one agency at once: whose they were before, so that whoever did it can undo it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.public_id


class ActionMoved(models.Model):
    """One action of such a change, and whose it was."""

    change = models.ForeignKey(AgencyChange, on_delete=models.CASCADE, related_name="moved")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    agency_before = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.action_id} in {self.change_id}"
