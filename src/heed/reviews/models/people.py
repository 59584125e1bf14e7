"""Who carries a review out: reviewers, appointed and declared independent, and the review panel with its meetings."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record
from heed.reviews.types.people import Came


class Reviewer(Record):
    """Somebody who can be appointed, kept once for all reviews: who they are, of which firm, with what experience."""

    name = models.CharField(max_length=160)
    firm = models.CharField(max_length=160, blank=True)
    experience = models.TextField(blank=True)
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Their account, where they use Heed."""
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name", "firm"], name="reviewer_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.firm}" if self.firm else self.name


class Appointment(Record):
    """A reviewer's part in one review. Nobody begins before having declared what could stand in the way
    (`interests`), and that they are independent of the case."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="appointments")
    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20)
    appointed_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    """From when it stands: where it is for those who decide who leads a review, once all of them have agreed."""
    interests = models.TextField(blank=True)
    declared_on = models.DateField(null=True, blank=True)
    declared_to = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    begins_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    appointed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["appointed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "reviewer", "role"],
                condition=models.Q(ended_on__isnull=True),
                name="appointed_once_in_a_role",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_on__isnull=True)
                | (
                    models.Q(declared_on__isnull=False, begins_on__gte=models.F("declared_on"))
                    & ~models.Q(interests="")
                ),
                name="appointed_begins_after_declaring",
            ),
            models.CheckConstraint(
                condition=models.Q(begins_on__isnull=True) | models.Q(agreed_on__isnull=False),
                name="appointed_begins_once_agreed",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | (models.Q(ended_on__gte=models.F("appointed_on")) & ~models.Q(ended_why="")),
                name="appointed_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} as {self.role}"


class PanelMember(Record):
    """Somebody's seat on the review panel, for an agency. Nobody who was involved in the case has one: `independence`
    says why this one was not."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="panel")
    name = models.CharField(max_length=200)
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    part = models.CharField(max_length=20)
    independence = models.TextField()
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_why = models.CharField(max_length=300, blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["agency__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(independence=""), name="panel_member_says_why_independent"
            ),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | models.Q(left_on__gte=models.F("joined_on")),
                name="panel_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PanelMeeting(Record):
    """A meeting of the review panel, with how each seat was filled."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="panel_meetings")
    held_on = models.DateField()
    words = models.TextField(blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on"]
        constraints = [models.UniqueConstraint(fields=["review", "held_on"], name="panel_meets_once_a_day")]

    def __str__(self) -> str:
        return f"panel on {self.held_on}"


class PanelSeat(models.Model):
    """How one member's seat was filled at a meeting; `substitute` names who came for them."""

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="seats")
    came = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Came])
    substitute = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="panel_seat_once"),
            models.CheckConstraint(
                condition=~models.Q(came="substitute") | ~models.Q(substitute=""),
                name="panel_substitute_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.came}"
