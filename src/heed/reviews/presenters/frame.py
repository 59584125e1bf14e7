"""What stands around every part of a review's page: where it stands, and the row of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Crumb, Tab
from heed.reviews.models import Review
from heed.reviews.parts import OVERVIEW, ReviewPart, parts_for


@dataclass(frozen=True, kw_only=True)
class ReviewFrame:
    """The review that a part belongs to, with `tabs` for the row of its parts."""

    ref: str
    name: str
    reference: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]


def review_frame(actor: Actor, review: Review, *, current: str, title: str = "") -> ReviewFrame:
    """The frame for the part with the key `current`; a page beneath a part gives its own `title` as well."""
    parts = parts_for(actor, review)
    here = next((part for part in parts if part.key == current), None)
    way = [
        Crumb(text="Reviews", href=reverse("reviews:list")),
        Crumb(text=review.name, href=_address(OVERVIEW, review)),
    ]
    if here and here.key != OVERVIEW.key:
        way.append(Crumb(text=here.label, href=_address(here, review)))
    if title:
        way.append(Crumb(text=title))
    way[-1] = Crumb(text=way[-1].text)
    return ReviewFrame(
        ref=review.public_id,
        name=review.name,
        reference=review.reference,
        crumbs=tuple(way),
        tabs=tuple(_tabs(parts, review, current)),
    )


def _tabs(parts: Sequence[ReviewPart], review: Review, current: str) -> Iterator[Tab]:
    """A part by itself, or a group of parts that leads to its first: with all of them while one is the current."""
    groups: dict[str, list[ReviewPart]] = {}
    for part in parts:
        groups.setdefault(part.group or part.key, []).append(part)
    for together in groups.values():
        tabs = [
            Tab(text=part.label, href=_address(part, review), current=part.key == current)
            for part in together
        ]
        if len(tabs) == 1:
            yield tabs[0]
        else:
            here = any(tab.current for tab in tabs)
            yield Tab(
                text=together[0].group, href=tabs[0].href, current=here, beneath=tuple(tabs) if here else ()
            )


def _address(part: ReviewPart, review: Review) -> str:
    return reverse(part.url_name, kwargs={"ref": review.public_id})
