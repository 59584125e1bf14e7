"""Changes of many actions at once, so that whoever made one can see what became of each, and undo it."""

from __future__ import annotations

from django.db import models

from heed.plans.models.actions import Action, ActionStep
from heed.platform.base.ids import new_public_id


class BulkChange(models.Model):
    """Actions that somebody changed together, in a table or by one form."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.public_id


class ChangedAction(models.Model):
    """One action of such a change: what it was and what it became, by field; or why it was left as it is.

    `before` and `after` hold what differs (`operations.many.KEPT`), keys of rows and days as 2026-11-20; `after` holds
    as `asked` the day that was asked for where the date itself did not move.
    """

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="items")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    step = models.ForeignKey(ActionStep, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    """The last step that it took by this change, where it took any."""
    left = models.BooleanField(default=False)
    """It was not changed, or, once the change was undone, stays changed; `said` says why."""
    said = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action_id} in {self.change_id}"
