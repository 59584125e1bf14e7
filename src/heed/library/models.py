"""Documents as they were brought in, and what a version of the reader found in them. Neither ever changes."""

from __future__ import annotations

from django.db import models

from heed.library.types import LinkState
from heed.platform.access.models import Withdrawable
from heed.platform.base.ids import new_public_id


class Document(Withdrawable):
    """A file that somebody brought in, under the name it had."""

    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True)
    brought_in_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    brought_in_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whose a shared arrangement is: one owner, however many areas have adopted it."""

    def __str__(self) -> str:
        return self.title or self.name


class Adoption(models.Model):
    """An area that has taken a shared document as its own, from a day on, with what differs there."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="adoptions")
    area = models.ForeignKey("partnerships.Area", on_delete=models.PROTECT, related_name="+")
    adopted_on = models.DateField()
    variation = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["area__name", "adopted_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "area"],
                condition=models.Q(ended_on__isnull=True),
                name="adopted_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("adopted_on")),
                name="adoption_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} in {self.area_id}"


class Reading(models.Model):
    """A document's text, as extracted by one version of the reader, with the records proposed from it.

    Accepted records keep their Reading and their spans into `text`, so that a newer reader moves nothing.
    It is seen by whoever may see its document.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readings")
    reader = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    blocks = models.JSONField()
    found = models.JSONField()
    page_count = models.PositiveIntegerField(null=True)
    sketch = models.JSONField(default=list)
    """See `kit.similarity.sketch_of`: nearly equal documents are found by it."""
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "reader"], name="one_reading_by_each_reader")
        ]

    def __str__(self) -> str:
        return f"{self.document} by {self.reader}"


class Link(models.Model):
    """A link that a document holds, by its newest Reading, and what was found behind it. It is seen by whoever may
    see its document."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="links")
    words = models.CharField(max_length=300)
    address = models.CharField(max_length=2000, blank=True)
    spans = models.JSONField(default=list)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in LinkState])
    note = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["-reading", "position"], name="link_in_order")]

    def __str__(self) -> str:
        return self.words


class Page(models.Model):
    """A printed page of a Reading: its size in points, where its words stand, and its picture in the data folder."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    width = models.FloatField()
    height = models.FloatField()
    words = models.JSONField()
    """[[start, end, x0, y0, x1, y1], ...], offsets into the Reading's text, points from the top left corner."""

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="page_once_in_reading")]

    def __str__(self) -> str:
        return f"page {self.number} of {self.reading_id}"
