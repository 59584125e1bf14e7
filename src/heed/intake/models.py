"""Between a document and the register: what the machine proposes, and what a person makes of it."""

from __future__ import annotations

from django.db import models

from heed.intake.types import Decision, ImportState, ProposalKind, SheetState
from heed.platform.access.models import Record, Withdrawable
from heed.platform.base.ids import new_public_id


class Import(Withdrawable):
    """One document on its way into the register."""

    document = models.ForeignKey("library.Document", on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(
        "library.Reading", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in ImportState],
        default=ImportState.READING,
    )
    error = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    left = models.JSONField(default=dict, blank=True)
    """After it was taken out of the register: the review it was in (`choice`), and what that was called, where it
    went too (`public_id`, `reference`)."""
    left_at = models.DateTimeField(null=True, blank=True)
    left_by = models.CharField(max_length=120, blank=True)
    left_why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"import of {self.document_id}: {self.state}"


class Proposal(models.Model):
    """One thing that the reader found, or that a person added: nothing until its import is accepted.

    `found` keeps what was read, untouched; `values` is what the person makes of it (see `intake.types`).
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    import_of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.value) for kind in ProposalKind])
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    theme = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    values = models.JSONField()
    found = models.JSONField(null=True)
    spans = models.JSONField(default=list)
    sure = models.FloatField(default=1.0)
    why = models.JSONField(default=list)
    decision = models.CharField(
        max_length=9, choices=[(each.value, each.value) for each in Decision], default=Decision.OPEN
    )
    version = models.PositiveIntegerField(default=1)
    record_ref = models.CharField(max_length=12, blank=True)
    """The public id of the record that it became, or of the one that it was said to be."""
    record_reference = models.CharField(max_length=30, blank=True)
    """That record's reference, where it became one of its own: it comes back under it."""

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class PlanSheet(Record):
    """A plan that was kept in a table elsewhere, on its way in: for one review, or for the partnership's own plan.

    `columns` says how the file is understood (`intake.types.Columns`); its rows are read from the file anew each time.
    """

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    columns = models.JSONField(default=dict)
    state = models.CharField(
        max_length=8, choices=[(each.value, each.value) for each in SheetState], default=SheetState.OPEN
    )
    brought_in_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    brought_in_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    left_out = models.PositiveIntegerField(default=0)
    """Rows with errors that stayed out when the rest came in."""
    undone_at = models.DateTimeField(null=True, blank=True)
    """When all that came in was last taken out of the plan again."""
    undone_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class PlanSheetRow(models.Model):
    """A row that came in and the action that it became, so that it is known when it comes again."""

    sheet = models.ForeignKey(PlanSheet, on_delete=models.CASCADE, related_name="came_in")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=64, db_index=True)
    """By the row's own number, where it has one; a hash, as it may be long."""
    action_ref = models.CharField(max_length=12)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"row {self.number}"
