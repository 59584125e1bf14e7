"""What other rooms' pages show of information governance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.information.policies import governs
from heed.information.presenters.words import release_state
from heed.information.queries.releases import ReleaseFilter, filter_releases
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.panels import Panel, register_panel


@dataclass(frozen=True, kw_only=True)
class Line:
    text: str
    href: str


@dataclass(frozen=True, kw_only=True)
class OfReview:
    lines: tuple[Line, ...]
    add_href: str


def asked_of_review(actor: Actor, review: Any) -> Panel | None:
    """On a review's page, for those who may see it: who asked for its material."""
    if not (governs(actor) or actor.may(Permission.DECIDE_INFORMATION)):
        return None
    today = clock.today()
    found = filter_releases(actor, ReleaseFilter(review=review.public_id))
    lines = tuple(
        Line(
            text=f"{each.reference}, {each.asked_by}: {release_state(each, today)}",
            href=reverse("information:release", args=[each.public_id]),
        )
        for each in found
    )
    add = f"{reverse('information:add_release')}?review={review.public_id}" if governs(actor) else ""
    if not lines and not add:
        return None
    return Panel("information/_of_review.html", OfReview(lines=lines, add_href=add))


def register_panels() -> None:
    """Called at start-up."""
    register_panel("review", asked_of_review, order=90)
