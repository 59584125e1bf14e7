"""Priorities, strategies and business plans: what the partnership wants to change, and whom it listens to about it.

What is to be done for one are actions of the plan, and what it answers are recommendations: they are tied to it, and
each is seen by those who may see it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from heed.governance.types import StrategyKind
from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class Strategy(Record):
    """A priority, a strategy or a business plan, for a time, led by a post and watched by a group."""

    reference = models.CharField(max_length=12)
    kind = models.CharField(max_length=13, choices=[(each.value, each.value) for each in StrategyKind])
    title = models.CharField(max_length=200)
    aims = models.TextField()
    how_we_will_know = models.TextField(blank=True)
    under = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="strategies_under"
    )
    """The priority or strategy that it is part of."""
    group = models.ForeignKey(
        "partnerships.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="strategies"
    )
    lead_post = models.ForeignKey(
        "partnerships.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    """When its group looks at it again."""
    recommendations = models.ManyToManyField("learning.Recommendation", related_name="strategies", blank=True)
    actions = models.ManyToManyField("plans.Action", related_name="strategies", blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.TextField(blank=True)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "strategies"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="strategy_reference_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="strategy_period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class FocusGroup(Record):
    """People who live with what a strategy is about are listened to, on a day: planned, held, or not held and why."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="focus_groups")
    with_whom = models.CharField(max_length=200)
    """A kind of people, never names."""
    planned_on = models.DateField()
    every = models.CharField(max_length=20, blank=True)
    """How often, by `rules/meetings.yaml`: once one is over, the next is planned."""
    led_by = models.CharField(max_length=160, blank=True)
    held_on = models.DateField(null=True, blank=True)
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    not_held_why = models.CharField(max_length=300, blank=True)
    kept_by = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["planned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | Q(not_held_why=""), name="focus_group_held_or_not"
            )
        ]

    def __str__(self) -> str:
        return f"{self.with_whom}, {self.planned_on}"


class FocusPoint(models.Model):
    """Something that was said in a focus group, in words that point to nobody."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    focus_group = models.ForeignKey(FocusGroup, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"point {self.position}"


class FocusChange(models.Model):
    """What changed because of a point, or that nothing did and why: a line of the log, never changed."""

    point = models.ForeignKey(FocusPoint, on_delete=models.CASCADE, related_name="changes")
    changed = models.BooleanField()
    words = models.TextField()
    on = models.DateField()
    said_by = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.point_id} on {self.on}"
