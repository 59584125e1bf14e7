"""What somebody put under another theme, so that it can be undone."""

from __future__ import annotations

from django.db import models

from heed.learning.models.records import Recommendation, Theme


class ThemeChange(models.Model):
    """A recommendation put under another theme by somebody; what was changed `together` is undone together."""

    together = models.CharField(max_length=12, db_index=True)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="theme_changes")
    before = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    stayed_why = models.CharField(max_length=200, blank=True)
    """Why it stays where it is though the others were put back."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.recommendation_id} from {self.before_id} to {self.after_id}"
