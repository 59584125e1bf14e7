"""Lessons: recommendations, across reviews, years and areas, that say the same; named by people, with history."""

from __future__ import annotations

from django.db import models

from heed.memory.types import LessonDeed
from heed.platform.access.models import Record


class Lesson(Record):
    """A family under a name. It stands in the partnership's scope, and is shown to those who see two or more of its
    recommendations, with those that they see and no others. `ended_at`: joined into another, or too few were left."""

    reference = models.CharField(max_length=12)
    name = models.CharField(max_length=160)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined"
    )

    class Meta:
        ordering = ["reference"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="lesson_reference_once")
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"


class LessonMember(models.Model):
    """A recommendation that says the lesson, from when, by whom; `left_at` since when it does no more. A compound
    recommendation may say several lessons."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="members")
    recommendation = models.ForeignKey("learning.Recommendation", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    left_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "recommendation"],
                condition=models.Q(left_at__isnull=True),
                name="says_the_lesson_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} says {self.lesson_id}"


class LessonStep(models.Model):
    """What was done with a lesson, by whom and why: never changed. Which recommendations it was done to is told by the
    moment at which they came or left: whoever sees none of them is not shown the step."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="steps")
    deed = models.CharField(max_length=10, choices=[(each.value, each.value) for each in LessonDeed])
    words = models.CharField(max_length=300)
    """The name it had until then, or why it was done."""
    other = models.ForeignKey(Lesson, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.lesson_id}: {self.deed}"
