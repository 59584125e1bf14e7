"""What other rooms' pages show of recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from heed.learning.presenters import recommendation_row
from heed.learning.queries import recommendations_of_review
from heed.platform.access.types import Actor
from heed.platform.ui.components import RegisterRow
from heed.platform.ui.panels import Panel


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A review's recommendations under one theme or section; the heading may be empty."""

    heading: str
    rows: tuple[RegisterRow, ...]


def recommendations_panel(actor: Actor, review: Any) -> Panel | None:
    """A review's recommendations in printed order, under their themes or sections."""
    rows = recommendations_of_review(actor, review.pk)
    gathered = tuple(
        Gathered(heading=heading, rows=tuple(recommendation_row(row) for row in group))
        for heading, group in groupby(rows, key=lambda row: row.theme.name if row.theme else row.section)
    )
    return Panel("learning/of_review.html", gathered)
