"""Reports that are being written, and what is written in them by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record


class Report(Record):
    """A report as it was composed on a day, and what was decided about its places since.

    `blocks` are its blocks in order (`types.block_as_data`), each under `says`, with `seen`, the fingerprint of what
    the register said when somebody last looked at it, and `out`, why it is left out, where it is.
    """

    reference = models.CharField(max_length=12)
    layout = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300)
    lead = models.CharField(max_length=300)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    composed_on = models.DateField()
    blocks = models.JSONField(default=list)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True)
    """Nobody writes it any longer; it can be taken up again."""
    discarded_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="report_reference_once"),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True) | Q(discarded_by__isnull=False),
                name="report_discarded_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WordTemplate(Record):
    """The partnership's own Word file, in which its reports are written: the newest that has not ended counts."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class Logo(Record):
    """The partnership's logo, at the head of its reports: the newest that has not ended counts. The file is made anew
    from what was sent, which is not kept."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    """What is read to those who do not see it."""
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="logo_has_words")]

    def __str__(self) -> str:
        return self.words


class Statement(Record):
    """What is written by hand at a place of a report: a statement that somebody makes by name, or a paragraph.

    A statement has `by_name` and `by_role`, as they are on the day `as_at`; signed by that person, it has the moment.
    Whoever changes its words takes the signature away.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="statements")
    place = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=120, blank=True)
    by_role = models.CharField(max_length=160, blank=True)
    as_at = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="statement_once_at_a_place"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True)
                | (Q(signed_by__isnull=False) & ~Q(by_name="") & Q(as_at__isnull=False)),
                name="statement_is_signed_by_somebody_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.report_id}"
