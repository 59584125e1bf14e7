"""What is searched: passages of everything that has words, each as restricted as the record that it is of."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record


class Passage(Record):
    """Words of one record, or of a page of a document, with what they are narrowed by. It moves with its case.

    `source_id` is the record's key (a document's for its pages), `ref` its public id. `words` are the stems of its
    title and text: what the database's full text is made of. `edition` says what made its meaning; empty: it waits.
    The heavy text stands apart (`PassageText`), so that many thousand passages are counted without being read.
    """

    kind = models.CharField(max_length=14)
    source_id = models.BigIntegerField()
    ref = models.CharField(max_length=12)
    position = models.PositiveIntegerField(default=0)
    page = models.PositiveIntegerField(default=0)
    """Of a document that has pages; 0 for everything else."""
    href = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=250, blank=True)
    """The review that it belongs to, in words."""
    area = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=60, blank=True)
    agencies = models.TextField(blank=True)
    """Public ids with blanks between: of those asked, answering or giving."""
    themes = models.TextField(blank=True)
    """Names, a line each."""
    edition = models.CharField(max_length=40, blank=True)
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source_id", "position"], name="passage_once")]
        indexes = [
            # Holds all that the full text's matches are narrowed by, so that none of their rows is read.
            models.Index(fields=["id", "scope", "partnership"], name="passage_seen_by"),
            models.Index(fields=["partnership", "scope", "version"], name="passage_of_scope"),
            models.Index(fields=["edition"], name="passage_by_edition"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ref} {self.position}"


class PassageText(models.Model):
    """A passage's own words, and what is known of their meaning: the ask and the vectors of `kit.similarity`."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, primary_key=True, related_name="body")
    text = models.TextField()
    ask = models.JSONField(default=dict)
    encoding = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"text of {self.passage_id}"


class PassagePoint(models.Model):
    """Where a passage stands by its meaning: the first of its vectors, alone, to be read by the hundred thousand."""

    passage = models.OneToOneField(Passage, on_delete=models.CASCADE, primary_key=True, related_name="point")
    vector = models.BinaryField()

    def __str__(self) -> str:
        return f"point of {self.passage_id}"


class Changed(models.Model):
    """A record that was made, changed or removed since its passages were: written by the database's own triggers, in
    the same transaction (`memory.triggers`). The worker takes the passages after it and removes the row.

    Not in backups: after a restore every record has one, by the same triggers, and is looked at again.
    """

    kind = models.CharField(max_length=14)
    source_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"


class Stirred(models.Model):
    """That passages or remembered recommendations of a partnership came, went, changed or moved: written by the
    database's own triggers in the same transaction. What is kept of those rows elsewhere (`queries.shelf`) is true
    while these notes are the same. `row_id` is which row; None: any of them. The worker gathers many into one; `value`
    is by chance, so that none comes again.

    Not in backups: after a restore the same triggers write anew.
    """

    what = models.CharField(max_length=12)
    partnership_id = models.BigIntegerField()
    row_id = models.BigIntegerField(null=True)
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["what", "partnership_id", "value"], name="stirred_of_partnership")]

    def __str__(self) -> str:
        return f"{self.what} of {self.partnership_id}"
