"""What the parts of a review's page have in common: facts, lists and tables on the left, what can be done beside."""

from __future__ import annotations

from dataclasses import dataclass

from heed.platform.ui.components import Content, RegisterRow
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import ThingPage
from heed.reviews.presenters.frame import ReviewFrame


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Rows under a heading, each a thing with a page of its own; `empty` is said where there are none."""

    heading: str
    rows: tuple[RegisterRow, ...]
    empty: str
    lead: Content = ""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Words to be read under a heading, a paragraph for each line; `note` is about them."""

    heading: str
    words: str = ""
    note: Content = ""

    @property
    def paragraphs(self) -> list[str]:
        return [each for each in self.words.splitlines() if each.strip()]


@dataclass(frozen=True, kw_only=True)
class WorkPage(ThingPage):
    """A part of a review, or a thing in it. `state` is a tag beside the lead; `actions` are what one comes for."""

    review: ReviewFrame
    state: Content = ""
    actions: tuple[Content, ...] = ()
    lists: tuple[Listed, ...] = ()
    readings: tuple[Reading, ...] = ()
    panels: tuple[Panel, ...] = ()
    front_door: Content = ""
    aside: str = ""
    """Said beside where there is nothing to do."""
