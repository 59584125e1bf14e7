"""A review's recommendations on its own page: counted, and folded under their headings where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from heed.learning.presenters import STATE_NAMES, recommendation_row
from heed.platform.ui.components import RegisterRow
from heed.platform.ui.wording import count

if TYPE_CHECKING:
    from heed.learning.models import Recommendation

MANY = 30
"""More recommendations than this are folded."""
_IN_A_FOLD = 50
"""So many stand in one fold where nothing divides them."""


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """A review's recommendations under one theme or section; the heading may be empty. `fold` is what is said of
    those that are folded."""

    heading: str
    rows: tuple[RegisterRow, ...]
    fold: str = ""


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many there are of something, and the register narrowed to them."""

    words: str
    href: str


@dataclass(frozen=True, kw_only=True)
class OfReview:
    """All that a review recommends, how many of it are in which state, and where to ask for the answers."""

    groups: tuple[Gathered, ...]
    ask_href: str
    everything: Counted | None
    states: tuple[Counted, ...]


def are_many(recommendations: int) -> bool:
    """Whether a review has so many that its page folds them."""
    return recommendations > MANY


def of_review(rows: Sequence[Recommendation], *, review: str, asks: bool) -> OfReview:
    """A review's (public id) recommendations in printed order."""
    register = f"{reverse('learning:list')}?{urlencode({'review': review})}"
    found = Counter(row.state for row in rows)
    return OfReview(
        groups=tuple(_groups(rows)),
        ask_href=f"{reverse('learning:ask')}?{urlencode({'review': review})}" if rows and asks else "",
        everything=Counted(words=count(len(rows), "recommendation"), href=register) if rows else None,
        states=tuple(
            Counted(
                words=f"{found[state]} {name.casefold()}", href=f"{register}&{urlencode({'state': state})}"
            )
            for state, name in STATE_NAMES.items()
            if found[state]
        ),
    )


def _groups(rows: Sequence[Recommendation]) -> Iterator[Gathered]:
    before, heading_of = 0, headings_for(rows)
    # In printed order; where they are folded, all that stand under one heading stand in one fold.
    ordered = sorted(rows, key=_by_first(rows, heading_of)) if are_many(len(rows)) else rows
    for heading, group in groupby(ordered, key=heading_of):
        together = list(group)
        size = _IN_A_FOLD if not heading and are_many(len(rows)) else len(together)
        for first in range(0, len(together), size):
            some = together[first : first + size]
            printed = heading or f"Recommendations {before + 1} to {before + len(some)}"
            before += len(some)
            yield Gathered(
                heading=heading,
                rows=tuple(recommendation_row(row, names_review=False) for row in some),
                fold=f"{printed} ({len(some)})" if are_many(len(rows)) else "",
            )


def _by_first(
    rows: Sequence[Recommendation], heading_of: Callable[[Recommendation], str]
) -> Callable[[Recommendation], int]:
    """Where the heading of each is printed first."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(heading_of(row), len(first))
    return lambda row: first[heading_of(row)]


def headings_for(rows: Sequence[Recommendation]) -> Callable[[Recommendation], str]:
    """What a review's recommendations stand under: their theme; or the section that printed them, where there are
    several; or who made them, where that was not the review."""
    own = {row.section for row in rows if not row.theme and row.source not in _MADE_BY_OTHERS}

    def heading(row: Recommendation) -> str:
        if row.theme:
            return row.theme.name
        if row.source == "audit":
            return "What an audit recommended"
        return row.section if row.source in _MADE_BY_OTHERS or len(own) > 1 else ""

    return heading


_MADE_BY_OTHERS = ("audit", "answer")
