"""What somebody typed and has not saved yet. Nobody else sees it, and it goes when the form is saved."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """The newest state of one form of one person. `fields` are what the form would send, each a list of texts."""

    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    partnership_id = models.BigIntegerField()
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=500)
    title = models.CharField(max_length=120)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "partnership_id", "form", "subject"], name="one_draft_of_each_form"
            )
        ]

    def __str__(self) -> str:
        return f"draft of {self.form} {self.subject}".strip()


class HeldForm(models.Model):
    """A form that arrived after its session had ended: kept for an hour, for the person it names, who has the
    token in a cookie. Becomes a draft when that person signs in; dropped when somebody else does."""

    token = models.CharField(max_length=64, unique=True)
    person_ref = models.CharField(max_length=12)
    partnership_id = models.BigIntegerField()
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=500)
    title = models.CharField(max_length=120)
    fields = models.JSONField()
    held_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"held {self.form} {self.subject}".strip()
