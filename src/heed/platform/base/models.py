"""Rows that every room may need: counters for human references, and earlier words of records."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The next number of a kind of reference in a partnership (REC-0413, ACT-0087)."""

    partnership_id = models.BigIntegerField()
    name = models.CharField(max_length=20)
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership_id", "name"], name="one_counter_each")]

    def __str__(self) -> str:
        return f"{self.name}: {self.next_number}"


class Revision(models.Model):
    """What a field of a record said before it was changed: the record's history, apart from the audit log."""

    partnership_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=12)
    field = models.CharField(max_length=40)
    words = models.TextField()
    until = models.DateTimeField()
    changed_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="revision_by_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_ref}.{self.field} until {self.until:%Y-%m-%d}"
