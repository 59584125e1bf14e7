"""Two recommendations side by side, and what people said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.kit.similarity import load_lexicon, shared_words
from heed.memory.models import Pair
from heed.memory.presenters.before import Came, came_shown, marked_words, time_between
from heed.memory.queries import repeats_closed
from heed.memory.types import ANSWER_NAMES, Likeness
from heed.plans.queries import CameOf
from heed.platform.ui.components import Column, Content, Crumb
from heed.platform.ui.things import Doing, Table, rows
from heed.platform.ui.wording import day


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: its words with what is shared marked, where they stand, and what came of it."""

    which: str
    reference: str
    href: str
    words: Content
    where: str
    came: Came


@dataclass(frozen=True, kw_only=True)
class PairPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    sides: tuple[Side, ...]
    machine: str
    answers: Table
    doings: tuple[Doing, ...]
    repeats_closed: str

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.doings)


_MACHINE = {
    Likeness.SAME: "The machine takes the two for the same",
    Likeness.RELATED: "The machine finds them near one another",
    Likeness.DIFFERENT: "The machine finds them different",
}


def pair_page(
    earlier: Any,
    later: Any,
    came: dict[int, CameOf],
    pair: Pair | None,
    *,
    verdict: str,
    why: str,
    doings: tuple[Doing, ...],
) -> PairPage:
    """`verdict` and `why` are the machine's; what people said stands above it."""
    first, last = earlier.review.ordered_on, later.review.ordered_on
    between = time_between(first, last) if first and last else ""
    closed = came[earlier.pk]
    return PairPage(
        title="Is it the same lesson?",
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=later.reference, href=reverse("learning:recommendation", args=[later.public_id])),
            Crumb(text="Recommended before"),
        ),
        lead=f"{between} lie between the two." if between else "",
        sides=(_side("Earlier", earlier, later, came), _side("Later", later, earlier, came)),
        machine=f"{_MACHINE[Likeness(verdict)]}{f': {why}' if why else ''}. A person decides.",
        answers=_answers(pair),
        doings=doings,
        repeats_closed=_repeats_closed(closed) if repeats_closed(closed, later) else "",
    )


def _repeats_closed(came: CameOf) -> str:
    since = f" by {day(came.closed_on)}" if came.closed_on else ""
    where = "closed, here or elsewhere" if came.elsewhere else "reported complete"
    return (
        f"Everything that was promised for the earlier one was {where}{since}. "
        "If the later one is the same lesson, it did not hold: say why, and the earlier one is open again."
    )


def _side(which: str, row: Any, other: Any, came: dict[int, CameOf]) -> Side:
    asked = ", ".join(each.words for each in row.addressees.all())
    where = [
        f"{row.review.name} ({row.review.reference})",
        row.review.area.name if row.review.area else "",
        day(row.review.ordered_on, none="no day known"),
        f"asked of {asked}" if asked else "",
    ]
    return Side(
        which=which,
        reference=row.reference,
        href=reverse("learning:recommendation", args=[row.public_id]),
        words=marked_words(row.text, shared_words(row.text, other.text, load_lexicon())),
        where=" · ".join(filter(None, where)),
        came=came_shown(came[row.pk], every=True),
    )


def _answers(pair: Pair | None) -> Table:
    given: Sequence[Any] = list(pair.answers.all()) if pair else []
    return Table(
        heading="What people said",
        columns=(Column(label="Answer"), Column(label="Why"), Column(label="By"), Column(label="When")),
        rows=rows(
            [
                (
                    ANSWER_NAMES[Likeness(each.answer)],
                    f"{each.reason}{f' It did not hold because: {each.why_not_held}' if each.why_not_held else ''}",
                    each.by.name,
                    day(each.at),
                )
                for each in reversed(given)
            ]
        ),
        empty="Nobody has said anything yet. Once somebody has, nobody is asked again; whoever thinks otherwise "
        "answers anew, and all answers stay.",
    )
