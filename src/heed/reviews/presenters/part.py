"""A part of a review's page that is made of facts, tables and forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency
from heed.platform.ui.components import Content, element, joined
from heed.platform.ui.things import AddPage, Doing, ThingPage
from heed.platform.ui.wording import day
from heed.reviews.models import AsksSafety, FirstQuestion, Review
from heed.reviews.presenters.frame import ReviewFrame
from heed.reviews.queries.cases import FrontDoor, front_door
from heed.reviews.queries.safety import first_answer
from heed.reviews.types import SAFETY


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


@dataclass(frozen=True, kw_only=True)
class IntakePage(AddPage):
    """A page on which something comes in: above its form, where a concern about a child goes. Shown by
    `reviews/intake.html`."""

    front_door: Content


def front_door_words(door: FrontDoor, said: FirstQuestion | None = None) -> Content:
    """Stands on every page where something comes in for a review: where a concern about a child goes, and what the
    agency said first (`said`), with the way to say otherwise."""
    words: list[Content] = [
        element("strong", "Heed is not a route for reporting concerns."),
        f" If a child may be in danger now, call 999. Tell any other concern to {door.name}: {door.contact}.",
    ]
    if said is not None:
        href = reverse(
            "reviews:first_question", args=[said.review.public_id, said.agency.public_id, said.about]
        )
        told = f" Said first, {day(said.said_on)}: {safety_words(said)}. "
        words += [told, element("a", "Has that changed?", href=href, class_="govuk-link")]
    return joined(words)


def intake_words(
    actor: Actor, review: Review, *, agency: Agency | None = None, about: str = "", today: date
) -> Content:
    """`front_door_words` for a page of this review, with what the agency said first of this return."""
    said = first_answer(actor, review, agency_id=agency.pk, about=about) if agency else None
    return front_door_words(front_door(actor, on=today), said)


def first_href(actor: Actor, review: Review, *, agency: Agency, about: str, then: str) -> str:
    """Where the first question is asked before an agency gives this return, and leads on to `then`; "" once somebody
    has answered it."""
    if first_answer(actor, review, agency_id=agency.pk, about=about):
        return ""
    page = reverse("reviews:first_question", args=[review.public_id, agency.public_id, about])
    return f"{page}?{urlencode({'then': then})}"


def safety_words(row: AsksSafety) -> str:
    """An answer to the first question in a few words, with who acted and when."""
    return ", ".join(filter(None, [SAFETY.get(row.safety, "not answered"), row.who_acted, row.acted_when]))
