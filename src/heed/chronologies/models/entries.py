"""A review's chronology, the files that agencies sent for it, and its entries."""

from __future__ import annotations

from django.db import models

from heed.chronologies.types import FileState
from heed.platform.access.models import Record, Withdrawable


class Chronology(Record):
    """One for each review. Days as the rules had them when it was opened; a person may choose others."""

    review = models.OneToOneField("reviews.Review", on_delete=models.PROTECT, related_name="chronology")
    gap_days = models.PositiveSmallIntegerField()
    silence_days = models.PositiveSmallIntegerField()
    sighted = models.JSONField(default=list)
    """Of each child by their pseudonym: how often they are recorded as seen, on which first and last day, and the last
    day of the whole; as it was when Heed last looked through."""
    opened_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "chronologies"

    def __str__(self) -> str:
        return f"Chronology of {self.review}"


class AgencyFile(Record):
    """A file that an agency sent. Its rows are read from it anew each time somebody looks; `uses` and `month_first`
    are what a person said of it."""

    chronology = models.ForeignKey(Chronology, on_delete=models.PROTECT, related_name="files")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    uses = models.JSONField(default=dict)
    month_first = models.BooleanField(null=True)
    state = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in FileState], default=FileState.OPEN
    )
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    brought_in_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Entry(Withdrawable):
    """One event as one agency recorded it. `written` and `written_time` are its own words, the days and minutes what
    was understood of them. `order_key` sorts; `same_key` knows the row when it comes again."""

    chronology = models.ForeignKey(Chronology, on_delete=models.PROTECT, related_name="entries")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(
        AgencyFile, null=True, blank=True, on_delete=models.PROTECT, related_name="entries"
    )
    row = models.PositiveIntegerField(default=0)
    written = models.CharField(max_length=300, blank=True)
    written_time = models.CharField(max_length=80, blank=True)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    begins = models.PositiveSmallIntegerField(null=True, blank=True)
    ends = models.PositiveSmallIntegerField(null=True, blank=True)
    uncertain = models.BooleanField(default=False)
    event = models.TextField(blank=True)
    source = models.TextField(blank=True)
    people = models.TextField(blank=True)
    action = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    significance = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    child_seen = models.CharField(max_length=100, blank=True)
    recorded_by = models.CharField(max_length=200, blank=True)
    recorded_written = models.CharField(max_length=80, blank=True)
    recorded_on = models.DateField(null=True, blank=True)
    more = models.JSONField(default=dict, blank=True)
    order_key = models.CharField(max_length=40)
    same_key = models.CharField(max_length=64)
    replaced_by = models.ForeignKey(
        AgencyFile, null=True, blank=True, on_delete=models.PROTECT, related_name="replaced"
    )
    entered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["order_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chronology", "agency", "same_key"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="entry_of_agency_once",
            ),
            models.CheckConstraint(
                condition=models.Q(earliest__isnull=True, latest__isnull=True)
                | models.Q(latest__gte=models.F("earliest")),
                name="entry_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["chronology", "order_key"], name="entry_in_order"),
        ]

    def __str__(self) -> str:
        return f"entry {self.public_id}"
