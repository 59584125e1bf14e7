"""A publication, its editions with their exact bytes, what the check found in each, and who is told first."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id
from heed.publishing.types import Answer, WhenOver


class Publication(Record):
    """Something that a partnership publishes, at one address for good. Its words stand in its editions.

    `publish_on` is the day it is planned for; until then what is handed out is under embargo. The public copy stays
    until `public_until`: then somebody looks at it again, or it is taken down by itself (`when_over`).
    """

    reference = models.CharField(max_length=12)
    review = models.ForeignKey(
        "reviews.Review", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20)
    impact = models.TextField(blank=True)
    """What publishing may do to the child, the family, staff and others, and what is done about it."""
    indexed = models.BooleanField(default=False)
    """Whether search engines may list it."""
    status_shown = models.BooleanField(default=False)
    """Whether its public page says where each recommendation of the review stands: computed states, by label."""
    publish_on = models.DateField(null=True, blank=True)
    planned_by = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    public_until = models.DateField(null=True, blank=True)
    when_over = models.CharField(
        max_length=10, choices=[(each.value, each.value) for each in WhenOver], default=WhenOver.LOOK.value
    )
    first_published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=300, blank=True)
    notice = models.CharField(max_length=300, blank=True)
    """What its address says after it was withdrawn."""
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "reference"], name="publication_reference_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False) & ~Q(notice=""),
                name="publication_withdrawn_with_a_notice",
            ),
        ]
        indexes = [models.Index(fields=["partnership", "-first_published_at"], name="publication_newest")]

    def __str__(self) -> str:
        return self.reference


class Edition(models.Model):
    """One edition: the words to be published, in plain text with "## " before headings and "- " before points.

    What is published is made from these words (`forms`) once everything that the check found is answered; another
    letter, and they are made and approved anew. A published edition never changes.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    themes = models.JSONField(default=list)
    words = models.TextField(blank=True)
    why = models.CharField(max_length=300, blank=True)
    """What this edition corrects; "" for the first."""
    hides_earlier = models.BooleanField(default=False)
    """Whether the earlier editions can no longer be read, such as where one named somebody."""
    source = models.ForeignKey(
        "files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source_name = models.CharField(max_length=200, blank=True)
    brought_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)
    """Nobody works on it any longer; it can be taken up again while no other edition is open."""
    discarded_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "number"],
                condition=Q(discarded_at__isnull=True),
                name="edition_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(published_at__isnull=True, discarded_at__isnull=True),
                name="edition_open_once",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at__isnull=True)
                | Q(discarded_by__isnull=False, published_at__isnull=True),
                name="edition_discarded_before_it_came_out",
            ),
            models.UniqueConstraint(
                fields=["publication"],
                condition=Q(published_at__isnull=False, replaced_at__isnull=True),
                name="edition_public_once",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(checked_at__isnull=False),
                name="edition_published_after_its_check",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at"],
                condition=Q(published_at__isnull=False, replaced_at__isnull=True),
                name="edition_newest_public",
            )
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.publication_id}"


class EditionForm(models.Model):
    """The bytes of an edition in one form: what approvers approve and what people download."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="forms")
    form = models.CharField(max_length=5)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "form"], name="edition_form_once")]

    def __str__(self) -> str:
        return f"{self.form} of {self.edition_id}"


class Hit(models.Model):
    """Something that the check found, where it stands, and what a named person made of it.

    `layer` is "" for what everybody reads, else where a reader would not see it (a hidden sheet, a comment).
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="hits")
    check_name = models.CharField(max_length=10)
    """"disclosure" or "lint"."""
    kind = models.CharField(max_length=40)
    layer = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=120, blank=True)
    found = models.CharField(max_length=300)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    says = models.CharField(max_length=300, blank=True)
    """What may be wrong, in words."""
    answer = models.CharField(
        max_length=12, blank=True, choices=[(each.value, each.value) for each in Answer]
    )
    instead = models.CharField(max_length=300, blank=True)
    """What stands there instead; until somebody answers, what is proposed."""
    reason = models.CharField(max_length=300, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="hit_answered_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(answer="kept") | ~Q(reason=""), name="hit_kept_with_reason"),
        ]
        indexes = [models.Index(fields=["edition", "answer"], name="hit_unanswered")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.edition_id}"


class Telling(models.Model):
    """Somebody who is told before a publication comes out: done on a day, or set aside with a reason."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="tellings")
    key = models.CharField(max_length=30)
    done_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    """Who was told, how; or why it is set aside."""
    set_aside = models.BooleanField(default=False)
    said_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "key"], name="telling_once"),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True, done_on__isnull=True, set_aside=False)
                | Q(said_by__isnull=False, set_aside=False, done_on__isnull=False)
                | Q(said_by__isnull=False, set_aside=True, done_on__isnull=True) & ~Q(words=""),
                name="telling_done_or_set_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.publication_id}"


class PublicWord(models.Model):
    """A word of a published edition: the index of the public library, which holds nothing else."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="index")
    word = models.CharField(max_length=40)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "edition"], name="public_word_once")]

    def __str__(self) -> str:
        return self.word


class PublicLink(models.Model):
    """An address that a published edition gives its readers, and what the network said of it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=500)
    works = models.BooleanField(null=True, blank=True)
    """None while nobody asked, or the network said neither yes nor no."""
    note = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "address"], name="public_link_once")]

    def __str__(self) -> str:
        return self.address
