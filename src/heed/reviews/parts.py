"""The parts of a review's page: each has a page of its own beside it, at `/reviews/<ref>/<part>/`.

A part is registered when Heed starts (`apps.py`). Its page's dataclass carries
`review=review_frame(actor, review, current=KEY)` and its template begins with `{% extends "reviews/part.html" %}`:
the parts stand in a row on each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from heed.platform.access.types import Actor


def _always(actor: Actor, review: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class ReviewPart:
    """A page of a review. `url_name` takes the review's public id as `ref`; `shown` answers whether this actor is
    offered the part of this review, which they see. It offers only: the page itself still asks who may."""

    key: str
    label: str
    url_name: str
    order: int
    group: str = ""
    """A `PartGroup`: parts of one stand in a row of their own beneath it."""
    shown: Callable[[Actor, Any], bool] = _always


class PartGroup(StrEnum):
    """What parts belong to, as the first row of a review's page says it."""

    DECISION = "Decision"
    PEOPLE = "People"
    GATHERING = "Gathering"
    REPORT = "Report"


OVERVIEW = ReviewPart(key="overview", label="Overview", url_name="reviews:review", order=0)
"""The review's own page."""

_PARTS: dict[str, ReviewPart] = {OVERVIEW.key: OVERVIEW}


def register_part(part: ReviewPart) -> None:
    """Offer a part on the page of every review. Registering the same part again replaces it."""
    _PARTS[part.key] = part


def parts_for(actor: Actor, review: Any) -> tuple[ReviewPart, ...]:
    """The parts of this review that the actor is offered, in order."""
    offered = (part for part in _PARTS.values() if part.shown(actor, review))
    return tuple(sorted(offered, key=lambda part: (part.order, part.label)))


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Something that a review's own page says of what is to come, told by one of its parts.

    `kind`: "next" is for the team to do, "waits" is somebody who is waited for, "blocked" a step that cannot be taken,
    with why. `on` is the day by which, or since when it is blocked.
    """

    kind: str
    words: str
    href: str
    on: date | None = None
    note: str = ""


_AHEAD: list[Callable[[Actor, Any], Iterable[Ahead]]] = []


def register_ahead(tells: Callable[[Actor, Any], Iterable[Ahead]]) -> None:
    """Called at start-up by a part that knows what is to be done, who is waited for, or what is blocked."""
    if tells not in _AHEAD:
        _AHEAD.append(tells)


def ahead_of(actor: Actor, review: Any) -> list[Ahead]:
    """All that the parts tell of this review, the most urgent first."""
    told = [each for tells in _AHEAD for each in tells(actor, review)]
    return sorted(told, key=lambda each: (each.on is None, each.on or date.max))
