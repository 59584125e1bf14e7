"""Actions: who does what by when. One action may serve many recommendations and is counted once."""

from __future__ import annotations

from django.db import models

from heed.plans.types import ActionKind, ActionState
from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class Action(Record):
    """What a document says was done, is done or will be done. `stated` keeps its claim as the document made it."""

    reference = models.CharField(max_length=12)
    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="actions")
    recommendations = models.ManyToManyField("learning.Recommendation", related_name="actions")
    theme = models.ForeignKey(
        "learning.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    position = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ActionKind])
    stated = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ActionState])
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency_words = models.CharField(max_length=200, blank=True)
    owner_words = models.CharField(max_length=200, blank=True)
    due_text = models.CharField(max_length=120, blank=True)
    due_earliest = models.DateField(null=True, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    reading = models.ForeignKey("library.Reading", on_delete=models.PROTECT, related_name="+")
    spans = models.JSONField(default=list)
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["-review_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="action_reference_once"),
            models.CheckConstraint(
                condition=models.Q(due_earliest__isnull=True)
                | models.Q(due_latest__gte=models.F("due_earliest")),
                name="action_due_range_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["partnership", "state", "-review", "position", "scope"], name="action_by_state"
            ),
            models.Index(
                fields=["partnership", "due_latest", "-review", "position", "scope", "state"],
                name="action_by_day",
            ),
            models.Index(fields=["partnership", "-review", "position", "scope"], name="action_in_order"),
            models.Index(
                fields=["partnership", "agency", "agency_words", "-review", "position", "scope"],
                name="action_by_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


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
