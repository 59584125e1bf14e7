"""Clocks as pages show them: the day, how far off it is, and why it is that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Row, details, joined, lines, tag, word
from heed.platform.ui.things import Doing, Table, columns, link
from heed.platform.ui.wording import count, day
from heed.reviews.models import Review, StepProposal
from heed.reviews.presenters.deciding import proposals_table
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import PartPage


def clocks_page(
    actor: Actor,
    review: Review,
    clocks: Sequence[Any],
    doings: tuple[Doing, ...],
    *,
    proposals: Sequence[StepProposal],
    convention: str,
    today: date,
) -> PartPage:
    frame = review_frame(actor, review, current="clocks")
    return PartPage(
        title="Clocks",
        crumbs=frame.crumbs,
        review=frame,
        lead=convention,
        tables=(
            clocks_table(clocks, today=today, heading="Every clock of this review"),
            *((proposals_table(actor, proposals),) if proposals else ()),
        ),
        beside=doings,
        links=(
            link("Where these timescales come from", reverse("reviews:timescales")),
            word(name="Clock", text="What a clock is"),
        ),
    )


def clocks_table(clocks: Sequence[Any], *, today: date, heading: str) -> Table:
    """A row for each clock, those that run first."""
    return Table(
        heading=heading,
        columns=columns("Clock", "Last day", "How it stands"),
        rows=tuple(_row(each, today) for each in clocks),
        empty="No clock runs yet.",
    )


def _row(clock: Any, today: date) -> Row:
    name = f"{clock.rule['name']}: {clock.agency.name}" if clock.agency else clock.rule["name"]
    note = clock.about or f"until {clock.rule['ends']}"
    return Row(
        cells=[
            lines(main=name, note=note),
            day(clock.due_on, none="no date"),
            joined([how_it_stands(clock, today), details(summary="Why that day", body=clock.because)]),
        ],
        muted=clock.ended_on is not None,
    )


def how_it_stands(clock: Any, today: date) -> Content:
    """A tag in words: in time, late, paused, how many days are left."""
    if clock.ended_on is not None:
        late = clock.due_on and clock.ended_on > clock.due_on
        words = (
            f"{(clock.ended_on - clock.due_on).days} days late"
            if late
            else "In time"
            if clock.due_on
            else "Ended"
        )
        return joined(
            [tag(text=words, tone="red" if late else "green"), f" {day(clock.ended_on)}. {clock.end_words}"]
        )
    if is_paused(clock):
        return tag(text="Paused", tone="amber")
    if clock.due_on is None:
        return tag(text="Outside the calendar", tone="amber")
    return tag(text=how_far(clock.due_on, today), tone="red" if clock.due_on < today else "amber")


def is_paused(clock: Any) -> bool:
    """Whether a pause of it lasts."""
    return any(each.ended_on is None for each in clock.pauses.all())


def how_far(on: date, today: date) -> str:
    """ "in 12 days", "today", "3 days late"."""
    days = (on - today).days
    return "Today" if days == 0 else f"{count(-days, 'day')} late" if days < 0 else f"In {count(days, 'day')}"
