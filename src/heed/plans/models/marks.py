"""Who said what of an action, when and for which period; and whether it lasted."""

from __future__ import annotations

from django.db import models

from heed.plans.models.actions import Action
from heed.plans.models.evidence import Evidence
from heed.plans.types import CheckOutcome, MarkKind
from heed.platform.base.ids import new_public_id


class ByName(models.Model):
    """A person in the place they had at the moment: for which agency, in which post, employed by whom."""

    by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    membership = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    post = models.CharField(max_length=160, blank=True)
    agency = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    employer = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class Mark(ByName):
    """Reported complete, assured, verified or sent back: never changed. It reads "verified on DATE for PERIOD",
    and ages."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in MarkKind])
    on = models.DateField()
    at = models.DateTimeField()
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="marks", blank=True)
    sample = models.TextField(blank=True)
    """Verified by sample: how it was drawn."""
    sampled = models.PositiveIntegerField(null=True, blank=True)
    sampled_of = models.PositiveIntegerField(null=True, blank=True)
    """How many were looked at, of how many."""
    sample_agreed = models.CharField(max_length=200, blank=True)
    """Which group had agreed to it, and when, in words."""
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_from__isnull=True)
                | models.Q(period_to__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="mark_period_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="sent_back") | ~models.Q(reason=""),
                name="mark_sent_back_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(sampled__isnull=True, sampled_of__isnull=True)
                | models.Q(sampled__gte=1, sampled_of__gte=models.F("sampled")),
                name="mark_sample_is_of_as_many",
            ),
        ]
        indexes = [models.Index(fields=["kind", "on"], name="mark_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} on {self.on}"


class EmbeddedCheck(ByName):
    """Is it embedded? Due some months after an action was verified; a failed one re-opens the action."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="embedded_checks")
    due_on = models.DateField()
    because = models.CharField(max_length=200)
    """The rule that the day comes from, in words; of one that held before its day, why it could be told."""
    made_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=14, blank=True, choices=[(each.value, each.value) for each in CheckOutcome]
    )
    done_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, related_name="embedded_checks", blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=models.Q(done_at__isnull=True), name="embedded_check_waits_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", done_at__isnull=True, by__isnull=True)
                | (~models.Q(outcome="") & models.Q(done_at__isnull=False, by__isnull=False)),
                name="embedded_check_is_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="embedded_check_by_day")]

    def __str__(self) -> str:
        return f"check of {self.action_id}, due {self.due_on}"


class DifferenceJudgement(ByName):
    """What a named judge sees after a recommendation was carried out: output, outcome and impact said apart, with
    what speaks against it. It reads as contribution, not proof. The newest counts; earlier ones stay."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    recommendation = models.ForeignKey(
        "learning.Recommendation", on_delete=models.PROTECT, related_name="difference_judgements"
    )
    on = models.DateField()
    at = models.DateTimeField()
    seen = models.BooleanField()
    output = models.TextField()
    outcome = models.TextField()
    impact = models.TextField()
    contrary = models.TextField(blank=True)
    """What speaks against it, in words; pieces of evidence marked contrary stand in `evidence`."""
    evidence = models.ManyToManyField(Evidence, related_name="judgements", blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} on {self.on}"
