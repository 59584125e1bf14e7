"""What other rooms' pages show of information governance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.information.policies import governs
from heed.information.presenters.access_reviews import when_due
from heed.information.presenters.overview import needs_of
from heed.information.presenters.words import release_state
from heed.information.queries.access_reviews import own_turn
from heed.information.queries.overview import what_needs_somebody
from heed.information.queries.releases import ReleaseFilter, filter_releases
from heed.platform.access.roles import Permission, Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.components import Need, link_button, tag
from heed.platform.ui.panels import Panel, register_panel
from heed.platform.ui.wording import count, day


@dataclass(frozen=True, kw_only=True)
class Needs:
    heading: str
    rows: tuple[Need, ...]
    all_href: str = ""


def what_waits(actor: Actor, _: Any) -> Panel | None:
    """On the first page of who governs information: what is due and overdue."""
    if Role.INFORMATION_GOVERNANCE_LEAD not in actor.roles or not governs(actor):
        return None
    today = clock.today()
    rows = tuple(needs_of(what_needs_somebody(actor, on=today), today=today))
    return Panel(
        "information/_needs.html",
        Needs(heading="Information governance", rows=rows, all_href=reverse("information:overview")),
    )


def whose_turn(actor: Actor, _: Any) -> Panel | None:
    """On the first page of an agency's lead: from a month before its people must be looked through."""
    today = clock.today()
    turn = own_turn(actor, on=today)
    if turn is None or (turn.due_on - today).days > 30:
        return None
    need = Need(
        tag=tag(text=when_due(turn, today), tone="red" if turn.late else "amber"),
        text=f"Say who still acts for {turn.name}",
        note=f"{count(turn.people, 'person', 'people')}, looked through {day(turn.last_on, none='never before')}",
        action=link_button(
            text="Look through them",
            href=reverse("information:confirm_people", args=[turn.ref]),
            tone="secondary",
            small=True,
        ),
    )
    return Panel("information/_needs.html", Needs(heading="People of your agency", rows=(need,)))


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
    register_panel("home", what_waits, order=5)
    register_panel("home", whose_turn, order=6)
    register_panel("review", asked_of_review, order=90)
