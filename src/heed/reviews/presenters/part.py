"""A part of a review's page that is made of facts, tables and forms."""

from __future__ import annotations

from dataclasses import dataclass

from heed.platform.ui.components import Content, element, joined
from heed.platform.ui.things import Doing, ThingPage
from heed.reviews.presenters.frame import ReviewFrame
from heed.reviews.queries.cases import FrontDoor


@dataclass(frozen=True, kw_only=True)
class PartPage(ThingPage):
    """As `ThingPage`, within the review's frame; `after` are things to do that stand after the tables they follow
    from. Shown by `reviews/part_thing.html`."""

    review: ReviewFrame
    front_door: Content = ""
    after: tuple[Doing, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in (*self.doings, *self.after, *self.beside))


def front_door_words(door: FrontDoor) -> Content:
    """Said on every page where a case is put forward or an agency answers."""
    return joined(
        [
            element("strong", "Heed is not a route for reporting concerns."),
            f" If a child may be in danger now, call 999. Tell any other concern to {door.name}: {door.contact}.",
        ]
    )
