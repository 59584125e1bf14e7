"""What a review's page shows of where its work came from."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate

from heed.platform.access.types import Actor
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import day
from heed.successions.queries import find_predecessor


def inherited_panel(actor: Actor, review: Any) -> Panel | None:
    """From whom the partnership has this review, where another body published it before the work passed on; a review
    that was still open then has no such day, and counts from when it was registered."""
    row = find_predecessor(actor, since=review.published_latest or localdate(review.registered_at))
    if row is None:
        return None
    words = f"Inherited from {row.predecessor}, whose work passed to {row.successor} on {day(row.on)}."
    return Panel("successions/of_review.html", words)
