"""What other rooms' pages show of recommendations and findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.learning.presenters import FindingRow, finding_row, recommendation_row, title_of
from heed.learning.queries import (
    answers_of_review,
    findings_of_review,
    own_of_agencies,
    recommendations_of_review,
    theme_answers_of_review,
)
from heed.platform.access.types import Actor
from heed.platform.ui.components import RegisterRow
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import count


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
    """A recommendation, or a theme that was answered as a whole."""

    label: str
    title: str
    href: str
    cells: tuple[str, ...]
    is_theme: bool = False


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
    """Agencies beside recommendations: who was asked, who answered. What was answered for a theme as a whole has a
    row of its own over the theme's recommendations."""
    found = answers_of_review(actor, review.pk)
    themes = {each.theme.pk: each for each in theme_answers_of_review(actor, review.pk)}
    if not themes and not any(each.answered for each in found):
        return None
    named = {name for each in found for name in each.asked | each.answered}
    named |= {name for each in themes.values() for name in each.answered}
    agencies = tuple(sorted(named, key=str.casefold))
    rows: list[MatrixRow] = []
    for each in found:
        theme = themes.pop(each.recommendation.theme_id or 0, None)
        if theme:
            rows.append(_theme_row(theme, agencies, review))
        rows.append(_recommendation_row(each, agencies))
    rows += [_theme_row(theme, agencies, review) for theme in themes.values()]
    return Panel("learning/matrix.html", Matrix(agencies=agencies, rows=tuple(rows)))


def _cells(agencies: tuple[str, ...], word: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(word(name) for name in agencies)


def _recommendation_row(each: Any, agencies: tuple[str, ...]) -> MatrixRow:
    def word(name: str) -> str:
        if name in each.with_theme and name not in each.answered:
            return "with the theme"
        return _WORDS[name in each.asked, name in each.answered]

    return MatrixRow(
        label=each.recommendation.label or each.recommendation.reference,
        title=title_of(each.recommendation),
        href=reverse("learning:recommendation", args=[each.recommendation.public_id]),
        cells=_cells(agencies, word),
    )


def _theme_row(each: Any, agencies: tuple[str, ...], review: Any) -> MatrixRow:
    return MatrixRow(
        label=f"Theme {each.theme.name}",
        title=f"as a whole, for {count(each.recommendations, 'recommendation')}",
        href=f"{reverse('learning:responses')}?review={review.public_id}",
        cells=_cells(agencies, lambda name: "answered as a whole" if name in each.answered else ""),
        is_theme=True,
    )


def findings_panel(actor: Actor, review: Any) -> Panel | None:
    """What a review found, good practice first, each with the recommendations it led to."""
    rows: list[FindingRow] = [finding_row(row) for row in findings_of_review(actor, review.pk)]
    rows.sort(key=lambda row: row.kind != "good practice")
    return Panel("learning/findings_of_review.html", tuple(rows)) if rows else None


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """What one agency asked of itself, and the register narrowed to it."""

    name: str
    href: str
    asked: int
    withheld: int
    planned: int
    reported: int
    verified: int


def own_panel(actor: Actor, review: Any) -> Panel | None:
    """What agencies asked of themselves in their own reviews, rolled up by agency."""
    register = reverse("learning:list")
    rows = tuple(
        OwnRow(
            name=each.name,
            href=f"{register}?{urlencode({'review': review.public_id, 'source': 'IMR', **_agency(each.agency_ref)})}",
            asked=each.asked,
            withheld=each.withheld,
            planned=each.planned,
            reported=each.reported,
            verified=each.verified,
        )
        for each in own_of_agencies(actor, review.pk)
    )
    return Panel("learning/own_of_review.html", rows) if rows else None


def _agency(ref: str) -> dict[str, str]:
    return {"agency": ref} if ref else {}
