"""Days on which nothing comes out, whom a publication reached, and campaigns."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class ForbiddenDate(Record):
    """Days on which nothing of a review (or, without one, of the partnership) is published, why, and who said so.

    `yearly`: they come round, such as the day a child died.
    """

    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    first_on = models.DateField()
    last_on = models.DateField()
    yearly = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=300)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__gte=models.F("first_on")), name="forbidden_days_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_on} to {self.last_on}"


class Reach(Record):
    """That an agency took a publication to its people by one channel: how many it reached, of how many, and what
    shows that they understood it."""

    publication = models.ForeignKey(
        "publishing.Publication", on_delete=models.PROTECT, related_name="reached"
    )
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    audience = models.CharField(max_length=200)
    on = models.DateField()
    reached = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    tested_how = models.CharField(max_length=20, blank=True)
    tested = models.PositiveIntegerField(null=True, blank=True)
    understood = models.PositiveIntegerField(null=True, blank=True)
    assurance = models.ForeignKey(
        "assurance.Assurance", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Where the agency was asked for it, or challenged about it."""
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reaches"
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reached__isnull=True)
                | Q(out_of__isnull=True)
                | Q(reached__lte=models.F("out_of")),
                name="reach_within_its_audience",
            ),
            models.CheckConstraint(
                condition=Q(tested_how="", tested__isnull=True, understood__isnull=True)
                | ~Q(tested_how="") & Q(tested__gt=0, understood__lte=models.F("tested")),
                name="reach_tested_of_how_many",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} by {self.channel}"


class Campaign(Record):
    """A campaign for the public: whether it is launched and why, how it is run, and what it came to."""

    reference = models.CharField(max_length=12)
    topic = models.CharField(max_length=200)
    audience = models.CharField(max_length=200)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(max_length=10, blank=True)
    """"launch" or "not"; "" while nobody has decided."""
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    channels = models.JSONField(default=list)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    materials = models.TextField(blank=True)
    reached = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)
    evaluation = models.TextField(blank=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="campaign_reference_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_by__isnull=False, decided_on__isnull=False),
                name="campaign_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.reference})"


class Bulletin(Record):
    """A bulletin that Heed mails to the people of some agencies: exactly these words, once."""

    title = models.CharField(max_length=200)
    words = models.TextField()
    agencies = models.JSONField(default=list)
    """The public ids of the agencies whose people it is for."""
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    mailed_to = models.PositiveIntegerField(default=0)
    not_mailed_to = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title
