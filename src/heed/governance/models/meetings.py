"""A meeting with its agenda, papers and who came.

Whatever is about a case says so (`review`) and stands in that case's scope, so that it is seen by those who may see
the case and moves with it.
"""

from __future__ import annotations

from django.db import models

from heed.governance.types import MeetingState
from heed.platform.access.models import Record


class Meeting(Record):
    """A group's meeting on a day. The quorum is the group's rule as it was when the meeting was called."""

    reference = models.CharField(max_length=12)
    group = models.ForeignKey("partnerships.Group", on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in MeetingState],
        default=MeetingState.PLANNED,
    )
    quorum_members = models.PositiveSmallIntegerField(default=0)
    quorum_agencies = models.PositiveSmallIntegerField(default=0)
    quorum_statutory = models.BooleanField(default=False)
    chaired_by = models.CharField(max_length=120, blank=True)
    called_by = models.CharField(max_length=120)
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When its minutes were finished."""
    cancelled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="meeting_reference_once"),
            models.UniqueConstraint(
                fields=["group", "held_on"],
                condition=~models.Q(state="cancelled"),
                name="group_meets_once_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["group", "-held_on"], name="meeting_of_group")]

    def __str__(self) -> str:
        return self.reference


class AgendaItem(Record):
    """A point of the agenda. `part` names what Heed puts there (`rules/meetings.yaml`); `minute` is what is minuted."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, blank=True)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    minute = models.TextField(blank=True)
    minuted_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Paper(Record):
    """A paper with its cover sheet: what it is brought for, what the group is asked, and what it says in short."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=12)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.CharField(max_length=160)
    asks = models.TextField()
    summary = models.TextField(blank=True)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    added_by = models.CharField(max_length=120)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["item__position", "pk"]

    def __str__(self) -> str:
        return self.title


class Attendee(models.Model):
    """Somebody expected at a meeting, or who came besides; and what interest they declared."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    membership = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=160, blank=True)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=12, blank=True)
    """Their part in the group on the day; "" for somebody who is no member."""
    came = models.CharField(max_length=12, blank=True)
    sent = models.CharField(max_length=120, blank=True)
    """Who came in their place."""
    interest = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency__name", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="attendee_once_in_meeting")
        ]

    def __str__(self) -> str:
        return self.name
