"""A case handed over: to another area of the partnership, to another partnership here, or to a body elsewhere."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.reviews.types.handovers import HandoverState

_STATES = [(each.value, each.value) for each in HandoverState]


class CaseHandover(Record):
    """The side that gives: to whom, why, what passes, what stays, and what they said. The case stays here with all
    that it holds, and is closed once the others have it; an area of the same partnership has it at once."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="handovers")
    to_name = models.CharField(max_length=160)
    to_partnership = models.ForeignKey(
        "partnerships.Partnership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    why = models.TextField()
    stays = models.TextField(blank=True)
    """What does not pass, and where it is found."""
    files = models.JSONField(default=list)
    """The attachments that pass, by public id."""
    offered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    state = models.CharField(max_length=10, choices=_STATES, default=HandoverState.OFFERED.value)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    """Who said so over there, as they are called."""
    their_reference = models.CharField(max_length=40, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"], condition=Q(state="offered"), name="case_offered_to_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="case_handed_over_for_a_reason"),
            models.CheckConstraint(
                condition=Q(state="offered") | Q(answered_on__isnull=False),
                name="case_handover_ends_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"handover of {self.review_id} to {self.to_name}"


class OfferedCase(Record):
    """The side that is offered a case: from whom, why, and what comes with it, as it was when it was offered. Once it
    is received, `review` is the case here."""

    handover_ref = models.CharField(max_length=12, unique=True)
    from_name = models.CharField(max_length=160)
    their_reference = models.CharField(max_length=40)
    why = models.TextField()
    papers = models.JSONField(default=dict)
    """What passes in words: the children, the incident, what was told and what was decided."""
    files = models.PositiveSmallIntegerField(default=0)
    stays = models.TextField(blank=True)
    offered_on = models.DateField()
    state = models.CharField(max_length=10, choices=_STATES, default=HandoverState.OFFERED.value)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="came_from"
    )
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received", review__isnull=False)
                | ~Q(state="received") & Q(review__isnull=True),
                name="offered_case_received_is_a_case_here",
            )
        ]

    def __str__(self) -> str:
        return f"{self.their_reference} of {self.from_name}"
