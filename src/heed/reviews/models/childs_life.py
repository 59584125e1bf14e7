"""What daily life was like for each child of a case."""

from __future__ import annotations

from django.db import models

from heed.platform.access.models import Withdrawable


class ChildsLife(Withdrawable):
    """One child's daily life in one period: as it was, in the child's own words, with who the child is, and where that
    is recorded; or the reason why nothing can be said (`why_blank`)."""

    review = models.ForeignKey("reviews.Review", on_delete=models.PROTECT, related_name="childrens_life")
    child = models.CharField(max_length=120)
    period = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    own_words = models.TextField(blank=True)
    identity = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    why_blank = models.CharField(max_length=500, blank=True)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "children's life"
        ordering = ["child", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words="") & ~models.Q(source="") | ~models.Q(why_blank=""),
                name="childs_life_is_told_with_its_source_or_says_why_not",
            )
        ]

    def __str__(self) -> str:
        return f"{self.child}, {self.period}"
