"""Proceedings as pages show them: what runs, what it holds up since when, and what can go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from markupsafe import Markup

from heed.platform.access.types import Actor
from heed.platform.ui.components import Fact, RegisterRow, tag
from heed.platform.ui.things import Doing, Table, columns, link, rows
from heed.platform.ui.wording import count, day, words
from heed.reviews.models import Proceedings, Review
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import Listed, Reading, WorkPage
from heed.reviews.queries.proceedings import kinds_of_proceedings, steps_of_review
from heed.reviews.types.proceedings import Blocked

PART = "proceedings"


def title_of(row: Proceedings) -> str:
    """What they are, and before whom."""
    return f"{kinds_of_proceedings().get(row.kind, row.kind)}: {row.body}"


def waits_to_resume(row: Proceedings) -> bool:
    """Whether they ended and nobody has said yet that what they held up goes on."""
    return row.ended_on is not None and bool(row.blocks) and row.resumed_at is None


def _state(row: Proceedings, today: date) -> Markup:
    if waits_to_resume(row):
        return tag(text="Ended: what it held up can go on", tone="red")
    if row.ended_on:
        return tag(text=f"Ended {day(row.ended_on)}", tone="neutral")
    if row.expected_on and row.expected_on <= today:
        return tag(text="Ask how far it is", tone="amber")
    return tag(text=f"Runs for {count((today - row.began_on).days, 'day')}", tone="amber")


def steps_in_words(steps: Sequence[str]) -> str:
    """The names of steps, in a sentence."""
    known = steps_of_review()
    return words([known.get(each, each) for each in steps])


def _begins(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _row(row: Proceedings, today: date) -> RegisterRow:
    holds = (
        f"holds up {steps_in_words(row.blocks)} since {day(row.blocks_since)}"
        if row.blocks
        else "holds up nothing"
    )
    if row.ended_on:
        holds = holds.replace("holds up", "held up", 1)
    note = [
        f"since {day(row.began_on)}",
        holds,
        f"opened again after {row.reopens.reference}" if row.reopens else "",
    ]
    return RegisterRow(
        reference=row.reference,
        title=title_of(row),
        href=reverse("reviews:proceeding", args=[row.public_id]),
        note=" · ".join(filter(None, note)),
        state=_state(row, today),
    )


def blocked_table(blocked: Sequence[Blocked], today: date) -> Table:
    """What is held up today."""
    return Table(
        heading="What is held up today",
        columns=columns("Step", "Since", "By"),
        rows=rows(
            [
                [
                    _begins(steps_of_review()[each.step]),
                    f"{day(each.since)}, {count((today - each.since).days, 'day')}",
                    words(each.by),
                ]
                for each in blocked
            ]
        ),
        empty="Nothing: no proceedings that run hold a step of this review up.",
    )


def proceedings_page(
    actor: Actor,
    review: Review,
    found: Sequence[Proceedings],
    blocked: Sequence[Blocked],
    doings: tuple[Doing, ...],
    *,
    today: date,
) -> WorkPage:
    """All proceedings beside a review."""
    waiting = [row for row in found if waits_to_resume(row)]
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title="Proceedings",
        crumbs=(),
        notice=f"{words([row.reference for row in waiting])} ended. What was held up can go on."
        if waiting
        else "",
        lists=(
            Listed(
                heading="Proceedings beside this review",
                rows=tuple(_row(row, today) for row in found),
                empty="None is known. Note one as soon as you hear of it: clocks pause where the rules say so.",
            ),
        ),
        tables=(blocked_table(blocked, today),),
        beside=doings,
        aside="Proceedings are kept by those who run the review.",
    )


def proceeding_page(
    actor: Actor, row: Proceedings, again: Sequence[Proceedings], doings: tuple[Doing, ...], *, today: date
) -> WorkPage:
    """One of them."""
    facts = [
        Fact(name="Since", value=day(row.began_on)),
        Fact(
            name="Holds up" if row.ended_on is None else "Held up",
            value=f"{_begins(steps_in_words(row.blocks))}, since {day(row.blocks_since)}"
            if row.blocks
            else "Nothing",
        ),
        Fact(name="Noted by", value=f"{row.kept_by}, {day(row.kept_at)}"),
    ]
    if row.expected_on and row.ended_on is None:
        facts.append(Fact(name="Ask again on", value=day(row.expected_on)))
    if row.ended_on:
        facts.append(Fact(name="Ended", value=f"{day(row.ended_on)}: {row.outcome}"))
    if row.resumed_at and row.blocks:
        facts.append(
            Fact(name="Goes on", value=f"{row.resumed_by}, {day(row.resumed_at)}: {row.resumed_words}")
        )
    related = ([row.reopens] if row.reopens else []) + list(again)
    return WorkPage(
        review=review_frame(actor, row.review, current=PART, title=row.reference),
        title=title_of(row),
        crumbs=(),
        lead=row.reference,
        state=_state(row, today),
        facts=tuple(facts),
        readings=(Reading(heading="What is known of them", words=row.words),) if row.words else (),
        links=tuple(
            link(f"{each.reference}: {'before this' if each == row.reopens else 'opened again'}", _href(each))
            for each in related
        ),
        beside=doings,
        aside="What ended stays as it is. Opened again, it is a new entry.",
    )


def _href(row: Proceedings) -> str:
    return reverse("reviews:proceeding", args=[row.public_id])
