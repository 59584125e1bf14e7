"""What other rooms' pages show of recommendations."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse

from heed.learning.presenters import recommendation_row, title_of
from heed.learning.queries import answers_of_review, recommendations_of_review
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


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    label: str
    title: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matrix:
    agencies: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


_WORDS = {
    (True, True): "answered",
    (True, False): "asked, no answer",
    (False, True): "answered, not asked by name",
    (False, False): "",
}


def matrix_panel(actor: Actor, review: Any) -> Panel | None:
    """Agencies beside recommendations: who was asked, who answered."""
    found = answers_of_review(actor, review.pk)
    agencies = tuple(
        sorted({name for each in found for name in each.asked | each.answered}, key=str.casefold)
    )
    if not any(each.answered for each in found):
        return None
    rows = tuple(
        MatrixRow(
            label=each.recommendation.label or each.recommendation.reference,
            title=title_of(each.recommendation),
            href=reverse("learning:recommendation", args=[each.recommendation.public_id]),
            cells=tuple(_WORDS[name in each.asked, name in each.answered] for name in agencies),
        )
        for each in found
    )
    return Panel("learning/matrix.html", Matrix(agencies=agencies, rows=rows))
