"""Merges of agencies, so that one that was wrong can be undone, and names met in documents that are no agency."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class AgencyMerge(models.Model):
    """One agency merged into another: how it stood before, and what passed to the other."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey("partnerships.Agency", on_delete=models.PROTECT, related_name="merged")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    ended_before = models.DateField(null=True, blank=True)
    successor_before = models.ForeignKey(
        "partnerships.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    names = models.JSONField(default=list)
    """Its names, as they were written."""
    new_names = models.JSONField(default=list)
    """Those of them, folded, that the other did not have before."""
    people = models.JSONField(default=list)
    """Its memberships: each one's key, the post it had and the post it has (0 for none)."""
    work = models.JSONField(default=list)
    """What each room passed on, as `types.Held`, in the order in which rooms pass."""
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_why = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.agency} into {self.into}"


class AsideName(models.Model):
    """Words of documents that name no agency at all, such as "all agencies": nobody is asked about them again, until
    they are put back. `folded` as `partnerships.queries.fold_name` has it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    folded = models.CharField(max_length=200)
    set_aside_at = models.DateTimeField()
    set_aside_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    back_at = models.DateTimeField(null=True, blank=True)
    back_by = models.ForeignKey(
        "accounts.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "folded"],
                condition=models.Q(back_at__isnull=True),
                name="name_is_aside_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
