"""What other rooms' pages show of publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.panels import Panel, register_panel
from heed.publishing.queries.publications import list_publications
from heed.publishing.queries.seeing import publishes, sees_publications
from heed.publishing.types import STATES


@dataclass(frozen=True, kw_only=True)
class Line:
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class OfReview:
    lines: tuple[Line, ...]
    add_href: str
    questions_href: str


def published_of_review(actor: Actor, review: Any) -> Panel | None:
    """On a review's page, for those who see what is being prepared: its publications."""
    if not sees_publications(actor):
        return None
    lines = tuple(
        Line(
            text=f"{each.publication.reference}, {each.edition.title}: {STATES[each.state].lower()}",
            href=reverse("publishing:publication", args=[each.publication.public_id]),
        )
        for each in list_publications(actor, today=clock.today(), review_id=review.pk)
    )
    may = publishes(actor)
    if not lines and not may:
        return None
    add = f"{reverse('publishing:add')}?review={review.public_id}" if may else ""
    questions = reverse("publishing:questions", args=[review.public_id])
    return Panel("publishing/_of_review.html", OfReview(lines=lines, add_href=add, questions_href=questions))


def register_panels() -> None:
    """Called at start-up."""
    register_panel("review", published_of_review, order=95)
