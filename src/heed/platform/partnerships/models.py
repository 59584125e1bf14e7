"""Who works together: partnerships, their areas, agencies, groups, posts and people's memberships."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from heed.platform.base.ids import new_public_id


class Partnership(models.Model):
    """The tenant: every readable row belongs to one. `shared` holds published library items of all."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=160, unique=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A place whose reviews a partnership holds: its own, or a neighbour's whose lessons it keeps."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="areas")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="area_once_in_partnership")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """A body that can be asked: installation-wide, joined to the partnerships that it sits in."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    partnerships = models.ManyToManyField(Partnership, related_name="agencies")
    ended_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AgencyName(models.Model):
    """Another name that documents use for an agency; documents keep their own wording."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=160, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "folded"], name="agency_name_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A job that can own an action; its holder may change."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "title"], name="post_once_in_agency")]

    def __str__(self) -> str:
        return f"{self.title}, {self.agency}"


class Group(models.Model):
    """A standing group of the partnership, locally named, such as a case review group.

    `meets` is how often, by `rules/meetings.yaml`; `quorum_statutory` asks for each safeguarding partner.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    remit = models.TextField(blank=True)
    meets = models.CharField(max_length=20, blank=True)
    reports_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reporters"
    )
    quorum_members = models.PositiveSmallIntegerField(default=0)
    quorum_agencies = models.PositiveSmallIntegerField(default=0)
    quorum_statutory = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="group_once_in_partnership"),
            models.CheckConstraint(
                condition=models.Q(reports_to__isnull=True) | ~models.Q(reports_to=models.F("id")),
                name="group_reports_to_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a partnership: for which agency, in which post, with which roles, from when to when."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    employer = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="employees"
    )
    """Who employs them, where it is not the agency they act for: most partnership officers are council staff."""
    roles = models.JSONField(default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    """The last day; None while nobody has said."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody ended it: from that moment it grants nothing, whatever the last day says."""
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.agency}"


class GroupMembership(models.Model):
    """A place in a standing group, from when to when; it ends with the membership at the latest.

    `part` is chair, deputy_chair or member. Whoever gets another part gets another row, so that who chaired when is
    kept.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="groups")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    part = models.CharField(max_length=12, default="member")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="group_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["membership", "group"],
                condition=models.Q(ends_on__isnull=True),
                name="group_membership_open_once",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=models.Q(ends_on__isnull=True, part="chair"),
                name="group_has_one_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.group}"


class Deputy(models.Model):
    """One membership standing in for another for a period: it acts with the other's roles, and is seen to."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="deputises")
    stands_in_for = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="deputies")
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "deputies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="deputy_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("stands_in_for")), name="deputy_is_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} for {self.stands_in_for}"
