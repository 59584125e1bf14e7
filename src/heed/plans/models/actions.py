"""Actions: who does what by when. One action may serve many recommendations and is counted once."""

from __future__ import annotations

from django.db import models

from heed.plans.types import (
    ActionKind,
    ActionState,
    Colour,
    Frequency,
    Happened,
    MoveDecision,
    ReviewOutcome,
)
from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class Action(Record):
    """What was done, is done or will be done, as a document states it or as somebody planned it here.

    An action read from a document keeps its claim (`stated`), its words and where they stand; one made here has
    neither. It stands in the case of its review, or, where it has none, in the partnership's scope.
    `state`, `moves`, `closed_on` and `joined_into` are written by operations only.
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    recommendations = models.ManyToManyField("learning.Recommendation", related_name="actions", blank=True)
    parts = models.ManyToManyField("learning.RecommendationPart", related_name="actions", blank=True)
    """The parts of compound recommendations that it was made for; none where it is for the whole."""
    theme = models.ForeignKey(
        "learning.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    position = models.PositiveIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ActionKind])
    stated = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ActionState])
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agency_words = models.CharField(max_length=200, blank=True)
    owner_words = models.CharField(max_length=200, blank=True)
    owner_post = models.ForeignKey(
        "partnerships.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    single_agency = models.BooleanField(default=False)
    """Of one agency alone: it may rest at agency assured."""
    due_text = models.CharField(max_length=120, blank=True)
    due_earliest = models.DateField(null=True, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    """The last day promised now; `first_due` is the one promised first."""
    first_due = models.DateField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)
    """How often the date was moved: approved requests, counted."""
    details_due = models.DateField(null=True, blank=True)
    """Agreed in principle: by when owner, date and measure are to be given."""
    review_on = models.DateField(null=True, blank=True)
    """When an unfinished action must be completed, dated again or escalated."""
    outcome = models.TextField(blank=True)
    how_we_will_know = models.TextField(blank=True)
    risk = models.TextField(blank=True)
    frequency = models.CharField(
        max_length=12, blank=True, choices=[(each.value, each.value) for each in Frequency]
    )
    next_expected = models.DateField(null=True, blank=True)
    depends_on = models.ManyToManyField("self", symmetrical=False, related_name="needed_by", blank=True)
    stalled_on = models.DateField(null=True, blank=True)
    stalled_why = models.TextField(blank=True)
    interim_measure = models.TextField(blank=True)
    restart_on = models.DateField(null=True, blank=True)
    colour = models.CharField(max_length=5, blank=True, choices=[(each.value, each.value) for each in Colour])
    """Set by somebody instead of the computed one; empty: computed."""
    colour_why = models.CharField(max_length=300, blank=True)
    colour_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    colour_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    """On which day a group decided that it is closed; only what was verified is, until it is open again."""
    closed_by = models.CharField(max_length=160, blank=True)
    """Which group, as it was called."""
    joined_into = models.CharField(max_length=12, blank=True)
    """Superseded: the public id of the action that stands for it now."""
    reading = models.ForeignKey(
        "library.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    spans = models.JSONField(default=list)
    made_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who planned it here; None where a document stated it."""
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
            models.CheckConstraint(
                condition=models.Q(reading__isnull=True) | models.Q(review__isnull=False),
                name="action_read_is_of_a_review",
            ),
            models.CheckConstraint(
                condition=models.Q(colour="")
                | (~models.Q(colour_why="") & models.Q(colour_by__isnull=False)),
                name="action_colour_has_a_name_and_a_reason",
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
            models.Index(
                fields=["partnership", "next_expected", "scope", "state"],
                condition=models.Q(next_expected__isnull=False),
                name="action_expected",
            ),
            models.Index(
                fields=["partnership", "review_on", "scope", "state"],
                condition=models.Q(review_on__isnull=False),
                name="action_review_on",
            ),
            models.Index(
                fields=["partnership", "details_due", "scope", "state"],
                condition=models.Q(details_due__isnull=False),
                name="action_details_due",
            ),
            models.Index(
                fields=["partnership", "restart_on", "scope", "state"],
                condition=models.Q(restart_on__isnull=False),
                name="action_restart",
            ),
            models.Index(
                fields=["partnership", "state", "due_latest", "scope"],
                name="action_by_state_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Milestone(models.Model):
    """A day on the way, and what will have happened by then."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "position"]

    def __str__(self) -> str:
        return self.text


class ActionStep(models.Model):
    """One step of an action's life: never changed, never removed while the action stands.

    `from_state` is empty for the first; `by` is None where a document's import, before steps were kept, made it.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, choices=[(state.value, state.value) for state in ActionState])
    at = models.DateTimeField()
    by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["at"], name="action_step_by_moment")]

    def __str__(self) -> str:
        return f"{self.from_state or 'nothing'} to {self.to_state}"


class DateMove(models.Model):
    """Somebody asks for an action's date to be moved; somebody else decides. One waits at a time."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="date_moves")
    due_before = models.DateField(null=True, blank=True)
    wanted = models.DateField()
    reason = models.TextField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(
        max_length=8,
        default=MoveDecision.WAITING.value,
        choices=[(each.value, each.value) for each in MoveDecision],
    )
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(decision="waiting"), name="date_move_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="date_move_takes_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=["waiting", "lapsed"], decided_by__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="date_move_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} to {self.wanted}"


class ActionReview(models.Model):
    """What was decided of an unfinished action at its review date: another date, or that somebody higher is told."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="reviews_held")
    due_on = models.DateField(null=True, blank=True)
    """The review date that had come."""
    outcome = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ReviewOutcome])
    reason = models.TextField()
    group = models.ForeignKey(
        "partnerships.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """To whom it was escalated."""
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.outcome}"


class Occurrence(models.Model):
    """A time at which a standing arrangement was expected: that it took place and what came of it, or why it did not.

    `passed_over` counts the times between this one and the next expected of which nobody said anything.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="occurrences")
    expected_on = models.DateField()
    happened = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Happened])
    happened_on = models.DateField(null=True, blank=True)
    words = models.TextField()
    passed_over = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(happened="missed", happened_on__isnull=True)
                | models.Q(happened="took_place", happened_on__isnull=False),
                name="occurrence_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} on {self.expected_on}: {self.happened}"
