"""What is kept of registers: views, an address under a name; and a partnership's own templates for taking rows away."""

from __future__ import annotations

from django.db import models

from heed.platform.base.ids import new_public_id


class SavedView(models.Model):
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "owner", "register", "name"], name="saved_view_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExportTemplate(models.Model):
    """A partnership's own Word or Excel file that a register's rows are put into."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    """It is not offered any more; its versions stay to be read."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "register", "name"],
                condition=models.Q(ended_at__isnull=True),
                name="export_template_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExportTemplateVersion(models.Model):
    """The file of a template as somebody sent it; a later one leaves it as it is. `asks_for` is what it was found to
    ask for, each with how it was written and what it is taken to mean."""

    template = models.ForeignKey(ExportTemplate, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    form = models.CharField(max_length=4, choices=[("docx", "Word"), ("xlsx", "Excel")])
    sha256 = models.CharField(max_length=64)
    asks_for = models.JSONField(default=list)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="export_template_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number}"
