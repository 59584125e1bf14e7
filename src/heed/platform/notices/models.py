"""What people were told and when, how often they want to hear, and the secret addresses of their calendars."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Record
from heed.platform.base.ids import new_public_id


class Often(models.TextChoices):
    DAILY = "daily", "Once a day, when there is something"
    WEEKLY = "weekly", "Once a week, when there is something"
    NONE = "none", "Never: only what is escalated to me, here in Heed"


class Notice(Record):
    """One thing that one person was told, here. It moves with its case, so that whoever is kept from that sees none.

    `kind` is a kind of what can be due, or what somebody did ("mention", "comment"). Of what is due, `stage` is the day
    of the rule (days late, negative before the day) and `to` as whom they were told, where it was not their turn: each
    is said once, however often the work is done. No words of a case.
    """

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_ref = models.CharField(max_length=40)
    reference = models.CharField(max_length=160, blank=True)
    href = models.CharField(max_length=200)
    case_ref = models.CharField(max_length=12, blank=True, default="")
    on = models.DateField(null=True, blank=True)
    stage = models.IntegerField(null=True, blank=True)
    to = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_ref", "on", "stage", "to"],
                condition=models.Q(stage__isnull=False),
                name="notice_of_a_day_once",
            )
        ]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_by_person")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference or self.subject_ref}"


class DigestChoice(models.Model):
    """How often a person wants a digest by mail; who has chosen nothing gets one a day."""

    person = models.OneToOneField("accounts.Person", on_delete=models.PROTECT, related_name="+")
    often = models.CharField(max_length=6, choices=Often.choices)

    def __str__(self) -> str:
        return f"{self.person}: {self.often}"


class Digest(models.Model):
    """That a person's things of one day were looked through, and whether a mail went. Kept for a month."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    told = models.PositiveIntegerField(default=0)
    wants_mail = models.BooleanField(default=False)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"{self.person} on {self.on}"


class Feed(models.Model):
    """The address of a calendar: a person's own in one membership, or that of a group they belong to.

    Only a hash of the secret is kept. What it gives is asked anew at each fetch, for the membership as it is then.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    membership = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(
        "partnerships.Group", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(ended_at__isnull=True, group__isnull=True),
                name="feed_of_a_membership_once",
            ),
            models.UniqueConstraint(
                fields=["membership", "group"],
                condition=models.Q(ended_at__isnull=True, group__isnull=False),
                name="feed_of_a_group_once",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.membership_id}"


class Comment(Record):
    """What somebody says about a record, to those who may see it; it moves with the record's case.

    Withdrawn, its words are kept for whoever wrote it and gone for everybody else.
    """

    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=12)
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    mentioned = models.ManyToManyField("accounts.Person", related_name="+")
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_ref"], name="comment_by_subject")]

    def __str__(self) -> str:
        return f"comment on {self.subject_kind} {self.subject_ref}"


class Follow(models.Model):
    """A person who is told when somebody comments on a record, as long as they may see it."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=12)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "partnership", "subject_kind", "subject_ref"], name="follows_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} follows {self.subject_kind} {self.subject_ref}"
