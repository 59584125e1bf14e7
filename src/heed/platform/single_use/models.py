"""Links by which somebody without an account does one thing, once."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class OneTask(models.Model):
    """One thing asked of one person by a link and a code. It is bound to the exact bytes that were shown.

    Neither the link nor the code is stored: the link is made from `nonce` and the signing key, the code is hashed.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject_ref = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    asked_of = models.CharField(max_length=160)
    """Who is asked, in words: they have no account."""
    told_how = models.CharField(max_length=120)
    """How the code is told to them."""
    made_by = models.ForeignKey("partnerships.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    nonce = models.CharField(max_length=12, default=new_public_id)
    code_hash = models.CharField(max_length=64, blank=True)
    """Empty until somebody has made the code."""
    code_by = models.ForeignKey(
        "partnerships.Membership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Who made the code, where that is not whoever made the link."""
    tries = models.PositiveSmallIntegerField(default=0)
    site = models.CharField(max_length=200)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    words = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partnership", "kind", "subject_ref"], name="one_task_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_ref} asked of {self.asked_of}"
