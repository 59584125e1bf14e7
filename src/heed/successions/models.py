"""One body taking over from another: its work goes on here, under the new name, with everything that was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from heed.platform.base.ids import new_public_id


class Succession(models.Model):
    """A body that took over from another on a day. It takes two people: one proposes, another agrees.

    Records are not moved: they belong to the partnership, which goes on. What was registered or published before
    the day is shown as inherited; the body that a review names as its own stays as printed.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        AGREED = "agreed"
        TAKEN_BACK = "taken_back"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, related_name="successions"
    )
    predecessor = models.CharField(max_length=160)
    successor = models.CharField(max_length=160)
    on = models.DateField()
    basis = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="agreed")
                | Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by")),
                name="succession_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor}, then {self.successor}"
