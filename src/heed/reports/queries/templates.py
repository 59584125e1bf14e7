"""The partnership's own Word file for its reports."""

from __future__ import annotations

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.reports.models import WordTemplate


def word_template(actor: Actor) -> WordTemplate | None:
    """The one that counts; None where reports are written in Heed's own."""
    check_may(actor, Permission.READ_REGISTER)
    rows = WordTemplate.objects.visible_to(actor).filter(ended_at=None)
    row: WordTemplate | None = rows.select_related("file", "kept_by").first()
    return row
